package import Diagnostics

/// What a `.json` route may be: one expression.
extension ThemeChecker {
  func reportLayout(_ extends: Span, _ compiler: inout TemplateCompiler) {
    compiler.report(
      .templateJSON, "a `.json` route is one expression, and has no layout", extends,
      help: "remove `{% extends %}`, and put everything into `{{ { … } }}`")
  }

  /// Whether the template is one expression.
  func checkJSON(_ template: Template, _ compiler: inout TemplateCompiler) {
    var outputs = 0
    for node in template.nodes {
      switch node {
      case .output: outputs += 1
      case .binding: break
      case .text(let span):
        let text = template.source.bytes[span.start..<span.end]
        if let first = text.firstIndex(where: { $0 > 0x20 }) {
          compiler.report(
            .templateJSON, "a `.json` route is one expression, without text around it",
            Span(first, first + 1),
            help: "put everything into `{{ { … } }}`")
        }
      default:
        compiler.report(
          .templateJSON, "a `.json` route is one expression, without other statements than `let`", node.span,
          help: "build lists with `map` and `filter` inside `{{ … }}`")
      }
    }
    if outputs != 1 {
      compiler.report(
        .templateJSON, "a `.json` route has one `{{ … }}`, this one has \(outputs)", .fileStart,
        help: "write `{{ { posts: posts | map({ title: .title, url: .url }) } }}`")
    }
  }
}

extension DiagnosticCode {
  /// A `.json` route that is more than one expression.
  package static let templateJSON = DiagnosticCode("template.json")
}
