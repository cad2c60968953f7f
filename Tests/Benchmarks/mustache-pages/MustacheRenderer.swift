import BenchedPages
import Mustache

/// swift-mustache on the blog. It gets dictionaries, which it reads faster than structures, and dates that are
/// formatted already, since it has nothing to format them with.
struct MustacheRenderer: BenchedRenderer {
  private let library: MustacheLibrary
  private let postTemplate: MustacheTemplate
  private let indexTemplate: MustacheTemplate
  private let posts: [[String: Any]]
  private let indexPage: [String: Any]

  init(_ blog: BenchedBlog) throws {
    library = try MustacheLibrary(
      templates: MustacheTemplates.all.mapValues { try MustacheTemplate(string: $0) })
    guard let post = library.getTemplate(named: "post"), let index = library.getTemplate(named: "index")
    else { throw PageProblem("a template is missing") }
    (postTemplate, indexTemplate) = (post, index)
    let cards = blog.posts.map { Self.card($0) }
    let site: [String: Any] = [
      "site": ["title": blog.title, "url": "/", "origin": blog.origin, "footer": blog.footer],
      "menu": Self.links(blog.menu), "language": "en",
    ]
    posts = blog.posts.indices.map { number in
      let (previous, next, related) = blog.neighbours(of: number)
      let post = blog.posts[number]
      var values = cards[number].merging(site) { $1 }
      values["body"] = post.passages.map { $0.html + $0.url + "\">" }.joined() + post.ending
      values["readingTime"] = post.readingTime
      values["tags"] = Self.links(post.tags)
      values["previous"] = previous.map { cards[$0] }
      values["next"] = next.map { cards[$0] }
      values["related"] = related.map { cards[$0] }
      return values
    }
    indexPage = site.merging(["url": "/", "posts": cards]) { $1 }
  }

  private static func links(_ links: [BenchedLink]) -> [[String: Any]] {
    links.map { ["title": $0.title, "url": $0.url] }
  }

  private static func card(_ post: BenchedPost) -> [String: Any] {
    // What is not there would be looked up in the page around the card.
    let summary: Any = if let summary = post.summary { summary } else { false }
    return [
      "title": post.title, "url": post.url, "isoDate": post.isoDate, "shownDate": post.shownDate,
      "summary": summary,
    ]
  }

  func post(_ number: Int) -> String { postTemplate.render(posts[number], library: library) }

  func index() -> String { indexTemplate.render(indexPage, library: library) }

  static func bytes(_ page: String) -> [UInt8] { Array(page.utf8) }
}
