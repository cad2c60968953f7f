import Diagnostics
import MarkdownEngine
import Models
import TemplateEngine

/// Looks up what templates name by literals: `url("about.md")`, `image("images/logo.png")`.
enum ThemeReferences {
  /// In the order of `CheckedTheme.references`.
  static func resolve(
    _ site: CheckedSite, _ targets: LinkTargets
  ) -> (urls: [String], diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let urls = site.theme.references.map { reference -> String in
      let parts = URLReference(reference.path)
      guard parts.isInternal, !parts.path.isEmpty else { return reference.path }
      switch targets.resolve(parts.path, in: "", pagePath: "", isImage: reference.isImage) {
      case .success(let target):
        let tail = (parts.query.map { "?" + $0 } ?? "") + (parts.fragment.map { "#" + $0 } ?? "")
        return site.loaded.config.url.basePath + URLPath.encoded(target.path) + tail
      case .failure(let failure):
        diagnostics.append(
          Diagnostic(failure.code, failure.message, at: reference.location, help: [failure.help]))
        return ""
      }
    }
    return (urls, diagnostics)
  }
}

extension CheckedSite {
  /// What `| markdown` makes of a text, whoever wrote it: no raw HTML and no link that runs a program is in it. Its
  /// links stay as they are written.
  var markdown: @Sendable (String) -> HTMLFragment {
    let highlighter = loaded.highlighting.highlighter
    return { text in
      let source = SourceFile(path: "", text: text)
      let body = MarkdownEngine.parse(
        source, in: 0..<source.bytes.count,
        options: MarkdownOptions(takesTitle: false, readsHTML: false, highlighter: highlighter)
      ).body
      let links = body.links.map { link in
        let isSafe = !BodyFiller.isUnsafe(
          URLReference(link.destination).scheme?.lowercased() ?? "", isImage: link.isImage)
        let url = isSafe ? link.destination : "#"
        return ResolvedLink.written(url)
      }
      return FragmentWriter(
        html: .memory(body.html), marks: BodyMarks(body), links: links, components: []
      ).whole
    }
  }
}
