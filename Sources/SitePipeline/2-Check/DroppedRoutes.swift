import Diagnostics
import TemplateEngine

/// What dropped routes leave behind: templates of the built-in theme are right as they are, so that one of them can lack
/// the page of an entry only because `[routes]` has dropped its route.
enum DroppedRoutes {
  /// The same with one problem at the line of `[routes]` in place of those at all templates that write such URLs.
  static func told(
    _ found: [Diagnostic], _ moves: [String: TemplateEnvironment.RouteMove]
  ) -> [Diagnostic] {
    let dropped = moves.filter { $0.value.target == nil && $0.key.hasSuffix(".html") && $0.key.contains("[") }
      .sorted { $0.key < $1.key }
    guard !dropped.isEmpty else { return found }
    var rest: [Diagnostic] = []
    var byMessage: [String: [Diagnostic]] = [:]
    for problem in found {
      if problem.code == .routeNoPage, problem.location?.path.hasPrefix("presstime:") == true {
        byMessage[problem.message, default: []].append(problem)
      } else {
        rest.append(problem)
      }
    }
    for (message, problems) in byMessage.sorted(by: { $0.key < $1.key }) {
      let name = message.split(separator: "`").dropFirst().first.map { $0.lowercased() } ?? ""
      guard let (route, move) = dropped.first(where: { $0.key.contains(name) }) ?? dropped.first else {
        continue
      }
      let places = problems.inOrder
      rest.append(
        Diagnostic(
          .routeNoPage, message, at: move.location, label: "drops `\(route)`",
          related: places.first?.location.map { [.init($0, "a URL of one is written here")] } ?? [],
          help: [
            "keep the route, or move it: `\"\(route)\" = \"other/\(route)\"`",
            "to do without, replace the templates that write such URLs in a theme that extends this one: "
              + Set(places.compactMap { $0.location?.path }).sorted().map { "`\($0)`" }.joined(
                separator: ", "),
          ]))
    }
    return rest
  }
}
