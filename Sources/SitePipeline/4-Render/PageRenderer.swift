package import Diagnostics
package import Digests
import Files
import Models
package import TemplateEngine

extension SitePlan {
  /// Runs the program of one page; problems have the site's severities. Hot; may run on many threads.
  package func render(_ page: PlannedPage, withKey: Bool = false) -> RenderedPage {
    let identity = withKey ? ProgramIdentity.digest : nil
    switch page.content {
    case .redirect(let url, let title, _):
      let bytes = RedirectPage.bytes(
        to: url, title: title, language: language(of: page), checked.loaded.config)
      return RenderedPage(ByteBuffer(bytes), key: identity.map { Digest(of: bytes).mixed(with: $0) })
    case .route(let number, let instance):
      var rendered = running[page.language].render(
        instance, of: checked.theme.routes[number], current: current(page), withKey: withKey)
      rendered.key = identity.flatMap { rendered.key?.mixed(with: $0) }
      rendered.diagnostics = checked.loaded.config.policy.apply(to: rendered.diagnostics)
      if isMinified(number) {
        rendered.content = ByteBuffer(HTMLMinifier.minified(rendered.bytes))
        rendered.key = rendered.key?.mixed(with: Self.minified)
      }
      return rendered
    }
  }

  /// The key of one page, and what goes wrong while it is made, by the site's severities: what would be written, with
  /// texts by their digests, and by which program (DESIGN §7). Hot; may run on many threads.
  package func key(of page: PlannedPage) -> (key: Digest?, reads: PageReads, diagnostics: [Diagnostic]) {
    let identity = ProgramIdentity.digest
    switch page.content {
    case .redirect:
      return (render(page, withKey: true).key, PageReads(numbers: nil), [])
    case .route(let number, let instance):
      let result = running[page.language].key(
        of: instance, of: checked.theme.routes[number], current: current(page))
      let key = identity.map { result.key.mixed(with: $0) }
      return (
        isMinified(number) ? key?.mixed(with: Self.minified) : key, result.reads,
        checked.loaded.config.policy.apply(to: result.diagnostics)
      )
    }
  }

  private func language(of page: PlannedPage) -> String {
    checked.loaded.config.languages[page.language].tag
  }

  private func isMinified(_ route: Int) -> Bool {
    checked.loaded.config.minify.html && checked.theme.routes[route].kind == .html
  }

  /// What tells keys of pages that were made smaller from others.
  private static let minified = Digest(of: Array("minified".utf8))

  /// In the order of `RecordType.current`.
  func current(_ page: PlannedPage) -> Value {
    let isPage = page.entry.map { checked.entries[$0.index].model == .page } ?? false
    return .record([
      .string(page.url), page.title.map { .string($0) } ?? .none,
      .string(language(of: page)), isPage ? page.entry.map { .entry($0) } ?? .none : .none,
      checked.translations(of: page, pages, routes),
    ])
  }
}
