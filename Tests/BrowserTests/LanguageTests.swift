import Foundation
import TestSupport
import Testing

extension BrowserTests {
  /// A site in several languages, one of which is written from right to left, as readers have it.
  @Suite struct LanguageTests {
    private static let settings = """
      title = "Night trains"
      url = "https://example.com/"

      [languages.ar]
      title = "قطارات الليل"

      [languages.ja]
      title = "夜行列車"

      """

    private static let arabic = """
      ---
      title: مرحبا أيها الليل
      date: 2026-10-01
      tags: [rail]
      category: travel
      ---

      القطار الليلي يغادر من الرصيف التاسع.[^one]

      - [x] تم

      > الجدول الزمني *خريطة* للوقت.

      ```swift
      let platform = 9
      ```

      | القطار | يغادر |
      |--------|------:|
      | NJ 490 | 20:12 |

      [^one]: تتغير الأرصفة.

      """

    private static func built() throws -> [String: String] {
      let folder = try TemporaryFolder()
      func write(_ path: String, _ text: String) throws {
        try folder.write("content/" + path, Array(text.utf8))
      }
      func post(_ title: String, _ text: String) -> String {
        "---\ntitle: \(title)\ndate: 2026-10-01\ntags: [rail]\n---\n\n\(text)\n"
      }
      try write("site.toml", settings)
      try write("posts/hello.md", post("Hello, night", "The night train leaves."))
      try write("posts/hello.ar.md", arabic)
      try write("ja/posts/hello.md", post("こんばんは、夜", "夜行列車は九番線から出発します。寝台車について。"))
      try write("posts/second.md", post("The second", "In English only."))
      return try ThemeTests.pages(of: folder.url)
    }

    /// Where things stand: a box, and whether one lies beside another.
    private static let boxes =
      "window.box = (selector) => document.querySelector(selector).getBoundingClientRect(), true"

    @Test func aPageFromRightToLeftIsMirrored() throws {
      let (preview, tab) = try ThemeTests.open(try Self.built())
      for path in ["ar/posts/hello/", "ar/", "ar/archive/", "ar/search/", "ar/tags/rail/", "ar/404.html"] {
        try tab.go(to: preview.server.address + path)
        for width in [320, 1440] {
          try ThemeTests.show(tab, width: width, media: ["prefers-reduced-motion": "reduce"])
          #expect(try ThemeTests.problems(tab) == [], "\(path), \(width) pixels")
        }
        #expect(try tab.text("document.dir") == "rtl")
      }
      try tab.go(to: preview.server.address + "ar/posts/hello/")
      try tab.evaluate(Self.boxes)
      // The name of the site begins at the right, and the menu ends at the left.
      #expect(try tab.isTrue("Math.abs(box('.site-title').right - box('h1').right) < 1"))
      #expect(try tab.isTrue("box('.site-nav').right < box('.site-title').left"))
      #expect(try tab.isTrue("box('.prose input').left >= box('.prose label').right - 2"))
      #expect(try tab.isTrue("box('.footnotes li').right < box('.prose').left"))
      #expect(
        try tab.isTrue(
          "parseFloat(getComputedStyle(document.querySelector('blockquote')).borderRightWidth) > 0"))
      #expect(
        try tab.isTrue(
          "parseFloat(getComputedStyle(document.querySelector('blockquote')).borderLeftWidth) === 0"))
      #expect(try tab.text("getComputedStyle(document.querySelector('td:last-child')).textAlign") == "end")
      // Arabic has no slant, and code is no Arabic.
      #expect(try tab.text("getComputedStyle(document.querySelector('blockquote em')).fontStyle") == "normal")
      #expect(try tab.text("getComputedStyle(document.querySelector('pre')).direction") == "ltr")
      try tab.screenshot("right-to-left")
    }

    @Test func readersChangeTheLanguage() throws {
      let (preview, tab) = try ThemeTests.open(try Self.built())
      func follow(_ name: String) throws -> String? {
        let link = "[...document.querySelectorAll('.languages a')].find((a) => a.textContent === '\(name)')"
        let address = try tab.text("\(link).pathname") ?? ""
        try tab.evaluate("\(link).click()")
        try tab.wait(until: "document.readyState === 'complete' && location.pathname === '\(address)'")
        return address
      }
      try tab.go(to: preview.server.address + "posts/hello/")
      #expect(try follow("العربية") == "/ar/posts/hello/")
      #expect(try tab.text("document.querySelector('time').textContent") == "1 أكتوبر 2026")
      #expect(try follow("日本語") == "/ja/posts/hello/")
      #expect(try tab.text("document.querySelector('time').textContent") == "2026年10月1日")
      #expect(try tab.text("document.querySelector('.languages [aria-current]').textContent") == "日本語")
      // What is not translated leads home, and so does a page that is not there.
      for path in ["posts/second/", "404.html"] {
        try tab.go(to: preview.server.address + path)
        #expect(try tab.isTrue("!document.querySelector('link[hreflang]')"), "\(path)")
        #expect(try follow("日本語") == "/ja/", "\(path)")
      }
    }

    @Test func eachLanguageIsSearchedByItself() throws {
      let (preview, tab) = try ThemeTests.open(try Self.built())
      for (path, word, title) in [
        ("ar/search/", "القطار", "مرحبا أيها الليل"), ("ja/search/", "寝台車", "こんばんは、夜"),
        ("search/", "night", "Hello, night"),
      ] {
        try tab.go(to: preview.server.address + path)
        try tab.evaluate("document.getElementById('searchField').focus()")
        try tab.call("Input.insertText", ["text": word])
        try tab.wait(
          until:
            "[...document.querySelectorAll('#results a')].map((a) => a.textContent).join('|') === '\(title)'")
      }
    }
  }
}
