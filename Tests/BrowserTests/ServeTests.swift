import Foundation
import TestSupport
import Testing

extension PreviewBrowserTests {
  /// A site that is written while a browser shows it: the built program, from a save to what is seen.
  @Suite struct ServeTests {
    private static let long = (0..<200).map { "Paragraph \($0).\n\n" }.joined()

    @Test func savesAreSeenWithoutAReload() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try ServedSite { folder in
        let post = folder.appendingPathComponent("content/posts/first-post.md")
        let text = try String(contentsOf: post, encoding: .utf8)
        try Data(
          (text + "\n<input id=\"typed\">\n\n<details id=\"more\"><summary>More</summary>x</details>\n\n"
            + Self.long).utf8
        )
        .write(to: post)
      }
      let (post, about) = (try browser.open(), try browser.open())
      try post.go(to: site.address + "posts/first-post/")
      try about.go(to: site.address + "about/")
      for tab in [post, about] { try tab.evaluate("window.marker = 1") }
      try about.evaluate(
        """
        new MutationObserver(() => window.isTouched = true)
          .observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
        """)
      try post.evaluate(
        "typed.focus(), typed.value = 'half a word', more.open = true, scrollTo({top: 1500, behavior: 'instant'})"
      )
      try post.wait(until: "scrollY === 1500")
      try site.edit("content/posts/first-post.md") {
        $0.replacingOccurrences(of: "Paragraph 3.", with: "Another one.")
      }
      try post.wait(until: "document.body.innerText.includes('Another one.')")
      #expect(try post.evaluate("scrollY") as? Int == 1500)
      #expect(try post.evaluate("window.marker") as? Int == 1)
      #expect(
        try post.evaluate("document.activeElement.id + typed.value + more.open") as? String
          == "typedhalf a wordtrue")
      // A page that reads none of it is left alone.
      #expect(try about.isTrue("marker === 1 && !window.isTouched"))
      #expect(site.stop() < 1)
      #expect(site.exitCode == 0)
    }

    @Test func mistakesAreSeenAndGoByThemselves() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try ServedSite()
      let tab = try browser.open()
      try tab.go(to: site.address)
      try tab.wait(until: "document.querySelector('h1, h2')")
      let heading = try #require(try tab.text("document.querySelector('h1, h2').textContent"))
      try site.edit("themes/mine/theme.toml") { _ in "name = \"mine\"\nextends = \"default\"\n" }
      try site.edit("content/site.toml") { "theme = \"mine\"\n" + $0 }
      let shadow = "document.querySelector('presstime-problems')?.shadowRoot"
      try site.edit("themes/mine/routes/index.html") { _ in "<h1>Mine</h1>\n<p>{{ sitte.title }}</p>\n" }
      try tab.wait(until: "\(shadow)?.textContent.includes('themes/mine/routes/index.html:2:7')")
      let text = try tab.evaluate("\(shadow).querySelector('pre').textContent") as? String ?? ""
      #expect(text.contains("did you mean `site`?") && text.contains("^^^^^"))
      #expect(
        try tab.evaluate("\(shadow).querySelector('section').getAttribute('role')") as? String
          == "alertdialog")
      // The last good page is below it.
      try tab.wait(until: "document.querySelector('h1, h2')?.textContent === '\(heading)'")
      try tab.screenshot("problems")
      // It can be put away, and called back.
      try tab.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
      try tab.wait(until: "\(shadow).querySelector('button.badge.errors')")
      try tab.evaluate("\(shadow).querySelector('button').click()")
      try tab.wait(until: "\(shadow).querySelector('pre')")
      // A page that is opened now has it too.
      let other = try browser.open()
      try other.go(to: site.address + "about/")
      try other.wait(until: "\(shadow)?.querySelector('pre')")
      try site.edit("themes/mine/routes/index.html") { _ in "<h1>Mine</h1>\n<p>{{ site.title }}</p>\n" }
      try tab.wait(until: "document.querySelector('h1').textContent === 'Mine'")
      for tab in [tab, other] { try tab.wait(until: "!document.querySelector('presstime-problems')") }
      #expect(site.stop() < 1)
    }

    @Test func stylesheetsAreSwappedWithoutAReload() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try ServedSite()
      try site.edit("themes/mine/theme.toml") { _ in "name = \"mine\"\nextends = \"default\"\n" }
      try site.edit("themes/mine/assets/style.css") { _ in "body { color: rgb(1, 2, 3) }\n" }
      try site.edit("content/site.toml") { "theme = \"mine\"\n" + $0 }
      let tab = try browser.open()
      try tab.go(to: site.address)
      try tab.wait(until: "getComputedStyle(document.body).color === 'rgb(1, 2, 3)'")
      try tab.evaluate("window.marker = 1, document.body.dataset.kept = 'yes'")
      try site.edit("themes/mine/assets/style.css") { _ in "body { color: rgb(4, 5, 6) }\n" }
      try tab.wait(until: "getComputedStyle(document.body).color === 'rgb(4, 5, 6)'")
      try tab.wait(until: "document.querySelectorAll('link[rel=stylesheet]').length === 1")
      // Neither loaded again nor put in place of: what was done to the page is there.
      #expect(try tab.evaluate("window.marker + document.body.dataset.kept") as? String == "1yes")
      #expect(site.stop() < 1)
    }

    @Test func draftsAreExplainedWhereTheyAreLeftOut() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try ServedSite(["--production"])
      try site.edit("content/posts/later.md") { _ in
        "---\ntitle: Later\npublishedAt: 2020-01-01\ndraft: true\n---\n\nAt last.\n"
      }
      let tab = try browser.open()
      try tab.go(to: site.address + "posts/later/")
      try tab.wait(
        until: "document.body.innerText.includes('content/posts/later.md` is not published: it is a draft')")
      try site.edit("content/posts/later.md") { $0.replacingOccurrences(of: "draft: true\n", with: "") }
      try tab.wait(until: "document.body.innerText.includes('At last.')")
      #expect(site.stop() < 1)
    }

    /// A server that is ended and started again, as after a new version of it, meets the pages that were open.
    @Test func pagesOutliveTheServer() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let first = try ServedSite()
      let tab = try browser.open()
      try tab.go(to: first.address + "about/")
      try tab.wait(
        until: "performance.getEntriesByType('resource').some((entry) => entry.name === location.href)")
      try tab.evaluate("window.marker = 1")
      #expect(first.stop() < 1)
      // Two runs of the server that begin in one second say the same build.
      usleep(1_100_000)
      let port = first.address.split(separator: ":").last?.filter(\.isNumber) ?? ""
      let second = try ServedSite(["--port", port]) { folder in
        let about = folder.appendingPathComponent("content/about.md")
        let text = try String(contentsOf: about, encoding: .utf8)
        try Data((text + "\n\nWritten since.\n").utf8).write(to: about)
      }
      #expect(second.address == first.address)
      try tab.wait(until: "document.body.innerText.includes('Written since.')")
      #expect(try tab.number("marker") == 1)
      #expect(second.stop() < 1)
    }

    @Test func whatIsLeftOutIsExplained() throws {
      let browser = try Browser()
      defer { browser.stop() }
      let site = try ServedSite()
      try site.edit("content/posts/old.md") { _ in
        "---\ntitle: Old\npublishedAt: 2020-01-01\nexpiresAt: 2021-01-01\n---\n\nText.\n"
      }
      let tab = try browser.open()
      try tab.go(to: site.address + "posts/old/")
      try tab.wait(
        until: "document.body.innerText.includes('content/posts/old.md` is not published: it is expired')")
      try tab.go(to: site.address + "posts/first-pots/")
      try tab.wait(until: "document.querySelector('aside a')?.textContent === '/posts/first-post/'")
      // It is there as soon as it is published.
      try tab.go(to: site.address + "posts/old/")
      try site.edit("content/posts/old.md") { _ in
        "---\ntitle: Old\npublishedAt: 2020-01-01\n---\n\nHere again.\n"
      }
      try tab.wait(until: "document.body.innerText.includes('Here again.')")
      #expect(site.stop() < 1)
    }
  }
}
