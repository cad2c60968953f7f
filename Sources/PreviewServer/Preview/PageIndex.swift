import SitePipeline
import TemplateEngine

/// What of a site answers to which path, as on a static host.
struct PageIndex: Sendable {
  /// A number in the plan.
  enum Item: Sendable {
    case page(Int)
    case file(Int)
  }

  private var pages: [String: Int] = [:]
  private var files: [String: Int] = [:]

  init(_ plan: SitePlan) {
    pages.reserveCapacity(plan.pages.count)
    for (index, page) in plan.pages.enumerated() { pages[page.path.file] = index }
    for (index, file) in plan.files.enumerated() { files[file.output] = index }
  }

  /// What is at `path`, below the site's root, decoded.
  func find(_ path: String) -> StaticLookup<Item>? {
    StaticLookup(path) { file in pages[file].map { .page($0) } ?? files[file].map { .file($0) } }
  }
}
