import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models
import TemplateEngine

/// Fills the holes of bodies: each link gets its URL, each picture its element. In parallel, body by body. A class, so
/// that what fills a body holds it without a copy.
final class BodyFiller: Sendable {
  let site: CheckedSite
  private let targets: LinkTargets
  let origin: String
  private let basePath: String

  init(_ site: CheckedSite, _ targets: LinkTargets) {
    self.site = site
    self.targets = targets
    origin = site.loaded.config.url.origin
    basePath = site.loaded.config.url.basePath
  }

  /// By `BodyID`. Of entries that are left out neither links nor text are of use. Those that `kept` has wait until they
  /// are wanted.
  func fill(_ kept: KeptTexts? = nil) -> FilledBodies {
    let filled = Parallel.map(site.bodies.count, jobs: site.loaded.options.jobs) { number in
      kept?.digest(of: number, self.site.loaded.documents).map { self.waiting(self.site.bodies[number], $0) }
        ?? self.fill(self.site.bodies[number])
    }
    var problems: [Int: BodyProblems] = [:]
    for (number, body) in filled.enumerated() where !body.problems.isEmpty {
      problems[number] = body.problems
    }
    return FilledBodies(
      bodies: filled.map(\.body), problems: problems,
      areSteady: filled.prefix(site.loaded.documents.count).map(\.isSteady))
  }

  /// A body that is filled as it was, when it is wanted; it has told no problems then, and tells none now.
  private func waiting(_ body: SiteBody, _ digest: Digest) -> Filled {
    let markdown = body.markdown
    return Filled(
      body: RenderContext.Body(
        digest: digest, toc: Self.tableOfContents(markdown.outline), headings: markdown.ids.digest,
        text: markdown.text
      ) {
        let filled = self.fill(body).body
        return RenderContext.Body.Filled(html: filled.html, excerpt: filled.excerpt)
      }, problems: BodyProblems(), isSteady: true)
  }

  /// Fills the bodies of some documents anew, those in their front matter too.
  func fill(
    _ known: [RenderContext.Body], _ problems: [Int: BodyProblems], documents: [Int]
  ) -> FilledBodies {
    var (bodies, problems) = (known, problems)
    let again = Set(documents)
    let texts = (site.loaded.documents.count..<max(site.loaded.documents.count, site.bodies.count))
      .filter { again.contains(site.bodies[$0].document) }
    for number in documents + texts {
      let filled = fill(site.bodies[number])
      bodies[number] = filled.body
      problems[number] = filled.problems.isEmpty ? nil : filled.problems
    }
    return FilledBodies(bodies: bodies, problems: problems, areSteady: [])
  }

  /// The ids in the theme's templates, which links may point at too.
  var themeAnchors: Set<String> { site.theme.anchors }

  /// Documents that have a component in one of their texts.
  var documentsWithComponents: [Int] {
    site.bodies.lazy.filter { $0.markdown.hasComponents }.map(\.document)
  }

  /// The ids in the text of a document, which links may point at.
  func anchors(of document: Int) -> [String] { site.loaded.documents[document].body.ids.anchors }

  /// The text of a body, whose problems are told already.
  func filled(_ body: SiteBody) -> RenderContext.Body { fill(body).body }

  private struct Filled: Sendable {
    let body: RenderContext.Body
    let problems: BodyProblems
    /// Whether it is filled alike, and tells nothing, while its bytes and what links can lead to are the same: without
    /// pictures, which are made, and components, which are programs.
    let isSteady: Bool
  }

  private func fill(_ body: SiteBody) -> Filled {
    guard site.entries[body.document].publication == .published else {
      return Filled(
        body: RenderContext.Body(
          html: HTMLFragment(bytes: []), excerpt: nil, toc: [], headings: Digest(of: []), text: .none),
        problems: BodyProblems(), isSteady: false)
    }
    let (markdown, marks) = (body.markdown, body.markdown.marks)
    var failures: [(failure: LinkTargets.Failure, link: MarkdownLink)] = []
    let links = marks.links.map { link -> ResolvedLink in
      switch resolve(link, in: body, suggests: failures.count < Self.mostSuggestions) {
      case .success(let resolved):
        if let broken = resolved.known?.failure { failures.append((broken, link)) }
        return resolved
      case .failure(let failure):
        failures.append((failure, link))
        // A link that runs a program is not written, whoever lowers what is said of it.
        let isLeftOut = failure.code == .linkUnsafe && !document(of: body).isTrusted
        return .written(isLeftOut ? (link.isImage ? "" : "#") : link.destination)
      }
    }
    var problems = BodyProblems(
      diagnostics: diagnostics(failures, body), addresses: failures.map { Self.destination(of: $0.link) })
    let components = marks.components.map { component -> ComponentUse? in
      let (use, found) = site.theme.use(
        of: component.name, tag: component.span, in: body.text, hasContent: component.content != nil,
        address: { text, span, isPicture in
          let found = address(text, span, isPicture: isPicture, in: body)
          if found.problem != nil { problems.addresses.append(text) }
          return found
        })
      problems.diagnostics += found.map { moved($0, body) }
      return use
    }
    let writer = FragmentWriter(html: markdown.html, marks: marks, links: links, components: components)
    let filled = RenderContext.Body(
      html: writer.whole,
      excerpt: markdown.excerpt.map { writer.fragment($0, holes: 0..<marks.holes.count) },
      toc: Self.tableOfContents(markdown.outline), headings: markdown.ids.digest,
      text: markdown.text)
    return Filled(
      body: filled, problems: problems,
      isSteady: problems.isEmpty && components.isEmpty && !marks.links.contains(where: \.isImage))
  }

  func document(of body: SiteBody) -> Document { site.loaded.documents[body.document] }

  private static func tableOfContents(_ outline: [(level: Int, id: String, text: String)]) -> [Value] {
    outline.map { .record([.int($0.level), .string($0.id), .string($0.text)]) }
  }

  /// Within a value of front matter places are not known.
  private func moved(_ diagnostic: Diagnostic, _ body: SiteBody) -> Diagnostic {
    guard let place = body.place else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.location = Location(site.loaded.documents[body.document].source, place)
    return diagnostic
  }

  /// What an attribute of a component says where an address is wanted.
  private func address(
    _ text: String, _ span: Span, isPicture: Bool, in body: SiteBody
  ) -> (picture: Picture, problem: Diagnostic?) {
    func problem(_ failure: LinkTargets.Failure) -> Diagnostic {
      Diagnostic(failure.code, failure.message, in: body.text, span, help: failure.help)
    }
    switch resolve(text, written: text, isImage: isPicture, at: span, in: body) {
    case .success(let resolved):
      return (resolved.picture ?? Picture(url: resolved.local), resolved.known?.failure.map(problem))
    case .failure(let failure): return (Picture(url: text), problem(failure))
    }
  }

  // MARK: - Links

  /// What a link says; in raw HTML characters may be written as references.
  static func destination(of link: MarkdownLink) -> String {
    link.isRaw ? HTMLReferences.decoded(link.destination.utf8) : link.destination
  }

  /// The scheme that a browser sees in raw HTML, where it is written so that a reader does not: it takes references for
  /// what they stand for, and drops spaces and line breaks (HTML, 13.2.5.72; URL, 4.4).
  private static func hiddenScheme(of link: MarkdownLink) -> String? {
    guard link.isRaw, link.destination.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "&") }) else {
      return nil
    }
    let address = destination(of: link).unicodeScalars.lazy.filter { $0.value > 0x20 }.prefix(32)
    guard let colon = address.firstIndex(of: ":") else { return nil }
    let name = String(String.UnicodeScalarView(address[..<colon])).lowercased()
    return isUnsafe(name, isImage: link.isImage) ? name : nil
  }

  /// Of how many links of a text it is said what may have been meant: each id of a page is looked at for it.
  private static let mostSuggestions = 50

  private func resolve(
    _ link: MarkdownLink, in body: SiteBody, suggests: Bool
  ) -> Result<ResolvedLink, LinkTargets.Failure> {
    if let scheme = Self.hiddenScheme(of: link) {
      return .failure(Self.unsafe(scheme, isImage: link.isImage))
    }
    return resolve(
      Self.destination(of: link), written: link.destination, isImage: link.isImage,
      at: link.isRaw ? nil : link.span, in: body, suggests: suggests)
  }

  private static func unsafe(_ scheme: String, isImage: Bool) -> LinkTargets.Failure {
    LinkTargets.Failure(
      code: .linkUnsafe,
      message: isUnsafe(scheme, isImage: isImage)
        ? "a link can't be `\(scheme):`, which runs a program"
        : "`\(scheme):` is left out of what is not trusted",
      help: "use `https:`, `mailto:`, or a page of the site")
  }

  /// Hot: once per link. A picture whose element is written here is shown at a place.
  func resolve(
    _ destination: String, written: String, isImage: Bool, at span: Span?, in body: SiteBody,
    suggests: Bool = true
  ) -> Result<ResolvedLink, LinkTargets.Failure> {
    if URLReference.isOnTheWeb(destination) { return .success(.written(written)) }
    let reference = URLReference(destination)
    if let scheme = reference.scheme?.lowercased(), isUnsafe(scheme, isImage: isImage, in: body) {
      return .failure(Self.unsafe(scheme, isImage: isImage))
    }
    guard reference.isInternal, !destination.isEmpty else { return .success(.written(written)) }
    let pagePath = targets.pagePath(of: body.document)
    if reference.path.isEmpty {
      let own = LinkTargets.Target(path: pagePath ?? "", document: body.document)
      if let failure = targets.missingAnchor(reference.fragment, on: own, isOwn: true, suggests: suggests) {
        return .failure(failure)
      }
      let url = pagePath.map { origin + basePath + URLPath.encoded($0) } ?? ""
      return .success(.urls(local: destination, full: url + destination))
    }
    let found = targets.resolve(
      reference.path, in: document(of: body).folder, pagePath: pagePath, isImage: isImage,
      language: document(of: body).language)
    switch found {
    case .failure(let failure): return .failure(failure)
    case .success(let target):
      if let failure = targets.missingAnchor(reference.fragment, on: target, suggests: suggests) {
        return .failure(failure)
      }
      if !isImage, reference.query == nil, reference.fragment == nil, let page = targets.page(at: target) {
        return .success(.page(page))
      }
      let tail = (reference.query.map { "?" + $0 } ?? "") + (reference.fragment.map { "#" + $0 } ?? "")
      let url = basePath + URLPath.encoded(target.path) + tail
      if isImage {
        // In raw HTML an address is replaced, and nothing else is.
        guard let span else {
          let known = targets.pictures.picture(at: target.path)
          return .success(.picture(Picture(url: url, size: known?.size), full: origin + url, known))
        }
        let (picture, known) = targets.pictures.shown(
          at: target.path, url: url, place: Location(document(of: body).source, body.place ?? span))
        return .success(.picture(picture, full: origin + url, known))
      }
      return .success(.urls(local: url, full: origin + url))
    }
  }

  /// In what is not trusted only schemes that are known to do no harm are let through.
  private func isUnsafe(_ scheme: String, isImage: Bool, in body: SiteBody) -> Bool {
    if Self.isUnsafe(scheme, isImage: isImage) { return true }
    return !document(of: body).isTrusted && !URLText.safeSchemes.contains(scheme)
  }

  /// Whether following an address of this scheme runs a program.
  static func isUnsafe(_ scheme: String, isImage: Bool) -> Bool {
    ["javascript", "vbscript"].contains(scheme) || (scheme == "data" && !isImage)
  }

  private func diagnostics(
    _ failures: [(failure: LinkTargets.Failure, link: MarkdownLink)], _ body: SiteBody
  ) -> [Diagnostic] {
    if failures.isEmpty { return [] }
    let document = document(of: body)
    // The text may have to be read for each place.
    let source = failures.count > 1 ? document.source.indexed : document.source
    return failures.map { failure, link in
      let span = body.place ?? link.span
      var diagnostic = Diagnostic(failure.code, failure.message, in: source, span, help: failure.help)
      guard let item = document.item else { return diagnostic }
      if !item.isTrusted { diagnostic.severity = .warning }
      return item.described(diagnostic, span).diagnostic
    }
  }
}
