import BenchedPages
import DataFormats
import Diagnostics
import Models
import TemplateEngine

/// Presstime's engine on the blog, fed as the pipeline feeds it.
struct PresstimeRenderer: BenchedRenderer {
  private let running: RunningTheme
  private let postRoute: CheckedRoute
  private let indexRoute: CheckedRoute
  private let postPages: [RouteInstance]
  private let indexPage: RouteInstance
  private let urls: [Value]

  init(_ blog: BenchedBlog) throws {
    let site = BenchedSite(blog)
    let files = PresstimeTemplates.all.map { ($0.key, SourceFile(path: $0.key, text: $0.value)) }
    let theme = ThemeChecker.check(
      ThemeSources(files: Dictionary(uniqueKeysWithValues: files)), against: site.environment)
    let errors = theme.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { throw PageProblem(TextReport(colored: false).text(of: errors)) }
    func route(_ path: String) throws -> CheckedRoute {
      guard let route = theme.routes.first(where: { $0.path == path }) else {
        throw PageProblem("no route \(path)")
      }
      return route
    }
    running = theme.running(in: site.context)
    postRoute = try route("posts/[post].html")
    indexRoute = try route("index.html")
    postPages = theme.instances(of: postRoute, in: site.context).instances
    guard let first = theme.instances(of: indexRoute, in: site.context).instances.first else {
      throw PageProblem("no page of index.html")
    }
    indexPage = first
    urls = blog.posts.map { .string($0.url) }
  }

  func post(_ number: Int) -> [UInt8] { page(postPages[number], postRoute, urls[number]) }

  func index() -> [UInt8] { page(indexPage, indexRoute, .string("/")) }

  private func page(_ instance: RouteInstance, _ route: CheckedRoute, _ url: Value) -> [UInt8] {
    running.render(instance, of: route, current: .record([url, .none, .string("en"), .none])).bytes
  }

  static func bytes(_ page: [UInt8]) -> [UInt8] { page }
}
