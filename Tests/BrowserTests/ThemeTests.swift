import Foundation
import TestSupport
import Testing

extension BrowserTests {
  /// What the default theme makes of a site, as a browser, a keyboard and a screen reader have it.
  @Suite struct ThemeTests {
    /// A new site and a post that uses all that Markdown has, built; its pages by their paths.
    private static func built() throws -> [String: String] {
      let folder = try TemporaryFolder()
      #expect(try Shell.run("presstime init site", in: folder.url).status == 0)
      let posts = folder.url.appendingPathComponent("site/content/posts")
      for number in 1...3 {
        let more =
          "---\ntitle: Train \(number)\ndate: 2026-10-0\(number)\ntags: [trains]\n---\n\nA short text.\n"
        try Data(more.utf8).write(to: posts.appendingPathComponent("train-\(number).md"))
      }
      try Data(post.utf8).write(to: posts.appendingPathComponent("long.md"))
      let section = folder.url.appendingPathComponent("site/content/docs")
      try FileManager.default.createDirectory(at: section, withIntermediateDirectories: true)
      for name in ["index", "install"] {
        let page = "---\ntitle: The \(name)\nsummary: What it is.\n---\n\nA short text.\n"
        try Data(page.utf8).write(to: section.appendingPathComponent("\(name).md"))
      }
      return try pages(of: folder.url.appendingPathComponent("site"))
    }

    /// What a site is built into, by paths as browsers ask for them.
    static func pages(of site: URL) throws -> [String: String] {
      let result = try Shell.run("presstime build", in: site)
      #expect(result.status == 0, "\(result.errors)")
      let output = site.appendingPathComponent("public")
      var pages: [String: String] = [:]
      for case let path as String in FileManager.default.enumerator(atPath: output.path) ?? .init() {
        guard ["html", "css", "js"].contains((path as NSString).pathExtension) else { continue }
        let address =
          path.hasSuffix("index.html") ? String(path.dropLast("index.html".count)) : path
        pages["/" + address] = try String(
          contentsOf: output.appendingPathComponent(path), encoding: .utf8)
      }
      return pages
    }

    /// What is wrong with the page that a tab shows, in words.
    static func problems(_ tab: Tab) throws -> [String]? {
      let file = Repository.root.appendingPathComponent("Tests/BrowserTests/theme-checks.js")
      return try tab.evaluate(String(contentsOf: file, encoding: .utf8)) as? [String]
    }

    private static let post = """
      ---
      title: What a timetable knows
      date: 2026-11-02
      updated: 2026-11-12
      tags: [trains, swift]
      category: Engineering
      summary: A timetable is a promise with a schema.
      ---

      The 22:14 leaves from platform 9, unless it doesn't.[^platform] It is a _promise_[^promise] with `types`.

      ## A type for a train

      ```swift
      struct Train: Sendable { let number: Int; let departure: Departure; let cars: [Car]; let isNightly: Bool; let remarks: [String] } // long
      ```

      ```swift title="Station.swift" numbers {2}
      struct Station: Sendable { let name: String; let platforms: [Platform]; let trains: [Train]; let isOpen: Bool; let remarks: [String] }
      let milan = 1
      ```

      - [x] done
      - [ ] open, see [the rest](#the-rest)

      ### A table

      | Train | From | To | Departs | Arrives | Sleeping cars | Couchettes | Seats | Operator | Remarks |
      |------:|------|----|---------|---------|--------------:|-----------:|------:|----------|---------|
      | NJ 490 | Hamburg-Altona | Wien Hauptbahnhof | 20:12 | 09:19 | 3 | 4 | 2 | ÖBB | to Innsbruck, with through cars, and in summer only |

      > [!NOTE]
      > Alerts hold **markup**. So does ~~this~~ <kbd>key</kbd>.

      > A quote, then a rule.

      <details><summary>More</summary><p id="inside">Hidden.</p></details>

      ---

      ## The rest

      \(String(repeating: "A sentence of some length that fills the page with words. ", count: 60))

      ## The end

      Again the first note.[^platform]

      [^platform]: Platforms change four times a year; the sign is always the last to know of it, and nobody else is told.
      [^promise]: The first version was four hundred lines of Python.

      """

    static func open(_ pages: [String: String]) throws -> (Preview, Tab) {
      let preview = try Preview()
      for (path, text) in pages { preview.server.put(path, text) }
      return (preview, try preview.browser.open())
    }

    static func show(_ tab: Tab, width: Int, media: [String: String] = [:], type: String = "") throws {
      try tab.call(
        "Emulation.setDeviceMetricsOverride",
        ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false])
      try tab.call(
        "Emulation.setEmulatedMedia",
        ["media": type, "features": media.map { ["name": $0.key, "value": $0.value] }])
    }

    @Test func everyKindOfPageIsAccessible() throws {
      let pages = try Self.built()
      let (preview, tab) = try Self.open(pages)
      let paths = [
        "/", "/posts/", "/posts/long/", "/posts/train-2/", "/archive/", "/tags/", "/tags/trains/",
        "/categories/engineering/", "/404.html", "/about/", "/search/", "/docs/", "/docs/install/",
      ].filter { pages[$0] != nil }
      #expect(paths.count >= 12)
      for path in paths {
        try tab.go(to: preview.server.address + path.dropFirst())
        for scheme in ["light", "dark"] {
          for width in [320, 1440] {
            try Self.show(
              tab, width: width, media: ["prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"])
            #expect(try Self.problems(tab) == [], "\(path), \(scheme), \(width) pixels")
          }
        }
      }
      try tab.go(to: preview.server.address + "posts/long/")
      let tree = try tab.accessibilityTree()
      for role in ["banner", "main", "contentinfo", "article", "navigation", "table", "checkbox", "note"] {
        #expect(tree.contains { $0.role == role }, "a \(role) in the accessibility tree")
      }
      #expect(tree.contains { $0.role == "checkbox" && $0.name == "done" })
    }

    @Test func footnotesStandBesideTheirTextWhereThereIsRoom() throws {
      let (preview, tab) = try Self.open(try Self.built())
      try Self.show(tab, width: 1440)
      try tab.go(to: preview.server.address + "posts/long/")
      try tab.evaluate(
        """
        window.box = (selector) => document.querySelector(selector).getBoundingClientRect(),
        window.notes = () => [...document.querySelectorAll('.footnotes li')].map((note) => note.getBoundingClientRect())
        """)
      #expect(try tab.isTrue("notes().every((note) => note.left > box('.prose').right)"))
      #expect(try tab.isTrue("Math.abs(notes()[0].top - box('.footnote-ref a').top) < 24"))
      #expect(try tab.isTrue("notes()[1].top >= notes()[0].bottom"))
      #expect(try tab.isTrue("notes().every((note) => note.right <= innerWidth)"))
      try tab.screenshot("footnotes-wide")
      try Self.show(tab, width: 1000)
      #expect(
        try tab.isTrue("notes()[0].top > box('#the-end').top && notes()[0].right <= box('.prose').right + 1"))
    }

    @Test func wideTablesAndCodeStayReadable() throws {
      let (preview, tab) = try Self.open(try Self.built())
      try tab.go(to: preview.server.address + "posts/long/")
      for width in [320, 1440] {
        try Self.show(tab, width: width)
        // The sentence keeps a measure, so that its row has few lines; the table scrolls instead.
        #expect(try tab.isTrue("document.querySelector('td:last-child').offsetWidth > 180"))
        #expect(try tab.isTrue("document.querySelector('td').offsetHeight < 120"))
        #expect(
          try tab.isTrue(
            "((table) => table.scrollWidth > table.clientWidth)(document.querySelector('table'))"))
        // The ground of a marked line reaches from edge to edge, however far the code goes on.
        #expect(
          try tab.isTrue(
            """
            ((mark) => {
              const block = mark.closest('pre');
              const one = mark.getBoundingClientRect(), all = block.getBoundingClientRect();
              return Math.abs(one.left - all.left) < 1 && Math.abs(one.width - block.scrollWidth) < 1
                && block.scrollWidth > block.clientWidth;
            })(document.querySelector('pre mark'))
            """))
      }
      try tab.screenshot("tables-and-code")
    }

    @Test func keyboardsMotionAndPaperAreThoughtOf() throws {
      let (preview, tab) = try Self.open(try Self.built())
      try Self.show(tab, width: 1000, media: ["prefers-reduced-motion": "reduce"])
      try tab.go(to: preview.server.address + "posts/long/")
      #expect(
        try tab.isTrue(
          """
          [...document.querySelectorAll('*')].every((element) => {
            const style = getComputedStyle(element);
            return style.transitionDuration === '0s' && style.animationName === 'none' && style.scrollBehavior === 'auto';
          })
          """))
      // The first thing that Tab reaches leads past the header, and is seen then.
      try tab.evaluate("document.body.focus()")
      try tab.call("Input.dispatchKeyEvent", ["type": "keyDown", "key": "Tab", "windowsVirtualKeyCode": 9])
      try tab.call("Input.dispatchKeyEvent", ["type": "keyUp", "key": "Tab", "windowsVirtualKeyCode": 9])
      #expect(try tab.text("document.activeElement.getAttribute('href')") == "#mainContent")
      #expect(
        try tab.isTrue(
          "document.activeElement.getBoundingClientRect().top >= 0 && getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        ))
      try Self.show(tab, width: 700, type: "print")
      #expect(try tab.text("getComputedStyle(document.body).color") == "rgb(0, 0, 0)")
      #expect(
        try tab.isTrue(
          "['.site-nav', '.site-footer', '.related'].every((name) => !document.querySelector(name)?.checkVisibility())"
        ))
      #expect(try tab.isTrue("document.querySelector('.prose').checkVisibility()"))
      // What is folded is open on paper, what scrolls is whole, and a box that is ticked looks so.
      #expect(
        try tab.isTrue("document.querySelector('#inside').checkVisibility({ contentVisibilityAuto: true })"))
      #expect(
        try tab.isTrue(
          "[...document.querySelectorAll('pre')].every((code) => code.scrollWidth <= code.clientWidth)"))
      #expect(
        try tab.text("getComputedStyle(document.querySelector('.prose input')).printColorAdjust") == "exact")
      #expect(
        try tab.isTrue(
          """
          ((name, title) => name.getBoundingClientRect().left === title.getBoundingClientRect().left)(
            document.querySelector('.site-title'), document.querySelector('h1'))
          """))
    }

    @Test func aPageCostsLittle() throws {
      let pages = try Self.built()
      // A page of a section has a second sheet, and that of the search a script.
      for (path, text) in pages
      where path.hasSuffix("/") && !path.hasPrefix("/search/") && !path.hasPrefix("/docs/") {
        let sheets = text.matches(of: #/<link rel="stylesheet" href="([^"]*)"/#).map {
          pages[String($0.output.1)]
        }
        #expect(!sheets.isEmpty && !sheets.contains(nil), "\(path)")
        #expect(sheets.reduce(0) { $0 + ($1?.utf8.count ?? 0) } < 20_000, "\(path)")
        let scripts = text.matches(of: #/<script[^>]*>/#).map { String($0.output) }
        #expect(scripts.filter { $0 != "<script type=\"application/ld+json\">" } == [], "\(path)")
        let styles = text.matches(of: #/style="([^"]*)"/#).map { String($0.output.1) }
        #expect(styles.allSatisfy { $0.hasPrefix("text-align: ") }, "\(path)")
      }
    }
  }
}
