import Foundation
import TestSupport
import Testing

extension BrowserTests {
  /// A page in place of another: what stays, and what runs.
  @Suite struct MorphTests {
    private static let long = (0..<100).map { "<p>Paragraph \($0).</p>\n" }.joined()

    @Test func whatTheReaderDidStays() throws {
      let preview = try Preview()
      let form = "<input id=\"typed\" value=\"a\"><details><summary>More</summary>x</details>"
      let tab = try preview.open(page("<h1>Old</h1>\(form)\n" + Self.long))
      try tab.evaluate(
        """
        document.querySelector('details').open = true, typed.focus(), typed.value = 'half a word',
        typed.setSelectionRange(2, 4), scrollTo(0, 900)
        """)
      preview.server.change("/", page("<h1>New</h1>\(form)\n" + Self.long, head: "<title>Other</title>"))
      try tab.wait(until: "document.querySelector('h1').textContent === 'New'")
      #expect(try tab.text("document.title") == "Other")
      #expect(try tab.number("scrollY") == 900)
      #expect(
        try tab.text("document.activeElement.id + typed.value + typed.selectionStart + typed.selectionEnd")
          == "typedhalf a word24")
      #expect(try tab.isTrue("document.querySelector('details').open && marker === 1"))
      #expect(tab.errors == [])
    }

    @Test func aSelectionStaysInATextThatChanges() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<p>Selected words, and a mistkae.</p>"))
      try tab.evaluate(
        "getSelection().setBaseAndExtent(document.querySelector('p').firstChild, 0, document.querySelector('p').firstChild, 8)"
      )
      preview.server.change("/", page("<p>Selected words, and a mistake.</p>"))
      try tab.wait(until: "document.body.innerText.includes('mistake')")
      #expect(try tab.text("String(getSelection())") == "Selected")
    }

    @Test func whatIsReadStaysInPlaceWhenTheTextAboveGrows() throws {
      let preview = try Preview()
      let tab = try preview.open(page(Self.long))
      try tab.evaluate("scrollTo(0, 1500), window.seen = document.querySelectorAll('p')[52]")
      try tab.evaluate("window.place = seen.getBoundingClientRect().top")
      #expect(try tab.isTrue("place > 0 && place < innerHeight"))
      preview.server.change("/", page("<h1 style=\"height: 333px\">New</h1>\n" + Self.long))
      try tab.wait(until: "document.querySelector('h1')")
      usleep(200_000)
      #expect(try tab.isTrue("Math.abs(seen.getBoundingClientRect().top - place) < 2 && scrollY > 1800"))
    }

    @Test func whatScriptsDidStays() throws {
      let preview = try Preview()
      let dark = "<title>Page</title><script>document.documentElement.dataset.theme = 'dark'</script>"
      let island = "<div id=\"island\"></div><p class=\"note\">One</p>"
      let tab = try preview.open(page("<h1>Old</h1>\n" + island, head: dark, html: " lang=\"en\""))
      try tab.evaluate(
        """
        island.innerHTML = '<button>Filled</button>', document.querySelector('p').classList.add('seen'),
        document.body.append(document.createElement('dialog')),
        document.head.append(document.createElement('style'))
        """)
      preview.server.change("/", page("<h1>New</h1>\n" + island, head: dark, html: " lang=\"de\""))
      try tab.wait(until: "document.querySelector('h1').textContent === 'New'")
      #expect(
        try tab.text("document.documentElement.lang + document.documentElement.dataset.theme") == "dedark")
      #expect(try tab.text("island.textContent") == "Filled")
      #expect(try tab.text("document.querySelector('p').className") == "note seen")
      #expect(
        try tab.isTrue("document.querySelector('body > dialog') && document.querySelector('head > style')"))
      #expect(try tab.isTrue("marker === 1 && updates === 1"))
      // The same page again is no update.
      preview.server.build = "9"
      preview.server.send("page")
      try tab.wait(until: "document.querySelector('script[data-build]').dataset.build === '9'")
      #expect(try tab.number("updates") == 1)
    }

    @Test func keyedElementsMove() throws {
      let preview = try Preview()
      func items(_ ids: String) -> String {
        page("<ul>" + ids.map { "<li id=\"\($0)\">\($0)<input></li>" }.joined(separator: "\n") + "</ul>")
      }
      let tab = try preview.open(items("abcde"))
      try tab.evaluate(
        "for (const field of document.querySelectorAll('input')) field.value = field.parentNode.id")
      try tab.evaluate("document.querySelector('#a input').focus()")
      preview.server.change("/", items("ebcda"))
      try tab.wait(until: "document.querySelector('li').id === 'e'")
      #expect(
        try tab.text("[...document.querySelectorAll('input')].map((field) => field.value).join('')")
          == "ebcda")
      #expect(try tab.text("document.activeElement.parentNode.id") == "a")
    }

    @Test func newScriptsRunOnceAndChangedOnesReload() throws {
      let preview = try Preview()
      let counts = "<script>window.runs = (window.runs || 0) + 1</script>"
      let tab = try preview.open(page("<h1>1</h1>\n<div>\(counts)</div>"))
      // In another element than before: it has run all the same.
      preview.server.change("/", page("<h1>2</h1>\n<section>\(counts)</section>"))
      try tab.wait(until: "document.querySelector('section')")
      #expect(try tab.isTrue("runs === 1 && marker === 1"))
      let added = "<p>x</p><script>window.added = document.querySelectorAll('p').length</script>"
      let data = "<script type=\"application/ld+json\">{\"a\": 1}</script>"
      preview.server.change("/", page("<h1>3</h1>\n<section>\(counts)</section>\n\(added)\(data)"))
      try tab.wait(until: "window.added === 1")
      #expect(try tab.isTrue("runs === 1 && marker === 1"))
      // Data is no code.
      let other = data.replacingOccurrences(of: "1", with: "2")
      preview.server.change("/", page("<h1>4</h1>\n<section>\(counts)</section>\n\(added)\(other)"))
      try tab.wait(until: "JSON.parse(document.querySelector('[type*=json]').textContent).a === 2")
      #expect(try tab.isTrue("runs === 1 && marker === 1"))
      preview.server.change("/", page("<h1>5</h1>\n\(added)"))
      try tab.wait(until: "window.marker === undefined && document.querySelector('h1').textContent === '5'")
    }

    @Test func scriptsThatAreFetchedRunInTheirOrder() throws {
      let preview = try Preview()
      preview.server.put("/a.js", "window.order = 'a'")
      preview.server.put("/b.js", "window.order += 'b'")
      preview.server.delay("/a.js", seconds: 0.3)
      let tab = try preview.open(page("<h1>1</h1>"))
      preview.server.change("/", page("<script src=\"/a.js\"></script><script src=\"/b.js\"></script>"))
      try tab.wait(until: "window.order === 'ab'")
    }

    /// What `isEqualNode`, attribute setters and a parser without scripts get wrong.
    @Test func oddMarkupIsMorphedToo() throws {
      let preview = try Preview()
      func odd(_ text: String) -> String {
        page(
          """
          <template><p>\(text)</p></template><noscript><img src="/\(text).png"></noscript>
          <button @click="\(text)" :x="1">x</button><svg viewBox="0 0 9 9"><use xlink:href="#\(text)"/></svg>
          """)
      }
      let tab = try preview.open(odd("old"))
      preview.server.change("/", odd("new"))
      try tab.wait(until: "document.querySelector('button').getAttribute('@click') === 'new'")
      #expect(try tab.text("document.querySelector('template').content.textContent") == "new")
      #expect(try tab.isTrue("document.querySelector('noscript').children.length === 0"))
      #expect(try tab.text("document.querySelector('use').href.baseVal") == "#new")
      #expect(preview.server.requests(of: "/new.png") == 0)
      #expect(tab.errors == [])
    }

    @Test func aMissingPageIsMorphedToo() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>There</h1>"))
      preview.server.remove("/")
      preview.server.send("page")
      try tab.wait(until: "document.querySelector('h1').textContent === 'Nothing here'")
      #expect(try tab.number("marker") == 1)
    }

    /// The page that a morph makes equals the one that was wanted, whatever both are, and whether or not it is known
    /// what was served.
    @Test func everyPageBecomesEveryOther() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>1</h1>"))
      let file = Repository.root.appendingPathComponent("Sources/CPreviewClient/morph.js")
      let trial = Repository.root.appendingPathComponent("Tests/BrowserTests/morph-trial.js")
      let result = try tab.text(
        """
        (() => { \(try String(contentsOf: trial, encoding: .utf8))
          return trial(200, () => {
            "use strict"; const overlay = {element: null}; const own = null;
            \(try String(contentsOf: file, encoding: .utf8))
            return { morph, remember, finishSheets, origins, key };
          });
        })()
        """)
      #expect(result == "200 pages")
    }
  }
}
