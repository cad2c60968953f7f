package import Diagnostics
import Models
import TemplateEngine

/// Redirects that lead to redirects: in a circle, which browsers give up on, or further on, which costs readers time.
struct RedirectChains {
  /// So many redirects on end are followed; browsers give up after twenty.
  private static let mostSteps = 200
  private static let mostShown = 8
  private(set) var diagnostics: [Diagnostic] = []
  private let rules: [RedirectTable.Rule]
  private let published: PublishedAddresses
  private var exact: [String: Int] = [:]
  private var patterns: [Int] = []
  /// By address: where an alias leads to.
  private var aliases: [String: String] = [:]

  init(
    _ rules: [RedirectTable.Rule], _ aliases: Redirects, _ published: PublishedAddresses,
    _ config: SiteConfig
  ) {
    self.rules = rules
    self.published = published
    for (index, rule) in rules.enumerated() {
      if rule.config.source.isExact {
        exact[rule.config.source.address] = index
      } else {
        patterns.append(index)
      }
    }
    let base = config.url.basePath.utf8.count - 1
    for redirect in aliases.redirects {
      self.aliases[redirect.source.address] = String(Substring(redirect.target.utf8.dropFirst(base)))
    }
    for index in rules.indices { follow(index, config.source) }
  }

  /// Where a rule leads to in the end. A pattern is followed with a part that nothing is called.
  private mutating func follow(_ start: Int, _ source: SourceFile) {
    var passed = [start]
    let sample = Dictionary(
      rules[start].config.source.names.map { ($0, "\u{1}") }, uniquingKeysWith: { first, _ in first })
    var path = rules[start].sitePath.map { RedirectTarget($0).filled { sample[$0] } }
    while let address = path.map({ $0.split(separator: "/").joined(separator: "/") }) {
      if let target = aliases[address] {
        return report(chain: passed, to: target, source)
      }
      guard let (next, values) = rule(at: address) else { break }
      if let place = passed.firstIndex(of: next) {
        // Told once, by the first rule of the circle.
        if place == 0, next == passed.min() { report(loop: passed, source) }
        return
      }
      passed.append(next)
      if passed.count > Self.mostSteps { return report(chain: passed, to: nil, source) }
      path = rules[next].sitePath.map { RedirectTarget($0).filled { values[$0] } }
    }
    guard passed.count > 1, let last = passed.last else { return }
    let isPlain = passed.dropFirst().allSatisfy { rules[$0].config.source.isExact }
    report(chain: passed, to: isPlain ? rules[last].config.target : nil, source)
  }

  /// The rule that a host follows at an address; nothing at a page.
  private func rule(at address: String) -> (index: Int, values: [String: String])? {
    if let index = exact[address] { return (index, [:]) }
    if published.contains(address) { return nil }
    for index in patterns {
      if let values = rules[index].config.source.match(address) { return (index, values) }
    }
    return nil
  }

  private mutating func report(loop: [Int], _ source: SourceFile) {
    guard let first = loop.first else { return }
    let related = loop.dropFirst().prefix(Self.mostShown).map { index in
      Diagnostic.Related(Location(source, rules[index].config.sourceSpan), "then here")
    }
    diagnostics.append(
      Diagnostic(
        .redirectLoop, "`\(rules[first].config.source.written)` leads back to itself",
        at: Location(source, rules[first].config.sourceSpan), label: "from here", related: related,
        help: ["let it lead to a page that is there"]))
  }

  private mutating func report(chain: [Int], to end: String?, _ source: SourceFile) {
    guard let first = chain.first else { return }
    let related = chain.dropFirst().prefix(Self.mostShown).map { index in
      Diagnostic.Related(Location(source, rules[index].config.sourceSpan), "then here")
    }
    diagnostics.append(
      Diagnostic(
        .redirectChain, "`\(rules[first].config.source.written)` leads to an address that leads on again",
        at: Location(source, rules[first].config.targetSpan), related: related,
        help: [end.map { "write `\($0)`" } ?? "let it lead to where the other one leads"]))
  }
}

extension DiagnosticCode {
  /// Redirects in a circle.
  package static let redirectLoop = DiagnosticCode("redirect.loop")
  /// A redirect to a redirect.
  package static let redirectChain = DiagnosticCode("redirect.chain", .warning)
}
