import Diagnostics

@testable import MarkdownEngine

/// The body of a whole text, and what was said of it.
func parse(
  _ text: String, takesTitle: Bool = false, components: Set<String> = []
) -> (body: MarkdownBody, diagnostics: [Diagnostic]) {
  let source = SourceFile(path: "a.md", text: text)
  return MarkdownEngine.parse(
    source, in: 0..<source.bytes.count,
    options: MarkdownOptions(takesTitle: takesTitle, components: components))
}

/// The HTML with ids, its holes left open as `□`.
func html(_ text: String) -> String {
  let body = parse(text).body
  var html = body.html
  for hole in body.holes.reversed() { html.insert(contentsOf: Array("□".utf8), at: hole.offset) }
  return String(decoding: html, as: UTF8.self)
}
