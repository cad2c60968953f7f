import Files
import Models
import SitePipeline
import TemplateEngine

/// A site as it is served: pages are rendered when they are asked for. Immutable, shared by all connections.
struct ShownSite: Sendable {
  let plan: SitePlan
  let index: PageIndex
  /// Differs for each rebuild, and from those of other runs of the server.
  let build: String
  let tables: HostTables

  init(_ plan: SitePlan, index: PageIndex? = nil, build: String) {
    self.plan = plan
    self.index = index ?? PageIndex(plan)
    self.build = build
    // What `site.toml` says holds whether files are written of it or not.
    let (redirects, headers) = (plan.host.redirectLines(bothSpellings: false), plan.host.headerLines)
    tables = HostTables(
      redirects: redirects.isEmpty ? Self.bytes(of: "_redirects", plan, self.index) : Array(redirects.utf8),
      headers: headers.isEmpty ? Self.bytes(of: "_headers", plan, self.index) : Array(headers.utf8))
  }

  /// The bytes of a published file; none when there is none.
  private static func bytes(of path: String, _ plan: SitePlan, _ index: PageIndex) -> [UInt8] {
    switch index.find(path) {
    case .item(.file(let number)):
      switch plan.files[number].content {
      case .bytes(let bytes): bytes
      case .derived: []
      case .disk(let path), .photograph(let path): (try? FileSystem.read(path)) ?? []
      }
    case .item(.page(let number)): plan.render(plan.pages[number]).bytes
    case .folder, nil: []
    }
  }

  /// The page at a path, as a build would write it; nothing when there is none.
  func page(at path: String) -> RenderedPage? {
    guard case .item(.page(let number))? = index.find(path) else { return nil }
    return plan.render(plan.pages[number])
  }

  /// Published URLs of the theme's stylesheets by their paths in the theme.
  var stylesheets: [String: String] {
    let base = plan.context.basePath
    let sheets = plan.checked.loaded.theme.assets.filter { $0.path.hasSuffix(".css") }
    return Dictionary(
      sheets.map { ($0.path, base + URLPath.encoded($0.output)) }, uniquingKeysWith: { first, _ in first })
  }
}
