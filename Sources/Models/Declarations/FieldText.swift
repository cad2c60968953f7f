import DataFormats
import Diagnostics

/// One field as `site.toml` writes it: a type in quotes, or a table with `type`, `from` and `split`.
struct FieldText {
  var type: String
  var typeSpan: Span
  var sources: [FieldSource]?
  var separator: String?

  /// Nothing when the declaration is no such thing, which is reported.
  init?(_ member: DataMember, source: SourceFile, report: (Diagnostic) -> Void) {
    if case .scalar(let scalar) = member.value.content, scalar.kind == .string {
      type = scalar.text
      typeSpan = member.value.span
      return
    }
    guard case .map(let keys) = member.value.content else {
      report(
        Diagnostic(
          .modelSyntax, "the type of `\(member.key)` is a text in quotes", in: source, member.value.span,
          help: "write `\(member.key) = \"String?\"`"))
      return nil
    }
    let known = ["type", "from", "split"]
    for key in keys where !known.contains(key.key) {
      report(
        Diagnostic(
          .modelSyntax, "a field has no setting `\(key.key)`", in: source, key.keySpan,
          help: Suggestion.sentence(for: key.key, among: known) ?? "settings are `type`, `from` and `split`"))
    }
    guard let typeNode = keys.first(where: { $0.key == "type" })?.value,
      case .scalar(let typeScalar) = typeNode.content, typeScalar.kind == .string
    else {
      report(
        Diagnostic(
          .modelSyntax, "`\(member.key)` needs a type", in: source, member.keySpan,
          help: "add `type = \"String?\"`"))
      return nil
    }
    type = typeScalar.text
    typeSpan = typeNode.span
    if let split = keys.first(where: { $0.key == "split" })?.value {
      if case .scalar(let scalar) = split.content, scalar.kind == .string, !scalar.text.isEmpty {
        separator = scalar.text
      } else {
        report(
          Diagnostic(
            .modelSyntax, "`split` is the text between two values", in: source, split.span,
            help: "write `split = \",\"` or `split = \" \"`"))
      }
    }
    if let from = keys.first(where: { $0.key == "from" })?.value {
      sources = Self.readSources(from, source: source, report: report)
    }
  }

  /// The patterns of its sources.
  var patterns: [PathPattern] {
    (sources ?? []).compactMap { source in
      switch source {
      case .pattern(_, let pattern), .filePath(let pattern): pattern
      case .key, .joined, .fileName, .heading: nil
      }
    }
  }

  private static func readSources(
    _ node: DataNode, source: SourceFile, report: (Diagnostic) -> Void
  ) -> [FieldSource]? {
    let nodes: [DataNode] = if case .list(let list) = node.content { list } else { [node] }
    var sources: [FieldSource] = []
    for node in nodes {
      guard case .scalar(let scalar) = node.content, scalar.kind == .string else {
        report(Diagnostic(.modelFrom, "`from` is a text or a list of texts", in: source, node.span))
        return nil
      }
      switch FieldSource.parse(scalar.text) {
      case .success(let parsed): sources.append(parsed)
      case .failure(let problem):
        report(
          Diagnostic(.modelFrom, problem.message, in: source, node.span, help: problem.help))
        return nil
      }
    }
    if sources.isEmpty {
      report(
        Diagnostic(
          .modelFrom, "`from` names nothing, so the field would never have a value", in: source, node.span,
          help: "name the keys that it is read from, or leave `from` out"))
      return nil
    }
    return sources
  }
}

extension FieldSource {
  struct Problem: Error {
    let message: String
    let help: String
  }

  /// `key`, `key.member`, `key + key`, `key ~ PATTERN`, `@path ~ PATTERN`, `@filename`, `@heading`.
  static func parse(_ text: String) -> Result<FieldSource, Problem> {
    let halves = text.split(separator: "~", maxSplits: 1).map { trimmed(String($0)) }
    let name = halves.first ?? ""
    guard halves.count == 2 else {
      switch name {
      case "@filename": return .success(.fileName)
      case "@heading": return .success(.heading)
      case "":
        return .failure(
          Problem(message: "an empty text names nothing", help: "write the name of a front matter key"))
      case _ where name.hasPrefix("@"):
        return .failure(
          Problem(
            message: "there is no source `\(name)`",
            help: Suggestion.sentence(for: name, among: ["@filename", "@heading"])
              ?? "sources are `@filename`, `@heading`, `@path ~ PATTERN` and the keys of front matter"))
      case _ where name.contains("+"):
        let paths = name.split(separator: "+").map { parts(trimmed(String($0))) }
        guard paths.count > 1, !paths.contains([]) else {
          return .failure(
            Problem(message: "a key is missing beside the `+`", help: "write it like `tags + categories`"))
        }
        return .success(.joined(paths))
      default: return .success(.key(parts(name)))
      }
    }
    guard let pattern = PathPattern(halves[1]) else {
      return .failure(
        Problem(
          message: "`\(halves[1])` is no pattern",
          help: "write it like `{year}/{month}/{day}/`: names in braces, and the text between them"))
    }
    return .success(name == "@path" ? .filePath(pattern) : .pattern(key: parts(name), pattern))
  }

  private static func parts(_ name: String) -> [String] {
    name.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
  }

  private static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}
