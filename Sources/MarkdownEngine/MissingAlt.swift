package import Diagnostics

/// Pictures of a text that say nothing to those who can't see them.
struct MissingAlt {
  private var first: (span: Span, name: String, isRaw: Bool)?
  private var count = 0

  mutating func add(_ link: MarkdownLink) {
    count += 1
    if first == nil { first = (link.span, link.destination, link.isRaw) }
  }

  /// One for a text, at the first of them.
  func diagnostics(in source: SourceFile) -> [Diagnostic] {
    guard let first else { return [] }
    let name = first.name.utf8.count <= 80 ? first.name : "a.jpg"
    let words =
      first.isRaw
      ? "write `alt=\"What is to be seen\"`" : "write it in the brackets: `![What is to be seen](\(name))`"
    let decoration =
      first.isRaw
      ? "for mere decoration write `alt=\"\"`" : "for mere decoration write `<img src=\"\(name)\" alt=\"\">`"
    var diagnostic = Diagnostic(
      .markdownMissingAlt, "this picture has no text for those who can't see it", in: source, first.span,
      label: count > 1 ? "and \(count - 1) more in this text" : "")
    diagnostic.help = [words, decoration]
    return [diagnostic]
  }
}

extension DiagnosticCode {
  /// A picture of a text without the words that stand for it.
  package static let markdownMissingAlt = DiagnosticCode("markdown.missing-alt", .warning)
}
