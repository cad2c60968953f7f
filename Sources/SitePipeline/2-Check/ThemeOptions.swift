import DataFormats
package import Diagnostics
import Models
import Synchronization

/// The options that the theme declares, with the values that the site gives them.
struct ThemeOptions: Sendable {
  let fields: [Field]
  /// In the order of the fields.
  let values: [Value]

  var record: RecordType {
    RecordType(name: "options", kind: .builtIn, fields: fields.map { .init($0.name, $0.type) })
  }

  static func read(_ site: LoadedSite) -> (options: ThemeOptions, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var fields: [Field] = []
    for settings in site.theme.settings {
      let (declared, problems) = site.models.fields(
        declaredBy: settings.options, in: settings.source, zone: site.config.zone)
      diagnostics += problems
      for field in declared {
        if let (kind, help) = unfit(field.type) {
          diagnostics.append(
            Diagnostic(
              .modelSyntax, "an option can't hold \(kind)", at: field.declaration, help: [help]))
          continue
        }
        fields.removeAll { $0.name == field.name }
        fields.append(field)
      }
    }
    let images = ImagePaths(site)
    let problems = Mutex<[ValueProblem]>([])
    let reader = ValueReader(
      models: site.models, zone: site.config.zone,
      image: { path, span in
        images.check(path, span, folder: "") { problem in problems.withLock { $0.append(problem) } }
      },
      link: { url, span in URLText.check(url, span) })
    var table = ConfigTable(site.config.options, name: "options", source: site.config.source)
    var values: [Value] = []
    for field in fields {
      let node = table.node(field.name)
      values.append(value(of: field, node, site, reader, &diagnostics))
    }
    diagnostics += problems.withLock { $0 }.map { Diagnostic($0, in: site.config.source) }
    diagnostics += table.finish()
    return (ThemeOptions(fields: fields, values: values), diagnostics)
  }

  /// What of a type belongs to entries alone, and what to write for it.
  private static func unfit(_ type: ValueType) -> (kind: String, help: String)? {
    if type.contains({ $0 == .body }) {
      return ("`Markdown`", "use `String`, and `| markdown` where a template shows it")
    }
    if type.contains({ if case .model = $0 { true } else { false } }) {
      return ("a reference", "use `Slug`, and look for the entry in the template")
    }
    return nil
  }

  private static func value(
    of field: Field, _ node: DataNode?, _ site: LoadedSite, _ reader: ValueReader,
    _ diagnostics: inout [Diagnostic]
  ) -> Value {
    guard let node, !node.isNull else {
      if let value = field.defaultValue { return value }
      if !field.type.isOptional {
        diagnostics.append(
          Diagnostic(
            .themeMissingOption, "the theme `\(site.theme.name)` needs the option `\(field.name)`",
            at: site.config.source.bytes.isEmpty ? nil : Location(path: site.config.source.path),
            related: field.declaration.map { [.init($0, "declared here")] } ?? [],
            help: ["add it below `[options]` of `site.toml`, a `\(site.models.name(of: field.type))`"]))
      }
      return .none
    }
    switch reader.read(node, as: field.type, separator: field.separator) {
    case .success(let value): return value
    case .failure(let found):
      diagnostics += found.all.map { problem in
        Diagnostic(
          .siteSetting, "`\(field.name)`: \(problem.message)",
          in: site.config.source, problem.span, label: problem.label, help: problem.help)
      }
      return .none
    }
  }
}

extension DiagnosticCode {
  /// An option without a default that the site does not set.
  package static let themeMissingOption = DiagnosticCode("theme.missing-option")
}
