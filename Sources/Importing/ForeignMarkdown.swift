import Diagnostics

/// Markdown of other kinds, which stands in the page as it is written: a line at a time, outside of code.
extension ForeignMarks {
  mutating func lookForOtherMarkdown(_ text: ArraySlice<UInt8>, _ line: Range<Int>) {
    let hasDefinitions = generator == .jekyll || generator == .hugo
    if hasDefinitions, !wasBlank, text.starts(with: ": ".utf8) || text.starts(with: ":\t".utf8) {
      add(
        .tag, "Definition lists", "write a list, or `<dl>` in HTML", text.startIndex, line.upperBound)
    }
    if generator == .jekyll, text.starts(with: "*[".utf8), text.contains(UInt8(ascii: "]")),
      text.drop(while: { $0 != UInt8(ascii: "]") }).dropFirst().first == UInt8(ascii: ":")
    {
      add(.tag, "Abbreviations", "write `<abbr>` in HTML", text.startIndex, line.upperBound)
    }
    if text.first == UInt8(ascii: "["), text.count < 16 {
      let plain = text.filter { $0 > 0x20 }
      if ["[TOC]", "[[toc]]", "[[_TOC_]]", "[toc]"].contains(where: { plain.elementsEqual($0.utf8) }) {
        add(
          .tag, "Marks for a table of contents", "remove it; the theme lists the headings of a text",
          text.startIndex, line.upperBound)
      }
    }
    // `remark-toc` fills the section below such a heading.
    if generator == .astro, text.first == UInt8(ascii: "#"), text.count < 40 {
      let plain = text.filter { $0 > 0x20 }.drop { $0 == UInt8(ascii: "#") }
      if String(decoding: plain, as: UTF8.self).lowercased() == "tableofcontents" {
        add(
          .tag, "Headings for a table of contents", "remove it; the theme lists the headings of a text",
          text.startIndex, line.upperBound)
      }
    }
    if generator == .hugo { lookForAttributes(text, line) }
    if hasEmoji { lookForEmoji(text) }
  }

  /// Goldmark's `{.class}` below a block or behind a heading. The id of a heading is read.
  private mutating func lookForAttributes(_ text: ArraySlice<UInt8>, _ line: Range<Int>) {
    let end = text.lastIndex { $0 != 0x20 && $0 != 0x0D }
    guard let end, text[end] == UInt8(ascii: "}"),
      let start = text[..<end].lastIndex(of: UInt8(ascii: "{")), start + 1 < end,
      start == text.startIndex || (text.first == UInt8(ascii: "#") && text[start - 1] == 0x20)
    else { return }
    let inside = text[(start + 1)..<end]
    let isClass = inside.first == UInt8(ascii: ".") || inside.contains(UInt8(ascii: "="))
    let hasMore = inside.first == UInt8(ascii: "#") && inside.contains(0x20)
    let isSingle = start > text.startIndex && text[start - 1] == UInt8(ascii: "{")
    guard isClass || hasMore, !isSingle else { return }
    add(
      .tag, "{.class}", "remove it; only the id of a heading can be said, as `## Heading {#id}`", start,
      end + 1)
  }

  private mutating func lookForEmoji(_ text: ArraySlice<UInt8>) {
    var index = text.startIndex
    while let start = text[index...].firstIndex(of: UInt8(ascii: ":")) {
      let name = text[(start + 1)...].prefix {
        $0.isASCIIAlphanumeric || "_+-".utf8.contains($0)
      }
      let isInCode = text[..<start].count { $0 == UInt8(ascii: "`") } % 2 == 1
      let isFree =
        !isInCode
        && (start == text.startIndex || !text[start - 1].isASCIIAlphanumeric)
      if isFree, name.count > 1, name.contains(where: \.isASCIILetter) || name.elementsEqual("+1".utf8),
        name.endIndex < text.endIndex,
        text[name.endIndex] == UInt8(ascii: ":")
      {
        add(.tag, "Emoji by name, as `:smile:`", "write the sign itself", start, name.endIndex + 1)
        index = name.endIndex + 1
      } else {
        index = start + 1
      }
    }
  }
}
