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
      let fragment = HTMLFragment(
        stored, 0..<html.count,
        fills: [
          .init(
            offset: link, content: .text(local: Array("/l/".utf8), full: Array("https://e.example/l/".utf8))
          )
        ])
      return RenderContext.Body(
        html: fragment, excerpt: fragment, toc: [], headings: Digest(of: []),
        text: .memory(Array("\(text) words".utf8)))
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

  /// The ids of the second body on a page begin with `2-`.
  @Test func aKeySaysWhichBodyOfThePageATextIs() throws {
    func page(_ first: String) throws -> (bytes: [UInt8], key: Digest) {
      let theme = TinySite.check([
        "routes/a.html":
          "{% for p in posts | take(1) %}\(first){% endfor %}{% for p in posts | take(1) %}{{ p.body }}{% endfor %}"
      ])
      try #require(theme.diagnostics.map(\.message) == [])
      let context = context("text")
      let route = try #require(theme.routes.first { $0.path == "a.html" })
      let instance = try #require(theme.instances(of: route, in: context).instances.first)
      let current = Value.record([.string("/x/"), .none, .string("en"), .none])
      let running = theme.running(in: context)
      let both = running.render(instance, of: route, current: current, withKey: true)
      let key = running.key(of: instance, of: route, current: current).key
      #expect(both.key == key)
      return (both.bytes, key)
    }
    let excerpt = try page("{% if p.body.excerpt %}{{ p.body.excerpt }}{% endif %}")
    let whole = try page("{{ p.body }}")
    #expect(excerpt.bytes != whole.bytes)
    #expect(excerpt.key != whole.key)
  }

  @Test func keysAreThoseOfTheTextsThatPagesShow() throws {
    let (first, again, other) = (try keys("one"), try keys("one"), try keys("other"))
    #expect(first == again)
    #expect(Set(first.values).count == first.count)
    let changed = first.keys.filter { first[$0] != other[$0] }
    #expect(Set(changed) == Set(first.keys).subtracting(["none.html"]))
  }
}
