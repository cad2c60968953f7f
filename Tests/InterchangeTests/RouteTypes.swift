import DataFormats
import Diagnostics
import Foundation
import Interchange
import Models
import SchemaTestSupport
import TemplateEngine
import TemplateTestSupport
import Testing

/// A `.json` route over the tiny site, with what is said of its type and what it makes.
struct TypedRoute {
  let theme: CheckedTheme
  let types: PublishedTypes
  let path: String

  /// Nothing when the template has mistakes.
  init?(_ template: String, as path: String = "x.json", with files: [String: String] = [:]) {
    let theme = TinySite.check(files.merging(["routes/" + path: template]) { $1 })
    self.theme = theme
    self.path = path
    guard !theme.diagnostics.contains(where: { $0.severity == .error }),
      let route = theme.routes.first(where: { $0.path == path }), let type = route.jsonType
    else { return nil }
    let ids = TinySite.models.models.indices.map { ModelID($0) }
    let urls = ids.compactMap { id in theme.urlType(of: id).map { (id, $0) } }
    types = PublishedTypes(
      title: "Tiny", models: TinySite.models, urls: Dictionary(uniqueKeysWithValues: urls),
      routes: [.init(path: path, url: "/blog/" + route.urlPattern, type: type)])
  }

  /// The route's declaration of TypeScript, without comments, on one line.
  var typeScript: String {
    let text = TypeScript.text(of: types)
    guard let comment = text.range(of: "/** The JSON at") else { return "" }
    let lines = text[comment.lowerBound...].split(separator: "\n").dropFirst().map { $0.drop { $0 == " " } }
    return lines.filter { !$0.hasPrefix("/**") }.joined(separator: " ")
  }

  /// What is wrong with the pages that it makes.
  var problems: [String] {
    guard let schema = JSONSchema(RouteSchemas.text(of: types)) else { return ["the schema is no JSON"] }
    let definition = "#/$defs/" + (TypeNames(types).routes.first ?? "")
    let pages = TinySite.pages(path, of: theme).outputs
    if pages.isEmpty { return ["no page"] }
    return pages.flatMap { page in
      // Arithmetic may go beyond all bounds; such a page is never written.
      if page.diagnostics.contains(where: { $0.severity == .error }) { return [String]() }
      guard let json = DataNode.json(page.text) else { return ["no JSON: \(page.text)"] }
      return schema.problems(of: json, as: definition).map { "\($0) in \(page.text)" }
    }
  }
}
