import Diagnostics
import Digests
import Models
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// A key is the same whether it is found with the page or alone, follows every text that the page shows, and nothing else.
@Suite struct PageKeyTests {
  static let pages: [String: String] = [
    "routes/one.html": "<h1>{{ site.title }}</h1>{% for p in posts | take(1) %}{{ p.body }}{% endfor %}",
    "routes/two.html": "{% for p in posts %}{{ p.body }}{% endfor %}<p>End</p>",
    "routes/feed.xml": "{% for p in posts %}<c>{{ p.body }}</c><t>{{ p.body.text }}</t>{% endfor %}",
    "routes/data.json": "{{ posts | map({ body: .body, text: .body.text, title: .title }) }}",
    "routes/words.html": "{% for p in posts %}{{ p.body | plain | truncate(8) }}{% endfor %}",
    "routes/script.html":
      "<body>{% for p in posts %}<Box>{{ p.body }}</Box>{% endfor %}<script>let a = {{ posts | map(.title) | json }}</script></body>",
    "routes/none.html": "{% for p in posts %}{{ p.title }}{% endfor %}",
    "components/Box.html": "<div>{{ slot }}</div>\n",
  ]

  /// Bodies lie in a store, as in a build.
  private func context(_ text: String) -> RenderContext {
    var context = TinySite.context
    context.urls = context.entries.map { _ in "/x/" }
    context.bodies = context.bodies.enumerated().map { number, body in
      let html = Array("<h2 id=\"a\">\(text) & \(number)</h2><p><a href=\"\">x</a></p>".utf8)
      let link = html.count - 10
      let store = ByteStore { offset, count in Array(html[offset..<offset + count]) }
      let stored = LazyBytes.stored(
        StoredBytes(store: store, offset: 0, count: html.count, digest: Digest(of: html)))
      return RenderContext.Body(
        html: HTMLFragment(
          stored, 0..<html.count,
          fills: [
            .init(
              offset: link, content: .text(local: Array("/l/".utf8), full: Array("https://e.example/l/".utf8))
            )
          ]),
        excerpt: nil, toc: [], headings: Digest(of: []), text: .memory(Array("\(text) words".utf8)))
    }
    return context
  }

  private func keys(_ text: String) throws -> [String: Digest] {
    let theme = TinySite.check(Self.pages)
    try #require(theme.diagnostics.map(\.message) == [])
    let context = context(text)
    var keys: [String: Digest] = [:]
    for route in theme.routes where Self.pages["routes/" + route.path] != nil {
      let instance = try #require(theme.instances(of: route, in: context).instances.first)
      let current = Value.record([.string("/x/"), .none, .string("en"), .none])
      let page = theme.running(in: context).render(instance, of: route, current: current)
      let both = theme.running(in: context).render(instance, of: route, current: current, withKey: true)
      #expect(page.bytes == both.bytes, "\(route.path)")
      #expect(page.key == nil)
      keys[route.path] = theme.running(in: context).key(of: instance, of: route, current: current).key
      #expect(both.key == keys[route.path], "\(route.path)")
    }
    return keys
  }

  @Test func keysAreThoseOfTheTextsThatPagesShow() throws {
    let (first, again, other) = (try keys("one"), try keys("one"), try keys("other"))
    #expect(first == again)
    #expect(Set(first.values).count == first.count)
    let changed = first.keys.filter { first[$0] != other[$0] }
    #expect(Set(changed) == Set(first.keys).subtracting(["none.html"]))
  }
}
