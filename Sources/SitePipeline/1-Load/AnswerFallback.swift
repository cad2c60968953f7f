import DataSources
import Diagnostics
import Models

/// What a run of the pipeline says of the answers that it was made from.
protocol JudgedAnswers {
  /// By the site's severities.
  var diagnostics: [Diagnostic] { get set }
  /// Whether it came so far as to check all entries and data.
  var isChecked: Bool { get }
}

extension RunAnswers {
  /// Makes something of the latest answers. An answer fits if no error is found in it, nor elsewhere because of it. Where
  /// one does not, it is made again of the last good one, if the settings and its age allow that and it fits still.
  /// Answers that fit are noted as such in the store: at once, or by `confirm` where pages are still to be made of them.
  func settled<Made: JudgedAnswers>(
    _ options: BuildOptions, confirmsLater: Bool = false, _ make: () -> Made
  ) -> Made {
    var made = make()
    guard let start = current, !start.wanted.isEmpty else { return made }
    var fallback = AnswerFallback(start)
    while fallback.changes(after: made.diagnostics) {
      current?.used = fallback.answers
      made = make()
    }
    fallback.explain(&made.diagnostics)
    guard made.isChecked, options.fetch == nil, options.network.asksServers else { return made }
    let fitting = fallback.unconfirmed(after: made.diagnostics)
    for (settings, _) in fitting {
      current?.asked.confirm(settings)
      current?.used.confirm(settings)
    }
    current?.fitting = fitting
    if !confirmsLater { confirm(options) }
    return made
  }

  /// Notes in the store which answers have fitted.
  func confirm(_ options: BuildOptions) {
    guard let fitting = current?.fitting, !fitting.isEmpty else { return }
    let store = AnswerStore(site: options.site)
    for (settings, answer) in fitting { _ = store.confirm(answer, of: settings) }
    current?.fitting = []
  }
}

extension RemoteAnswers {
  /// Notes that the answer of a source fits.
  fileprivate mutating func confirm(_ settings: SourceSettings) {
    for index in answers.indices where answers[index].answers(settings) { answers[index].hasFitted = true }
    lastGood.removeAll { $0.answer.answers(settings) }
  }
}

/// Which answers of a run others stand in for.
private struct AnswerFallback {
  private let wanted: [SourceSettings]
  /// Those that the run began with.
  private let start: RemoteAnswers
  /// By index into `wanted`: what is wrong with an answer that another stands in for.
  private var misfits: [Int: [Diagnostic]] = [:]
  /// Sources whose last good answer does not fit either.
  private var failed: Set<Int> = []
  /// Sources whose latest answer may be why something is wrong elsewhere, in a template or a text: those that are to be
  /// tried, once that is asked, and the one that is.
  private var suspects: [Int]?
  private var suspect: Int?

  init(_ state: RunAnswers.State) {
    wanted = state.wanted
    start = state.used
  }

  private func latest(_ number: Int) -> SourceAnswer? { start.answers.first { $0.answers(wanted[number]) } }

  private func lastGood(_ number: Int) -> LastGoodAnswer? {
    start.lastGood.first { $0.answer.answers(wanted[number]) }
  }

  private func used(_ number: Int) -> SourceAnswer? {
    misfits[number] == nil ? latest(number) : lastGood(number)?.answer
  }

  /// By source: the errors in its answer. An answer with the same address is taken for the same.
  private func errors(_ diagnostics: [Diagnostic]) -> [(source: Int, problems: [Diagnostic])] {
    let errors = Dictionary(
      grouping: diagnostics.filter { $0.severity == .error }, by: { $0.location?.path ?? "" })
    if errors.isEmpty { return [] }
    return wanted.indices.compactMap { number in
      let all = Set(used(number)?.pages.map(\.path) ?? []).flatMap { errors[$0] ?? [] }
      return all.isEmpty ? nil : (number, all.inOrder)
    }
  }

  /// Judges answers by what a run has said. Whether others are to be used from now on.
  mutating func changes(after diagnostics: [Diagnostic]) -> Bool {
    var changes = false
    for (number, errors) in errors(diagnostics) {
      if misfits.removeValue(forKey: number) != nil {
        failed.insert(number)
        if suspect == number { suspect = nil }
        changes = true
      } else if !failed.contains(number), hasStandIn(number) {
        misfits[number] = Self.softened(errors)
        changes = true
      }
    }
    return changes || triesSuspect(errorsElsewhere(diagnostics))
  }

  /// Tries whether errors that stand in no answer go away without one of the latest, each after the other.
  private mutating func triesSuspect(_ errors: [Diagnostic]) -> Bool {
    var changes = false
    if let tried = suspect {
      suspect = nil
      if errors.isEmpty { return false }
      misfits[tried] = nil
      changes = true
    }
    if errors.isEmpty { return changes }
    var rest =
      suspects ?? wanted.indices.filter { misfits[$0] == nil && !failed.contains($0) && hasStandIn($0) }
    suspect = rest.popLast()
    suspects = rest
    guard let suspect else { return changes }
    misfits[suspect] = Self.softened(errors)
    return true
  }

  /// Whether the last good answer of a source may stand in for its latest one.
  private func hasStandIn(_ number: Int) -> Bool {
    lastGood(number)?.use == .allowed && latest(number)?.isLastGood == false
  }

  private static func softened(_ problems: [Diagnostic]) -> [Diagnostic] {
    problems.map { problem in
      var problem = problem
      problem.severity = .warning
      return problem
    }
  }

  /// Errors that stand in none of the answers.
  private func errorsElsewhere(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let pages = Set(wanted.indices.flatMap { used($0)?.pages.map(\.path) ?? [] })
    return diagnostics.filter { $0.severity == .error && !pages.contains($0.location?.path ?? "") }.inOrder
  }

  /// What the site is to be made from.
  var answers: RemoteAnswers {
    var remote = start
    for (number, problems) in misfits.sorted(by: { $0.key < $1.key }) {
      let settings = wanted[number]
      guard let good = lastGood(number)?.answer else { continue }
      for index in remote.answers.indices where remote.answers[index].answers(settings) {
        remote.answers[index] = good
      }
      // It speaks of the answer that does not fit.
      remote.diagnostics.removeAll { problem in
        problem.code == .sourceStale
          && (problem.location == settings.declaration
            || problem.related.contains { $0.location == settings.declaration })
      }
      remote.diagnostics.append(Self.stale(settings, good))
      remote.misfits += problems
    }
    return remote
  }

  private static func stale(_ settings: SourceSettings, _ good: SourceAnswer) -> Diagnostic {
    var problem = Diagnostic(
      .sourceStale,
      "`\(settings.name)` is as it was\(time(of: good, " at ")): the latest answer does not fit",
      at: settings.declaration, label: settings.shownURL,
      help: ["mend what is said of the latest answer, where it is made or in the types of this site"])
    if let failure = good.failure { problem.help.append("no newer one could be had: \(failure)") }
    return problem
  }

  private static func time(of answer: SourceAnswer, _ before: String) -> String {
    answer.asked.map { before + DateFormat.iso8601.string($0, in: .utc) } ?? ""
  }

  /// Says beside the first error of each answer why the last good one does not stand in for it.
  func explain(_ diagnostics: inout [Diagnostic]) {
    for (number, errors) in errors(diagnostics) {
      guard let good = lastGood(number), let first = errors.first,
        let index = diagnostics.firstIndex(of: first)
      else { continue }
      let named = "the last good answer\(Self.time(of: good.answer, ", of ")),"
      switch good.use {
      case .allowed: diagnostics[index].help.append("\(named) does not fit either")
      case .forbidden: diagnostics[index].help.append("with `on_error = \"warn\"` \(named) would be used")
      case .tooOld: diagnostics[index].help.append("\(named) is older than `max_stale` allows")
      }
    }
  }

  /// Answers without an error that are not known to fit; none while something is wrong elsewhere, maybe because of them.
  func unconfirmed(
    after diagnostics: [Diagnostic]
  ) -> [(settings: SourceSettings, answer: SourceAnswer)] {
    if !errorsElsewhere(diagnostics).isEmpty { return [] }
    let broken = Set(errors(diagnostics).map(\.source))
    return wanted.indices.compactMap { number in
      guard !broken.contains(number), let answer = used(number), !answer.hasFitted else { return nil }
      return (wanted[number], answer)
    }
  }
}
