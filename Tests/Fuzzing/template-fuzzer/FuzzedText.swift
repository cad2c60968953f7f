import Diagnostics
import MarkdownEngine
import Models
import TemplateEngine
import TemplateTestSupport

/// A text of the fuzzer: a theme, or a Markdown text with tags of components behind a first line `--- md`.
struct FuzzedText {
  private let bytes: [UInt8]
  private static let markdownMark = Array("--- md\n".utf8)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What is broken, if anything is.
  func problem() -> String? {
    guard bytes.starts(with: Self.markdownMark) else { return TemplateCase(bytes).problem() }
    // Markdown is read once its file is known to be UTF-8.
    return problem(markdown: String(decoding: bytes.dropFirst(Self.markdownMark.count), as: UTF8.self))
  }

  private static let theme = TinySite.check([
    "components/Note.html":
      "{% props kind: \"tip\" | \"warning\" = \"tip\", n: Int? %}{{ kind }}{{ n ?? 0 }}{{ slot }}",
    "components/Box.html":
      "{% props title: String?, list: [String] = [] %}{{ title ?? \"\" }}{{ list.count }}"
      + "{% if slot %}{{ slot }}{% endif %}",
    "components/Hr.html": "<hr>",
  ])

  private func problem(markdown text: String) -> String? {
    let source = SourceFile(path: "a.md", text: text)
    let (body, diagnostics) = MarkdownEngine.parse(
      source, in: 0..<source.bytes.count,
      options: MarkdownOptions(takesTitle: true, components: ["Note", "Box", "Hr"]))
    var offset = 0
    for hole in body.holes {
      guard hole.offset >= offset, hole.offset <= body.html.count else { return "a hole at \(hole.offset)" }
      offset = hole.offset
      let count = hole.kind == .component ? body.components.count : body.links.count
      guard (0..<count).contains(hole.link) else { return "a hole for \(hole.link)" }
    }
    for component in body.components {
      guard isInside(component.span, source) else { return "a component at \(component.span)" }
      if let content = component.content, content.upperBound > body.html.count {
        return "content at \(content)"
      }
      let (_, problems) = Self.theme.use(
        of: component.name, tag: component.span, in: source, hasContent: component.content != nil,
        address: { text, _, _ in (Picture(url: text), nil) })
      if let wrong = problems.first(where: { !isInside($0, source) }) { return "outside: \(wrong)" }
    }
    if let wrong = diagnostics.first(where: { !isInside($0, source) }) { return "outside: \(wrong)" }
    return nil
  }

  private func isInside(_ span: Span, _ source: SourceFile) -> Bool {
    span.start >= 0 && span.start <= span.end && span.end <= source.bytes.count
  }

  private func isInside(_ diagnostic: Diagnostic, _ source: SourceFile) -> Bool {
    guard let place = diagnostic.location else { return false }
    let lines = source.bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    return place.line <= lines && place.endLine <= lines && place.column <= source.bytes.count + 1
  }
}
