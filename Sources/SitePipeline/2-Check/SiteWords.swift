package import Diagnostics
import Models
import TemplateEngine

/// The words of the site's languages: what themes say, nearest last, then what the site says itself.
struct SiteWords: Sendable {
  /// One language, with what stands in for what it lacks.
  struct Language: Sendable {
    let tag: String
    /// What it calls itself.
    let name: String
    let words: LanguageWords
    /// In the order of `names`.
    let phrases: [Value]
  }

  /// All strings that some language has, in the order of their letters.
  let names: [String]
  let signatures: [String: PhraseSignature]
  /// In the order of the site's languages.
  let languages: [Language]
  /// What is wrong with them, whoever uses them.
  private(set) var diagnostics: [Diagnostic] = []
  /// By language: what it says, and who.
  private let said: [[String: (said: WordLayer.Said, layer: WordLayer)]]
  /// What stands for strings that a language lacks.
  private let reference: [String: Phrase]
  /// By language: strings that it says wrongly.
  private let broken: [Set<String>]
  /// By language: whether it lacks names of dates.
  private let lacksDates: [Bool]
  private let lacksRelative: [Bool]
  private let site: LoadedSite

  init(_ site: LoadedSite) {
    self.site = site
    let (config, theme) = (site.config, site.theme)
    func layers(_ tag: String, _ words: [WordLayer]) -> [WordLayer] {
      LanguageTag.chain(tag).flatMap { part in words.filter { $0.tag.lowercased() == part.lowercased() } }
    }
    let own = config.languages.map { layers($0.tag, theme.words) + ($0.words.map { [$0] } ?? []) }
    let said = own.map { Self.said($0) }
    broken = own.map { layers in layers.reduce(into: []) { $0.formUnion($1.broken) } }
    // English stands for what no language of the site says, then any other.
    let rest = theme.words.sorted { ($0.tag == "en" ? 0 : 1, $0.tag) < ($1.tag == "en" ? 0 : 1, $1.tag) }
    let reference =
      ([said.first ?? [:], Self.said(layers("en", theme.words))] + said.dropFirst() + [Self.said(rest)])
      .reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    let names = reference.keys.sorted()
    self.names = names
    self.reference = reference.mapValues(\.said.phrase)
    self.said = said
    var signatures: [String: PhraseSignature] = [:]
    for (name, found) in reference {
      let phrases = said.compactMap { $0[name]?.said.phrase } + [found.said.phrase]
      let isPlural = phrases.contains { if case .forms = $0 { true } else { false } }
      signatures[name] = PhraseSignature(
        placeholders: found.said.phrase.placeholders.union(isPlural ? [PhraseSignature.count] : []).sorted(),
        isPlural: isPlural)
    }
    self.signatures = signatures
    var (lacksDates, lacksRelative): ([Bool], [Bool]) = ([], [])
    languages = zip(config.languages, zip(own, said)).map { language, words in
      let all = layers(language.tag, theme.dateWords) + words.0
      let dates = Self.dates(all)
      let relative = all.reduce(into: [:]) { $0.merge($1.relative) { _, last in last } }
      lacksRelative.append(relative.count < RelativeDate.allCases.count)
      lacksDates.append(dates == nil)
      return Language(
        tag: language.tag, name: all.reversed().lazy.compactMap(\.name).first ?? language.tag,
        words: LanguageWords(
          dates: dates ?? .english, long: Self.last(all, \.long) ?? .englishLong,
          short: Self.last(all, \.short) ?? .englishShort, plural: PluralRule(language: language.tag),
          relative: relative),
        phrases: names.map { (words.1[$0] ?? reference[$0])?.said.phrase.value ?? .string("") })
    }
    self.lacksDates = lacksDates
    self.lacksRelative = lacksRelative
    for (name, found) in reference.sorted(by: { $0.key < $1.key }) {
      diagnostics += mismatches(name, found.said.phrase, found.layer)
    }
  }

  private static func said(_ layers: [WordLayer]) -> [String: (said: WordLayer.Said, layer: WordLayer)] {
    var said: [String: (said: WordLayer.Said, layer: WordLayer)] = [:]
    for layer in layers { for (name, phrase) in layer.phrases { said[name] = (phrase, layer) } }
    return said
  }

  private static func last<Part>(_ layers: [WordLayer], _ part: (WordLayer) -> Part?) -> Part? {
    layers.reversed().lazy.compactMap(part).first
  }

  private static func dates(_ layers: [WordLayer]) -> DateNames? {
    guard let months = last(layers, \.months), let weekdays = last(layers, \.weekdays) else { return nil }
    return DateNames(
      months: months, weekdays: weekdays, shortMonths: last(layers, \.shortMonths),
      shortWeekdays: last(layers, \.shortWeekdays))
  }

  /// Languages in which a string has other places to fill.
  private func mismatches(_ name: String, _ reference: Phrase, _ layer: WordLayer) -> [Diagnostic] {
    guard let signature = signatures[name] else { return [] }
    // A form for one thing needs no number.
    let free: Set<String> = signature.isPlural ? [PhraseSignature.count] : []
    func shown(_ places: Set<String>) -> String {
      places.isEmpty ? "nothing" : places.sorted().map { "`{\($0)}`" }.joined(separator: ", ")
    }
    return said.compactMap { words in
      guard let own = words[name], own.layer.tag != layer.tag || own.layer.source.path != layer.source.path,
        own.said.phrase.placeholders.subtracting(free) != reference.placeholders.subtracting(free)
      else { return nil }
      return Diagnostic(
        .stringsPlaces,
        "`\(name)` fills \(shown(own.said.phrase.placeholders)) in \(LanguageTag.described(own.layer.tag)), and "
          + "\(shown(reference.placeholders)) in \(LanguageTag.described(layer.tag))",
        in: own.layer.source, own.said.span,
        help: "call the places to fill what they are called in \(layer.source.path)")
    }
  }

  /// What templates want and a language lacks, and what nobody wants.
  func problems(_ theme: CheckedTheme) -> [Diagnostic] {
    guard !theme.diagnostics.hasErrors else { return [] }
    var problems: [Diagnostic] = []
    for (number, language) in site.config.languages.enumerated() {
      let broken = broken[number]
      var missing = theme.phrases.keys.filter { said[number][$0] == nil && !broken.contains($0) }.sorted().map
      { "strings.\($0)" }
      if lacksDates[number], theme.writesDateNames { missing += ["dates.months", "dates.weekdays"] }
      if lacksRelative[number], theme.readsClock { missing.append("dates.relative") }
      if !missing.isEmpty { problems.append(lacking(missing, language)) }
    }
    return problems + unused(theme)
  }

  private func lacking(_ missing: [String], _ language: SiteLanguage) -> Diagnostic {
    let isMuch = missing.count > 6
    let shown = missing.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    let more = isMuch ? " and \(missing.count - 6) more" : ""
    let theme = site.theme
    let file = "themes/\(theme.name)/strings/\(language.tag).toml"
    let table = "languages.\(language.tag)"
    let place: Location
    if let said = site.theme.words.first(where: {
      $0.tag == language.tag && $0.source.path.hasPrefix("themes/")
    }) {
      place = Location(path: said.source.path)
    } else if let span = language.span ?? site.config.languageSpan {
      place = Location(site.config.source, span)
    } else {
      place = Location(path: theme.isOnDisk ? "themes/\(theme.name)" : site.config.source.path)
    }
    let words = MissingWords(tag: language.tag, phrases: reference)
    return Diagnostic(
      .stringsMissing,
      "the theme `\(theme.name)` has no words in \(LanguageTag.described(language.tag)) for \(shown)\(more)",
      at: place,
      help: [
        (theme.isOnDisk ? "write them into `\(file)`, or " : "write them ")
          + "below `[\(table).strings]`\(missing.contains { $0.hasPrefix("dates.") } ? " and `[\(table).dates]`" : "") of "
          + "`content/site.toml`"
      ] + (isMuch ? ["these are they, to be translated:\n" + words.text(missing, table: table + ".")] : []))
  }

  /// Strings of files that the site owns, which no template uses.
  private func unused(_ theme: CheckedTheme) -> [Diagnostic] {
    let own = site.theme.words.filter { !$0.source.path.hasPrefix(ThemeLoader.builtInPrefix) }
    return (own + site.config.languages.compactMap(\.words)).flatMap { layer in
      layer.phrases.filter { theme.phrases[$0.key] == nil }.map { name, said in
        Diagnostic(
          .stringsUnused, "no template uses the string `\(name)`", in: layer.source, said.span,
          help: Suggestion.sentence(for: name, among: theme.phrases.keys.sorted()) ?? "remove it")
      }
    }
  }
}

extension DiagnosticCode {
  /// Words that a language of the site lacks.
  package static let stringsMissing = DiagnosticCode("strings.missing")
  /// A string that has other places to fill in one language than in another.
  package static let stringsPlaces = DiagnosticCode("strings.places")
  /// A string that no template uses.
  package static let stringsUnused = DiagnosticCode("strings.unused", .warning)
}
