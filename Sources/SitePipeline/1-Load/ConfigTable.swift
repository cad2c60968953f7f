import DataFormats
package import Diagnostics
import Models

/// Reads one table of a settings file; a key that nobody asked for is reported with its nearest name.
struct ConfigTable {
  let source: SourceFile
  /// What the table is called in messages: `site.toml`, `collections.posts`.
  let name: String
  private let members: [DataMember]
  private var known: [String] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// A table from `node`; a value that is no table is reported, and read as an empty one.
  init(_ node: DataNode?, name: String, source: SourceFile) {
    self.source = source
    self.name = name
    if case .map(let members)? = node?.content {
      self.members = members
    } else {
      members = []
      if let node, !node.isNull { report("`\(name)` must be a table", node.span) }
    }
  }

  /// The member with this key; asking makes the key a known one.
  mutating func member(_ key: String) -> DataMember? {
    known.append(key)
    return members.first { $0.key == key }
  }

  /// Every member, for tables whose keys are names; makes all of them known.
  mutating func allMembers() -> [DataMember] {
    known += members.map(\.key)
    return members
  }

  mutating func node(_ key: String) -> DataNode? { member(key)?.value }

  mutating func string(_ key: String, example: String) -> (text: String, span: Span)? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let scalar) = node.content, scalar.kind == .string else {
      report("`\(key)` must be a text", node.span, help: "write `\(key) = \"\(example)\"`")
      return nil
    }
    return (scalar.text, node.span)
  }

  mutating func strings(_ key: String, example: String) -> [(text: String, span: Span)]? {
    guard let node = node(key) else { return nil }
    let nodes: [DataNode] = if case .list(let list) = node.content { list } else { [node] }
    var texts: [(text: String, span: Span)] = []
    for node in nodes {
      guard case .scalar(let scalar) = node.content, scalar.kind == .string else {
        report("`\(key)` must be a list of texts", node.span, help: "write `\(key) = [\"\(example)\"]`")
        return nil
      }
      texts.append((scalar.text, node.span))
    }
    return texts
  }

  /// Whether the table says anything of a key, right or wrong.
  func hasMember(_ key: String) -> Bool { members.contains { $0.key == key } }

  mutating func bool(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    if case .scalar(let scalar) = node.content, case .bool(let flag) = scalar.kind { return flag }
    report("`\(key)` must be `true` or `false`", node.span)
    return nil
  }

  /// A whole number within bounds.
  mutating func number(_ key: String, from least: Int, to most: Int, unit: String) -> Int? {
    guard let node = node(key) else { return nil }
    if case .scalar(let scalar) = node.content, case .int(let number) = scalar.kind,
      (least...most).contains(number)
    {
      return number
    }
    report("`\(key)` must be a number of \(unit), from \(least) to \(most)", node.span)
    return nil
  }

  /// One of a few texts.
  mutating func choice(_ key: String, of choices: [String]) -> String? {
    guard let (text, span) = string(key, example: choices.first ?? "") else { return nil }
    if choices.contains(text) { return text }
    report(
      "`\(key)` is one of \(choices.map { "`\"\($0)\"`" }.joined(separator: ", "))", span,
      help: Suggestion.sentence(for: text, among: choices))
    return nil
  }

  mutating func report(_ message: String, _ span: Span, help: String? = nil) {
    diagnostics.append(Diagnostic(.siteSetting, message, in: source, span, help: help))
  }

  /// A pattern over paths or names; one that stands for very many is reported.
  mutating func glob(_ text: String, _ span: Span) -> Glob {
    if !Glob.isSmall(text) {
      report(
        "this pattern stands for too many texts", span, help: "write `*` for its braces, or several patterns")
    }
    return Glob(text)
  }

  /// All problems of the table, unknown keys among them. To be called last.
  mutating func finish() -> [Diagnostic] {
    for member in members where !known.contains(member.key) {
      diagnostics.append(
        Diagnostic(
          .siteUnknownSetting, "`\(name)` has no setting `\(member.key)`", in: source, member.keySpan,
          label: "unknown setting",
          help: Suggestion.sentence(for: member.key, among: known)
            ?? (known.isEmpty
              ? "there are no settings here"
              : "settings here are " + known.map { "`\($0)`" }.joined(separator: ", "))))
    }
    return diagnostics
  }
}

extension DiagnosticCode {
  /// A setting whose value is of the wrong kind.
  package static let siteSetting = DiagnosticCode("site.setting")
  /// A setting that does not exist.
  package static let siteUnknownSetting = DiagnosticCode("site.unknown-setting")
}
