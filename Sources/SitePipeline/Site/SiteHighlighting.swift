import Digests
import Highlighting
import MarkdownEngine

/// How the code of a site's texts gets its colours.
struct SiteHighlighting: Sendable {
  /// What stands for the languages; texts that were parsed with others are parsed anew.
  let digest: Digest
  /// Nothing when the site wants its code as it stands.
  let highlighter: CodeHighlighter?

  init(_ theme: Theme, _ config: SiteConfig) {
    guard config.highlightsCode else {
      digest = Digest(low: 0, high: 0)
      highlighter = nil
      return
    }
    let languages = theme.languages
    digest = languages.digest
    highlighter = { name, code in
      switch languages.find(name) {
      case .unknown(let nearest): .unknown(nearest: nearest)
      case .language(let language): languages.html(code, in: language).map { .markup($0) } ?? .plain
      }
    }
  }
}

extension LoadedSite {
  var highlighting: SiteHighlighting { SiteHighlighting(theme, config) }
}
