import Foundation
import Testing

extension PreviewBrowserTests {
  /// Stylesheets come and go without a page that has none for a moment.
  @Suite struct StyleTests {
    private static let color = "getComputedStyle(document.body).color"
    private static let links =
      "[...document.querySelectorAll('link')].map((link) => link.getAttribute('href')).join(' ')"

    private static func link(_ name: String) -> String {
      "<title>Page</title>\n<link rel=\"stylesheet\" href=\"/\(name).css\">"
    }

    private static func open(_ preview: Preview) throws -> Tab {
      for number in 1...3 { preview.server.put("/s\(number).css", "body { color: rgb(0, 0, \(number)) }") }
      let tab = try preview.open(page("<h1>Page</h1>", head: link("s1")))
      // Every colour that was ever seen.
      try tab.evaluate(
        """
        window.seen = new Set(),
        (function look() { seen.add(\(color)); requestAnimationFrame(look) })()
        """)
      return tab
    }

    private static func swap(_ old: String, _ new: String) -> String {
      "{\"old\": \"/\(old).css\", \"new\": \"/\(new).css\"}"
    }

    @Test func theNewSheetIsThereBeforeTheOldOneGoes() throws {
      let preview = try Preview()
      let tab = try Self.open(preview)
      preview.server.delay("/s2.css", seconds: 0.4)
      preview.server.send("style", Self.swap("nowhere", "s3"))
      preview.server.send("style", Self.swap("s1", "s2"))
      try tab.wait(until: "\(Self.links) === '/s2.css' && seen.size > 1")
      #expect(try tab.text("[...seen].join('|')") == "rgb(0, 0, 1)|rgb(0, 0, 2)")
      #expect(try tab.number("marker") == 1)
      // The page that comes next has it, and leaves it alone.
      preview.server.change("/", page("<h1>Other</h1>", head: Self.link("s2")))
      try tab.wait(until: "document.querySelector('h1').textContent === 'Other'")
      #expect(try tab.text(Self.links) == "/s2.css")
      #expect(preview.server.requests(of: "/s2.css") == 1)
    }

    /// What the old sheet was checked by would refuse the new one.
    @Test func theNewSheetIsNotHeldToTheOldOnesDigest() throws {
      let preview = try Preview()
      let tab = try Self.open(preview)
      try tab.evaluate("document.querySelector('link').setAttribute('integrity', 'sha384-' + 'A'.repeat(64))")
      preview.server.send("style", Self.swap("s1", "s2"))
      try tab.wait(until: "\(Self.links) === '/s2.css' && \(Self.color) === 'rgb(0, 0, 2)'")
    }

    @Test func savesInARowLeaveTheLastSheetOnly() throws {
      let preview = try Preview()
      let tab = try Self.open(preview)
      preview.server.delay("/s2.css", seconds: 0.5)
      for (old, new) in [("s1", "s2"), ("s2", "s3"), ("s3", "s1"), ("s1", "s3")] {
        preview.server.send("style", Self.swap(old, new))
      }
      try tab.wait(until: "\(Self.links) === '/s3.css'")
      usleep(700_000)
      #expect(try tab.text(Self.links) == "/s3.css")
      #expect(try tab.text(Self.color) == "rgb(0, 0, 3)")
    }

    @Test func aPageWithAnotherSheetFlashesNeither() throws {
      let preview = try Preview()
      let tab = try Self.open(preview)
      preview.server.delay("/s3.css", seconds: 0.4)
      preview.server.change("/", page("<h1>Other</h1>", head: Self.link("s3")))
      try tab.wait(until: "\(Self.links) === '/s3.css' && seen.size > 1")
      #expect(try tab.text("[...seen].join('|')") == "rgb(0, 0, 1)|rgb(0, 0, 3)")
      #expect(try tab.number("marker") == 1)
    }
  }
}
