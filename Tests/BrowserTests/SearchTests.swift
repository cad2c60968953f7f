import Foundation
import TestSupport
import Testing

extension BrowserTests {
  /// The search page of the default theme, as readers use it: with the keyboard alone, and without JavaScript.
  @Suite struct SearchTests {
    private static let results =
      "[...document.querySelectorAll('#results a')].map((a) => a.textContent).join('|')"
    private static let status = "document.getElementById('searchStatus').textContent"
    private static let focus = "document.activeElement.id || document.activeElement.textContent"

    private static func site() throws -> ServedSite {
      try ServedSite { folder in
        func write(_ name: String, _ title: String, _ body: String) throws {
          let text = "---\ntitle: \(title)\npublishedAt: 2026-01-0\(name.count)\n---\n\n\(body)\n"
          try Data(text.utf8).write(to: folder.appendingPathComponent("content/posts/\(name).md"))
        }
        try write("a", "The night train", "It leaves at ten, with trainloads of zithers.")
        try write("bb", "Zithers & <b>strings</b>", "Zithers by night, and a Café at the station.")
        try write("ccc", "東京駅の時計", "Стрелки часов. Zither strings.")
        for number in 0..<14 { try write("many-\(number)", "Quaint \(number)", "Quaintness, one of many.") }
      }
    }

    private static func type(_ text: String, _ tab: Tab) throws {
      try tab.evaluate("document.getElementById('searchField').select()")
      try tab.call("Input.insertText", ["text": text])
    }

    @Test func readersFindPagesWithTheKeyboard() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try Self.site()
      let tab = try browser.open()
      try tab.go(to: site.address + "search/")
      try tab.evaluate("document.getElementById('searchField').focus()")
      try Self.type("zither", tab)
      try tab.wait(until: "\(Self.status) === 'Pages found: 3'")
      // A title counts more than a text, and the whole word more than its beginning.
      #expect(try tab.text("\(Self.results).split('|')[0]") == "Zithers & <b>strings</b>")
      #expect(try tab.text("location.search") == "?q=zither")
      // Down into the results, up and back.
      try tab.press("ArrowDown")
      #expect(try tab.text(Self.focus) == "Zithers & <b>strings</b>")
      try tab.press("ArrowDown")
      try tab.press("ArrowUp")
      try tab.press("ArrowUp")
      #expect(try tab.text(Self.focus) == "searchField")
      try tab.press("ArrowDown")
      try tab.press("ArrowDown")
      try tab.press("Escape")
      #expect(try tab.text(Self.focus) == "searchField")
      for (query, title) in [
        ("night zithers train", "The night train"), ("CAFE", "Zithers & <b>strings</b>"),
        ("стрелки", "東京駅の時計"), ("東京", "東京駅の時計"), ("京", "東京駅の時計"), ("trainl", "The night train"),
      ] {
        try Self.type(query, tab)
        try tab.wait(until: "\(Self.status) === 'Pages found: 1' && \(Self.results) === '\(title)'")
      }
      try Self.type("night unheardof", tab)
      try tab.wait(until: "\(Self.status) === 'No page has all these words. Pages with some of them: 2'")
      try Self.type("unheardof", tab)
      try tab.wait(until: "\(Self.status) === 'Nothing found' && \(Self.results) === ''")
      try Self.type("quaint", tab)
      try tab.wait(
        until: "\(Self.status) === 'Pages found: 14' && document.querySelectorAll('#results a').length === 10"
      )
      try tab.screenshot("search")
      try tab.evaluate("document.getElementById('moreResults').click()")
      try tab.wait(until: "document.querySelectorAll('#results a').length === 14")
      #expect(try tab.isTrue("document.getElementById('moreResults').hidden"))
      #expect(try tab.isTrue("document.activeElement === document.querySelectorAll('#results a')[10]"))
      #expect(tab.errors.isEmpty, "\(tab.errors)")
      // What screen readers are told.
      let tree = try tab.accessibilityTree()
      #expect(tree.contains { $0.role == "search" })
      #expect(tree.contains { $0.role == "searchbox" && $0.name.hasPrefix("Search") })
      #expect(tree.contains { $0.role == "status" })
      _ = site.stop()
    }

    @Test func aQueryIsAnAddress() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try Self.site()
      let tab = try browser.open()
      try tab.go(to: site.address + "search/?q=night%20train")
      try tab.wait(until: "\(Self.status) === 'Pages found: 1' && \(Self.results) === 'The night train'")
      #expect(try tab.text("document.getElementById('searchField').value") == "night train")
      try tab.evaluate("document.querySelector('#results a').click()")
      try tab.wait(until: "location.pathname === '/posts/a/'")
      _ = site.stop()
    }

    @Test func thePageSaysWhatToDoWithoutJavaScript() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try Self.site()
      let tab = try browser.open()
      try tab.call("Emulation.setScriptExecutionDisabled", ["value": true])
      try tab.call("Page.navigate", ["url": site.address + "search/"])
      var text = ""
      for _ in 0..<200 where !text.contains("Search with DuckDuckGo") {
        usleep(50_000)
        text = try tab.accessibilityTree().map(\.name).joined(separator: "\n")
      }
      #expect(text.contains("needs JavaScript"))
      #expect(text.contains("Archive"))
      let tree = try tab.accessibilityTree()
      // The form that would do nothing is not there.
      #expect(tree.count { $0.role == "searchbox" } == 1)
      _ = site.stop()
    }
  }
}
