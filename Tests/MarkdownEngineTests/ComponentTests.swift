import Diagnostics
import TestSupport
import Testing

@testable import MarkdownEngine

/// Tags of components in Markdown.
@Suite struct ComponentTests {
  /// A text that holds the byte that stands for tags has no component blocks, and no marks.
  @Test func theMarkOfTagsInATextIsText() {
    let text = "<Note>\n</Note>\n\n<!--\u{1}0-->\u{1}\n"
    let (body, diagnostics) = parse(text, components: ["Note"])
    #expect(String(decoding: body.html, as: UTF8.self) == "<Note>\n</Note>\n<!--\u{1}0-->\u{1}\n")
    #expect(body.components.isEmpty)
    #expect(diagnostics.map(\.code) == [.markdownUnknownComponent])
  }
}
