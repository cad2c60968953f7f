import Foundation
import Testing

extension PreviewBrowserTests {
  /// What the page shows when something is wrong with the site.
  @Suite struct ProblemTests {
    private static let shadow = "document.querySelector('presstime-problems')?.shadowRoot"
    private static let text = """
      error[link.broken]: there is no page `/<b>abuot</b>/`
       --> content/posts/hello.md:6:17
        |
      6 | Read [about us](/abuot/).
        |                 ^^^^^^^ links to nothing
        = help: did you mean `/about/`?

      warning[image.no-alt]: a picture has no text
       --> content/posts/hello.md:9:1
      """

    private static func problems(errors: Int, warnings: Int, _ text: String = text) throws -> String {
      let json = try JSONSerialization.data(
        withJSONObject: ["errors": errors, "warnings": warnings, "text": text])
      return String(decoding: json, as: UTF8.self)
    }

    /// A page whose own style would break what is put in it carelessly.
    private static let hostile = page(
      "<h1>Page</h1><input id=\"typed\">",
      head:
        "<style>* { display: flex !important; color: lime !important; font-size: 90px } pre { opacity: 0 }</style>"
    )

    @Test func theyAreShownAndGo() throws {
      let preview = try Preview()
      let tab = try preview.open(Self.hostile)
      try tab.evaluate("typed.focus()")
      let size = try tab.text("[document.documentElement.scrollHeight, document.body.offsetHeight].join()")
      preview.server.send("problems", try Self.problems(errors: 1, warnings: 1))
      try tab.wait(until: "\(Self.shadow)?.querySelector('pre')")
      #expect(try tab.text("\(Self.shadow).querySelector('pre').textContent.trim()") == Self.text)
      let kinds = "[...\(Self.shadow).querySelectorAll('pre span')].map((line) => line.className).join()"
      #expect(try tab.text(kinds) == "error,place,,,caret,help,,warning,place")
      #expect(
        try tab.text("\(Self.shadow).querySelector('h1').textContent")
          == "1 error, 1 warning: this is the last good version of the site")
      #expect(try tab.text("getComputedStyle(\(Self.shadow).querySelector('h1')).fontSize") == "16px")
      #expect(try tab.text("getComputedStyle(\(Self.shadow).querySelector('pre')).color") != "rgb(0, 255, 0)")
      // The page is neither moved nor left.
      #expect(
        try tab.text("[document.documentElement.scrollHeight, document.body.offsetHeight].join()") == size)
      #expect(try tab.text("document.activeElement.id") == "typed")
      let tree = try tab.accessibilityTree()
      #expect(tree.contains { $0.role == "alertdialog" && $0.name.hasPrefix("1 error, 1 warning") })
      #expect(tree.contains { $0.role == "status" })
      for scheme in ["light", "dark"] {
        try tab.call(
          "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
        try tab.screenshot("problems-" + scheme)
      }
      // A page that is put in place of this one does not take it away.
      preview.server.change("/", page("<h1>Other</h1>"))
      try tab.wait(until: "document.querySelector('h1').textContent === 'Other'")
      #expect(try tab.isTrue("\(Self.shadow)?.querySelector('pre')"))
      preview.server.send("mended")
      try tab.wait(until: "!document.querySelector('presstime-problems')")
      #expect(try tab.number("marker") == 1)
      #expect(tab.errors == [])
    }

    /// The page that mends the site comes while the panel lies over the middle of what is read.
    @Test func whatIsReadBesideThemStaysInPlace() throws {
      let preview = try Preview()
      let paragraphs = (0..<100).map { "<p>Paragraph \($0).</p>\n" }.joined()
      let tab = try preview.open(page(paragraphs))
      try tab.evaluate("scrollTo(0, 1500), window.seen = document.querySelectorAll('p')[46]")
      try tab.evaluate("window.place = seen.getBoundingClientRect().top")
      let long = Array(repeating: Self.text, count: 9).joined(separator: "\n")
      preview.server.send("problems", try Self.problems(errors: 9, warnings: 9, long))
      try tab.wait(
        until: "document.elementFromPoint(innerWidth / 2, innerHeight / 2).localName === 'presstime-problems'"
      )
      preview.server.change("/", page("<h1 style=\"height: 333px\">New</h1>\n" + paragraphs))
      try tab.wait(until: "document.querySelector('h1')")
      preview.server.send("mended")
      try tab.wait(until: "!document.querySelector('presstime-problems')")
      #expect(try tab.isTrue("Math.abs(seen.getBoundingClientRect().top - place) < 2"))
    }

    @Test func whatIsPutAwayStaysAway() throws {
      let preview = try Preview()
      preview.server.greet("problems", try Self.problems(errors: 2, warnings: 0))
      let tab = try preview.open(page("<h1>Page</h1>"))
      try tab.wait(until: "\(Self.shadow)?.querySelector('pre')")
      try tab.press("Escape")
      try tab.wait(until: "\(Self.shadow).querySelector('.badge')?.textContent === '2 errors'")
      #expect(try tab.isTrue("!\(Self.shadow).querySelector('section')"))
      // On the next page too, but not for what else is wrong.
      try tab.call("Page.reload", [:])
      try tab.wait(until: "window.marker === undefined && \(Self.shadow)?.querySelector('.badge')")
      preview.server.send("problems", try Self.problems(errors: 1, warnings: 0, "error[x]: another"))
      try tab.wait(until: "\(Self.shadow).querySelector('pre')?.textContent.includes('another')")
      try tab.evaluate("\(Self.shadow).querySelector('button').click()")
      try tab.evaluate("\(Self.shadow).querySelector('.badge').click()")
      try tab.wait(until: "\(Self.shadow).querySelector('pre')")
    }

    @Test func warningsAreABadge() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>Page</h1>"))
      preview.server.send("problems", try Self.problems(errors: 0, warnings: 3))
      try tab.wait(until: "\(Self.shadow)?.querySelector('.badge')?.textContent === '3 warnings'")
      try tab.evaluate("\(Self.shadow).querySelector('.badge').click()")
      try tab.wait(until: "\(Self.shadow).querySelector('h1')?.textContent === '3 warnings'")
    }

    /// The server was ended while something was wrong, and begins again when nothing is.
    @Test func anotherStreamSaysWhatIsWrongNow() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>Page</h1>"))
      preview.server.send("problems", try Self.problems(errors: 1, warnings: 0))
      try tab.wait(until: "\(Self.shadow)?.querySelector('pre')")
      preview.server.stop()
      try preview.server.waitForStreams(0)
      try preview.server.restart()
      try tab.wait(until: "!document.querySelector('presstime-problems')")
    }
  }
}
