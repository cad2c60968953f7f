import Diagnostics
import MarkdownEngine
import Models
import TemplateEngine

/// Looks up what templates name by literals: `url("about.md")`, `image("images/logo.png")`.
enum ThemeReferences {
  /// In the order of `CheckedTheme.references`.
  static func resolve(
    _ site: CheckedSite, _ targets: LinkTargets, language: Int
  ) -> (values: [Value], diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    func report(_ failure: LinkTargets.Failure, _ reference: LiteralReference) {
      diagnostics.append(
        Diagnostic(failure.code, failure.message, at: reference.location, help: [failure.help]))
    }
    let values = site.theme.references.map { reference -> Value in
      let parts = URLReference(reference.path)
      var picture = Picture(url: reference.path)
      if parts.isInternal, !parts.path.isEmpty {
        switch find(parts.path, reference, site, targets, language) {
        case .success(let path):
          let tail = (parts.query.map { "?" + $0 } ?? "") + (parts.fragment.map { "#" + $0 } ?? "")
          let url = site.loaded.config.url.basePath + URLPath.encoded(path) + tail
          picture = Picture(url: url)
          guard reference.isImage else { break }
          let (shown, known) = targets.pictures.shown(at: path, url: url, place: reference.location)
          if let broken = known?.failure { report(broken, reference) }
          picture = shown
        case .failure(let failure):
          report(failure, reference)
          picture = Picture(url: "")
        }
      }
      return reference.isImage ? picture.value() : .string(picture.url)
    }
    return (values, diagnostics)
  }

  /// Where it is published. A picture may be an asset of the theme too.
  private static func find(
    _ path: String, _ reference: LiteralReference, _ site: CheckedSite, _ targets: LinkTargets,
    _ language: Int
  ) -> Result<String, LinkTargets.Failure> {
    let found = targets.resolve(path, in: "", pagePath: "", isImage: reference.isImage, language: language)
    if case .failure = found, reference.isImage,
      let asset = site.loaded.theme.assets.first(where: { $0.path == path })
    {
      return .success(asset.output)
    }
    return found.map(\.path)
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
