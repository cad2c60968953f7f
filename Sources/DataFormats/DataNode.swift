package import Diagnostics

/// One value of a parsed document, whatever its format, with the place where it is written.
package struct DataNode: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case scalar(DataScalar)
    case list([DataNode])
    /// In the order of the document.
    case map([DataMember])
  }

  package let content: Content
  /// Bytes of the value, quotes included.
  package let span: Span

  package init(content: Content, span: Span) {
    self.content = content
    self.span = span
  }
}

extension DataNode {
  /// The member of a map with this key.
  package func member(_ key: String) -> DataMember? {
    guard case .map(let members) = content else { return nil }
    return members.first { $0.key == key }
  }

  /// Where the first value stands here, or in this, that is written as a text.
  package func span(of text: String) -> Span? {
    switch content {
    case .scalar(let scalar): scalar.text == text ? span : nil
    case .list(let nodes): nodes.lazy.compactMap { $0.span(of: text) }.first
    case .map(let members): members.lazy.compactMap { $0.value.span(of: text) }.first
    }
  }

  /// What stands where names of members lead from here.
  package func node(at path: [String]) -> DataNode? {
    var node = self
    for key in path {
      guard let member = node.member(key) else { return nil }
      node = member.value
    }
    return node
  }
}

/// A key of a map and what it stands for.
package struct DataMember: Sendable, Hashable {
  package let key: String
  package let keySpan: Span
  package let value: DataNode

  package init(key: String, keySpan: Span, value: DataNode) {
    self.key = key
    self.keySpan = keySpan
    self.value = value
  }
}

/// A value that holds no others. Its text is kept, since a model may want `3.0` or a date as it is written.
package struct DataScalar: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    /// A date of TOML; YAML's and JSON's are strings.
    case date
    case string
  }

  /// What is written, without quotes and escapes.
  package let text: String
  package let kind: Kind
  package let isQuoted: Bool

  package init(text: String, kind: Kind, isQuoted: Bool) {
    self.text = text
    self.kind = kind
    self.isQuoted = isQuoted
  }
}

/// The formats that front matter and settings are written in.
package enum DataFormat: Sendable, Hashable {
  case yaml
  case toml
  case json
}

/// What parsing gave.
package struct DataParse: Sendable {
  /// Nothing when the text could not be read, which is then reported.
  package let node: DataNode?
  /// Warnings too, of a text that could be read.
  package let diagnostics: [Diagnostic]
  /// Offset behind the value; of use for JSON, which ends by itself.
  package let end: Int
}

package enum DataParser {
  /// Nesting that no front matter needs; deeper documents are refused.
  static let maximumDepth = 64

  /// Parses a range of a text that is well-formed UTF-8. An empty document is an empty map.
  package static func parse(_ source: SourceFile, in range: Range<Int>, as format: DataFormat) -> DataParse {
    let range = range.clamped(to: 0..<source.bytes.count)
    switch format {
    case .yaml:
      do {
        let (node, repeatedKeys) = try YAMLParser.parse(source, in: range)
        let outside = OutsideXML.diagnostic(in: node, of: source, range)
        return DataParse(
          node: node, diagnostics: repeatedKeys + (outside.map { [$0] } ?? []), end: range.upperBound)
      } catch { return DataParse(node: nil, diagnostics: [error.diagnostic], end: range.upperBound) }
    case .toml:
      do {
        let node = try TOMLParser.parse(source, in: range)
        let outside = OutsideXML.diagnostic(in: node, of: source, range)
        return DataParse(node: node, diagnostics: outside.map { [$0] } ?? [], end: range.upperBound)
      } catch { return DataParse(node: nil, diagnostics: [error.diagnostic], end: range.upperBound) }
    case .json:
      var parser = JSONParser(source, in: range)
      do {
        let node = try parser.document()
        return DataParse(
          node: node, diagnostics: parser.outsideXML.map { [$0] } ?? [], end: parser.position)
      } catch { return DataParse(node: nil, diagnostics: [error.diagnostic], end: parser.position) }
    }
  }
}

extension DataParser {
  /// Parses a file that is data from end to end, whatever its bytes are. A byte-order mark may stand before it.
  package static func parse(file source: SourceFile, as format: DataFormat) -> DataParse {
    let bytes = source.bytes
    if let problem = TextEncoding.problem(in: source) {
      return DataParse(node: nil, diagnostics: [problem], end: 0)
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let parse = parse(source, in: start..<bytes.count, as: format)
    guard format == .json, parse.node != nil,
      let rest = bytes[parse.end...].firstIndex(where: { !" \t\r\n".utf8.contains($0) })
    else { return parse }
    let problem = Diagnostic(
      .jsonSyntax, "something stands behind the value", in: source, Span(rest, rest + 1),
      help: "a file of JSON is one value: put several into a list")
    return DataParse(node: nil, diagnostics: [problem], end: parse.end)
  }
}

/// The first thing that is wrong with a document; nothing behind it is read.
struct DataError: Error {
  let diagnostic: Diagnostic
}

/// A key that stands twice in one map, in any format.
enum DuplicateKey {
  static func error(_ key: String, in source: SourceFile, first: Span, second: Span) -> DataError {
    DataError(diagnostic: diagnostic(key, in: source, first: first, second: second))
  }

  static func diagnostic(_ key: String, in source: SourceFile, first: Span, second: Span) -> Diagnostic {
    Diagnostic(
      .dataDuplicateKey, "`\(key)` is said twice", at: Location(source, second), label: "and again here",
      related: [.init(Location(source, first), "first here")], help: ["remove one of the two"])
  }
}

extension DiagnosticCode {
  /// A key that stands twice in one map.
  package static let dataDuplicateKey = DiagnosticCode("data.duplicate-key")
  /// Maps and lists within each other beyond all need.
  package static let dataTooDeep = DiagnosticCode("data.too-deep")
}
