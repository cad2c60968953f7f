package import Diagnostics
import Models

/// Which routes give entries their URLs.
extension ThemeChecker {
  func isDropped(_ path: String) -> Bool {
    environment.routeMoves[path].map { $0.target == nil } ?? false
  }

  /// The route that gives the entries of each collection their URL, if one does.
  func canonicalRoutes(_ headers: [RouteHeader], _ collection: Int) -> [RouteHeader] {
    let candidates = headers.filter {
      $0.isPlainEntry && $0.template.once == nil && $0.collection == collection
        && OutputKind(path: $0.path) == .html
        && !isDropped($0.path)
    }
    let marked = candidates.filter { $0.template.header?.isCanonical == true }
    return marked.isEmpty ? candidates : marked
  }

  mutating func findURLs(_ headers: [RouteHeader]) {
    var kinds: [ModelID: Set<ThemeIndex.URLs>] = [:]
    for (index, collection) in environment.collections.enumerated() {
      let routes = canonicalRoutes(headers, index)
      // Told of the one that can be changed: that of the built-in theme comes first.
      let told = routes.prefix(2).sorted { $0.template.source.isOfNoFile && !$1.template.source.isOfNoFile }
      if routes.count > 1, let first = told.first, let second = told.last {
        diagnostics.append(
          Diagnostic(
            .routeSeveralCanonical,
            "`\(first.path)` and `\(second.path)` both make a page for each of `\(collection.name)`",
            at: Location(second.template.source, second.template.header?.span ?? .fileStart),
            related: [
              .init(Location(first.template.source, first.template.header?.span ?? .fileStart), "and here")
            ],
            help: ["say which is the entry's own URL: `{% each … canonical %}`"]))
      }
      let kind: ThemeIndex.URLs = routes.isEmpty ? .never : routes[0].isFiltered ? .sometimes : .always
      kinds[collection.model, default: []].insert(kind)
    }
    theme.urls = kinds.mapValues { $0.count == 1 ? $0.first ?? .never : .sometimes }
  }

  /// Printed paths of the components that a program calls, and of those that they call.
  func componentSources(_ reads: ReadSet) -> [String] {
    var found: Set<Int> = []
    var pending = reads.calls.map(\.program)
    while let program = pending.popLast() {
      guard found.insert(program).inserted else { continue }
      pending += (componentReads[program]?.calls ?? []).map(\.program)
    }
    return theme.components.values.filter { found.contains($0.program) }.map(\.source.path).sorted()
  }
}

extension SourceFile {
  /// Whether its text is in no file of the site: the built-in theme's.
  fileprivate var isOfNoFile: Bool { PathSpelling(prefix: "").file(path) == nil }
}

extension DiagnosticCode {
  /// Two routes that both would give entries their URL.
  package static let routeSeveralCanonical = DiagnosticCode("route.several-canonical")
}
