package import Diagnostics
package import Digests
import Files
import Models
package import TemplateEngine

/// The bytes of one page, and what went wrong while they were made, by the site's severities.
package struct RenderedPage: Sendable {
  package let bytes: [UInt8]
  /// If it was wanted, and this program can be told from others.
  package let key: Digest?
  /// What its program has read; nothing of a redirect, which has none.
  package let reads: PageReads
  package let diagnostics: [Diagnostic]
}

extension SitePlan {
  /// Runs the program of one page. Hot; may run on many threads.
  package func render(_ page: PlannedPage, withKey: Bool = false) -> RenderedPage {
    let identity = withKey ? ProgramIdentity.digest : nil
    switch page.content {
    case .redirect(let url, let title, _):
      let bytes = RedirectPage.bytes(to: url, title: title, checked.loaded.config)
      return RenderedPage(
        bytes: bytes, key: identity.map { Digest(of: bytes).mixed(with: $0) }, reads: PageReads(numbers: nil),
        diagnostics: [])
    case .route(let number, let instance):
      let result = checked.theme.render(
        instance, of: checked.theme.routes[number], current: current(page), in: context, withKey: withKey)
      return RenderedPage(
        bytes: result.bytes, key: identity.flatMap { result.key?.mixed(with: $0) }, reads: result.reads,
        diagnostics: checked.loaded.config.policy.apply(to: result.diagnostics))
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
      let result = checked.theme.key(
        of: instance, of: checked.theme.routes[number], current: current(page), in: context)
      return (
        identity.map { result.key.mixed(with: $0) }, result.reads,
        checked.loaded.config.policy.apply(to: result.diagnostics)
      )
    }
  }

  /// In the order of `RecordType.current`.
  func current(_ page: PlannedPage) -> Value {
    let isPage = page.entry.map { checked.entries[$0.index].model == .page } ?? false
    return .record([
      .string(page.url), page.title.map { .string($0) } ?? .none,
      .string(checked.loaded.config.language), isPage ? page.entry.map { .entry($0) } ?? .none : .none,
    ])
  }
}
