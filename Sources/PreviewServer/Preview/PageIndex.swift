import SitePipeline
import TemplateEngine

/// What of a site answers to which path, as on a static host.
struct PageIndex: Sendable {
  enum Found: Sendable {
    case page(Int)
    case file(Int)
    /// The folder of that name: with a slash at its end.
    case folder
  }

  private var pages: [String: Int] = [:]
  private var files: [String: Int] = [:]

  init(_ plan: SitePlan) {
    pages.reserveCapacity(plan.pages.count)
    for (index, page) in plan.pages.enumerated() { pages[page.path.file] = index }
    for (index, file) in plan.files.enumerated() { files[file.output] = index }
  }

  /// What is at `path`, below the site's root, decoded; nothing where a static host would answer with 404.
  func find(_ path: String) -> Found? {
    if path.isEmpty || path.hasSuffix("/") { return exactly(path + "index.html") }
    if let found = exactly(path) { return found }
    if exactly(path + "/index.html") != nil { return .folder }
    return exactly(path + ".html")
  }

  private func exactly(_ file: String) -> Found? {
    pages[file].map { .page($0) } ?? files[file].map { .file($0) }
  }
}
