package import Diagnostics

/// The data at the head of a Markdown file, and where its text begins.
package struct FrontMatter: Sendable {
  /// Nothing when the file has none.
  package let format: DataFormat?
  /// Nothing when there is none, or when it could not be read, which is then reported.
  package let root: DataNode?
  /// The fence that opens it, or the start of the file.
  package let openingFence: Span
  /// Offset of the text behind it.
  package let bodyStart: Int
  package let diagnostics: [Diagnostic]

  package init(
    format: DataFormat?, root: DataNode?, openingFence: Span, bodyStart: Int, diagnostics: [Diagnostic]
  ) {
    self.format = format
    self.root = root
    self.openingFence = openingFence
    self.bodyStart = bodyStart
    self.diagnostics = diagnostics
  }

  /// YAML between `---`, TOML between `+++`, either or JSON behind `---` and its name (`---json`), or a JSON object, bare or in an HTML comment; blank lines and a
  /// byte-order mark may stand before it.
  package static func split(_ source: SourceFile) -> FrontMatter {
    let bytes = source.bytes
    let textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var start = textStart
    while start < bytes.count, bytes[start] == 0x0A || bytes[start] == 0x0D || bytes[start] == 0x20 {
      start += 1
    }
    let rest = bytes[start...]
    let none = FrontMatter(
      format: nil, root: nil, openingFence: Span(textStart, textStart), bodyStart: textStart, diagnostics: [])
    for (name, format) in [("yaml", DataFormat.yaml), ("json", .json), ("toml", .toml)]
    where rest.starts(with: "---\(name)".utf8) {
      return fenced(source, at: start, UInt8(ascii: "-"), format, info: name.utf8.count) ?? none
    }
    if rest.starts(with: "---".utf8) { return fenced(source, at: start, UInt8(ascii: "-"), .yaml) ?? none }
    if rest.starts(with: "+++".utf8) { return fenced(source, at: start, UInt8(ascii: "+"), .toml) ?? none }
    if rest.starts(with: "{".utf8) { return json(source, at: start, objectAt: start, closing: "") }
    if rest.starts(with: "<!--{".utf8) { return json(source, at: start, objectAt: start + 4, closing: "-->") }
    return none
  }

  /// Nothing when the line is no fence, or a thematic break that opens the text.
  private static func fenced(
    _ source: SourceFile, at start: Int, _ mark: UInt8, _ format: DataFormat, info: Int = 0
  ) -> FrontMatter? {
    let bytes = source.bytes
    guard let first = info > 0 ? blankEnd(bytes, start + 3 + info) : fenceEnd(bytes, start, mark) else {
      return nil
    }
    let fence = Span(start, start + 3 + info)
    var line = first
    var suspect: Int?
    while line < bytes.count {
      if let next = fenceEnd(bytes, line, mark) ?? (format == .yaml ? documentEnd(bytes, line) : nil) {
        let parse = DataParser.parse(source, in: first..<line, as: format)
        let (root, problem) = checkedRoot(parse, source)
        return FrontMatter(
          format: format, root: root, openingFence: fence, bodyStart: next,
          diagnostics: parse.diagnostics + problem + keysBehindEnd(source, line, next, mark))
      }
      let next = lineEnd(bytes, line)
      if suspect == nil, !looksLikeData(bytes[line..<next]) { suspect = line }
      line = next
    }
    // A file that begins with a rule, and no key behind it, has no front matter.
    if let suspect, suspect == first { return nil }
    let number = Location(source, Span(suspect ?? bytes.count, suspect ?? bytes.count)).line
    let written = String(repeating: String(UnicodeScalar(mark)), count: 3)
    return FrontMatter(
      format: format, root: nil, openingFence: fence, bodyStart: bytes.count,
      diagnostics: [
        Diagnostic(
          .frontMatterUnclosed, "this front matter is never closed", in: source, fence, label: "opened here",
          help: "put a line with `\(written)` behind its last key, it seems before line \(number)")
      ])
  }

  private static func json(
    _ source: SourceFile, at start: Int, objectAt: Int, closing: String
  ) -> FrontMatter {
    let bytes = source.bytes
    let parse = DataParser.parse(source, in: objectAt..<bytes.count, as: .json)
    let fence = Span(start, objectAt + 1)
    guard let root = parse.node else {
      return FrontMatter(
        format: .json, root: nil, openingFence: fence, bodyStart: bytes.count, diagnostics: parse.diagnostics)
    }
    var end = parse.end
    if !closing.isEmpty {
      while end < bytes.count, " \t\r\n".utf8.contains(bytes[end]) { end += 1 }
      guard bytes[end...].starts(with: closing.utf8) else {
        return FrontMatter(
          format: .json, root: nil, openingFence: fence, bodyStart: bytes.count,
          diagnostics: [
            Diagnostic(
              .frontMatterUnclosed, "this front matter is never closed", in: source, fence,
              label: "opened here",
              help: "put `\(closing)` behind its last `}`")
          ])
      }
      end += closing.utf8.count
    }
    // Text that follows on the same line belongs to the body.
    let blank = bytes[end...].prefix { $0 == 0x20 || $0 == 0x09 }.endIndex
    return FrontMatter(
      format: .json, root: root, openingFence: fence, bodyStart: blankEnd(bytes, end) ?? blank,
      diagnostics: parse.diagnostics)
  }

  /// Front matter is a map; a lone text between the fences is none.
  private static func checkedRoot(_ parse: DataParse, _ source: SourceFile) -> (DataNode?, [Diagnostic]) {
    guard let node = parse.node else { return (nil, []) }
    if case .map = node.content { return (node, []) }
    return (
      nil,
      [
        Diagnostic(
          .frontMatterNoMap, "front matter is a map of keys and values", in: source, node.span,
          label: "no `key: value`", help: "write it as `title: …`, one key on a line")
      ]
    )
  }

  /// Offset behind a line that is three of `mark` and spaces; nothing for another line.
  private static func fenceEnd(_ bytes: [UInt8], _ start: Int, _ mark: UInt8) -> Int? {
    guard start + 3 <= bytes.count, bytes[start] == mark, bytes[start + 1] == mark, bytes[start + 2] == mark
    else { return nil }
    return blankEnd(bytes, start + 3)
  }

  /// Says that there are keys, up to a fence, behind a line `...`, which ends front matter too.
  private static func keysBehindEnd(
    _ source: SourceFile, _ end: Int, _ start: Int, _ mark: UInt8
  ) -> [Diagnostic] {
    let bytes = source.bytes
    guard bytes[end] == UInt8(ascii: ".") else { return [] }
    var line = start
    var hasKeys = false
    while line < bytes.count, fenceEnd(bytes, line, mark) == nil {
      let next = lineEnd(bytes, line)
      let text = bytes[line..<next]
      // A text may begin with a list or a heading, and with words before a colon.
      if isKey(text) {
        hasKeys = true
      } else if text.contains(where: { $0 > 0x20 }), !hasKeys || !continues(text) {
        return []
      }
      line = next
    }
    guard hasKeys, line < bytes.count else { return [] }
    return [
      Diagnostic(
        .yamlSyntax, "this line ends the front matter, and keys stand behind it", in: source,
        Span(end, end + 3), help: "remove the line")
    ]
  }

  /// `draft: true`.
  private static func isKey(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first?.isASCIISmall == true else { return false }
    let rest = line.drop { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    return rest.first == UInt8(ascii: ":") && rest.dropFirst().first.map { $0 <= 0x20 } ?? true
  }

  private static func continues(_ line: ArraySlice<UInt8>) -> Bool {
    line.first.map { " \t-#]}".utf8.contains($0) } ?? false
  }

  private static func documentEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard bytes[start...].starts(with: "...".utf8) else { return nil }
    return blankEnd(bytes, start + 3)
  }

  private static func blankEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index == bytes.count || bytes[index] == 0x0A || bytes[index] == 0x0D else { return nil }
    return lineEnd(bytes, index)
  }

  /// Offset behind the line break that ends the line.
  private static func lineEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    if index + 1 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A { return index + 2 }
    return min(index + 1, bytes.count)
  }

  /// Whether a line could be part of a map: a key, an item, an indented line, a comment.
  private static func looksLikeData(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, first != 0x0A, first != 0x0D else { return false }
    if " -\t[]#\"'".utf8.contains(first) { return true }
    let key = line.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "=") }
    return key.count < line.count && !key.dropLast().contains(0x20)
  }
}

extension DiagnosticCode {
  /// Front matter whose second fence is missing.
  package static let frontMatterUnclosed = DiagnosticCode("front-matter.unclosed")
  /// Front matter that is a text or a list.
  package static let frontMatterNoMap = DiagnosticCode("front-matter.no-map")
}
