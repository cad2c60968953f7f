import BenchedPages
import DataFormats
import Diagnostics
import Models
import TemplateEngine

/// The blog as check and render see it.
struct BenchedSite {
  private static let models = ModelSet.declared(by: [], zone: .utc).models
  private static let menuItem = RecordType(
    name: "MenuItem", fields: [.init("title", .string), .init("url", .url)])

  let environment = TemplateEnvironment(
    models: models, collections: [.init(name: "posts", model: .post)],
    globals: [
      record("site", [.init("title", .string), .init("url", .url), .init("footer", .string)]),
      record("menus", [.init("main", .list(.record(menuItem)))]),
    ],
    assets: [:])

  let context: RenderContext

  init(_ blog: BenchedBlog) {
    let tags = blog.posts.flatMap(\.tags).map { ($0.title, $0.url) }
    let menu = blog.menu.map { Value.record([.string($0.title), .string($0.url)]) }
    context = RenderContext(
      entries: blog.posts.indices.map { Self.entry($0, blog) }, urls: blog.posts.map(\.url),
      bodies: blog.posts.map { Self.body($0) },
      collections: [.list(blog.posts.indices.map { .entry(EntryID($0)) })], collectionPages: [nil],
      globals: [
        .record([.string(blog.title), .string("/"), .string(blog.footer)]), .record([.list(menu)]),
      ],
      links: ["tags/[tag].html": Dictionary(tags, uniquingKeysWith: { first, _ in first })],
      origin: blog.origin, basePath: "/",
      zone: .utc)
  }

  private static func record(
    _ name: String, _ members: [RecordType.Member]
  ) -> TemplateEnvironment.Global {
    .init(name: name, type: .record(RecordType(name: name, kind: .builtIn, fields: members)))
  }

  private static func entry(_ number: Int, _ blog: BenchedBlog) -> RenderContext.Entry {
    let post = blog.posts[number]
    let (previous, next, related) = blog.neighbours(of: number)
    let values: [String: Value] = [
      "title": .string(post.title), "slug": .string(post.slug), "body": .body(BodyID(number)),
      "publishedAt": .date(DateTime(secondsSinceEpoch: Int64(post.day) * 86_400)),
      "summary": post.summary.map { .string($0) } ?? .none,
      "tags": .list(post.tags.map { .string($0.title) }), "readingTime": .int(post.readingTime),
      "previous": previous.map { .entry(EntryID($0)) } ?? .none,
      "next": next.map { .entry(EntryID($0)) } ?? .none,
      "related": .list(related.map { .entry(EntryID($0)) }),
    ]
    let fields = models[.post].fields.map { values[$0.name] ?? $0.defaultValue ?? .none }
    return .init(model: .post, values: fields, slug: post.slug, path: post.slug, ownPath: nil)
  }

  /// Markup with a hole for each of its links, as the Markdown engine leaves them.
  private static func body(_ post: BenchedPost) -> RenderContext.Body {
    var bytes: [UInt8] = []
    var fills: [HTMLFragment.Fill] = []
    for passage in post.passages {
      bytes += passage.html.utf8
      let url = Array(passage.url.utf8)
      fills.append(.init(offset: bytes.count, content: .text(local: url, full: url)))
      bytes += "\">".utf8
    }
    return .init(
      html: HTMLFragment(bytes: bytes + post.ending.utf8, fills: fills), excerpt: nil, toc: [], text: .none)
  }
}
