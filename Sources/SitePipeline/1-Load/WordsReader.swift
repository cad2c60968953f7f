import DataFormats
package import Diagnostics
import Files
import Models
import TemplateEngine

/// Reads what a file says of one language: a theme's `strings/fr.toml`, or `[languages.fr]` of `site.toml`.
struct WordsReader {
  private let tag: String
  private let source: SourceFile
  private(set) var diagnostics: [Diagnostic] = []

  init(_ tag: String, _ source: SourceFile) {
    (self.tag, self.source) = (tag, source)
  }

  /// A whole file.
  static func read(_ tag: String, _ source: SourceFile) -> (layer: WordLayer, diagnostics: [Diagnostic]) {
    var reader = WordsReader(tag, source)
    var root: DataNode?
    if let problem = TextEncoding.problem(in: source) {
      reader.diagnostics.append(problem)
    } else {
      let parse = DataParser.parse(source, in: 0..<source.bytes.count, as: .toml)
      reader.diagnostics += parse.diagnostics
      root = parse.node
    }
    var table = ConfigTable(root, name: FilePath.name(of: source.path), source: source)
    let layer = reader.read(&table)
    return (layer, reader.diagnostics + table.finish())
  }

  mutating func read(_ table: inout ConfigTable) -> WordLayer {
    var layer = WordLayer(source: source, tag: tag)
    layer.name = table.string("name", example: "Français")?.text
    if let node = table.node("dates") { readDates(node, &layer) }
    var strings = ConfigTable(table.node("strings"), name: "strings", source: source)
    for member in strings.allMembers() {
      guard ConfigReader.isName(member.key) else {
        strings.report(
          "a string can't be called `\(member.key)`", member.keySpan,
          help: "use a word that templates can name, like `readMore`")
        continue
      }
      if let phrase = phrase(member, &strings) {
        layer.phrases[member.key] = WordLayer.Said(phrase: phrase, span: member.value.span)
      } else {
        layer.broken.insert(member.key)
      }
    }
    diagnostics += strings.finish()
    return layer
  }

  // MARK: - Dates

  private mutating func readDates(_ node: DataNode, _ layer: inout WordLayer) {
    var table = ConfigTable(node, name: "dates", source: source)
    layer.months = names("months", 12, "from January", &table)
    layer.shortMonths = names("shortMonths", 12, "from January", &table)
    layer.weekdays = names("weekdays", 7, "from Sunday", &table)
    layer.shortWeekdays = names("shortWeekdays", 7, "from Sunday", &table)
    layer.long = format("long", "%-d %B %Y", &table)
    layer.short = format("short", "%-d %b", &table)
    if let node = table.node("relative") { readRelative(node, &layer) }
    diagnostics += table.finish()
  }

  /// The texts of `date(relative)`, each of which may be filled with a number.
  private mutating func readRelative(_ node: DataNode, _ layer: inout WordLayer) {
    var table = ConfigTable(node, name: "dates.relative", source: source)
    for text in RelativeDate.allCases {
      guard let member = table.member(text.rawValue), let phrase = phrase(member, &table) else { continue }
      if let place = phrase.placeholders.first(where: { $0 != PhraseSignature.count }) {
        table.report(
          "`\(text.rawValue)` has a place `{\(place)}`, and nothing to fill it with", member.value.span,
          help: "the number is called `{count}`")
      } else {
        layer.relative[text] = phrase
      }
    }
    diagnostics += table.finish()
  }

  private func names(_ key: String, _ count: Int, _ order: String, _ table: inout ConfigTable) -> [String]? {
    guard let names = table.strings(key, example: key == "months" ? "janvier" : "lundi") else { return nil }
    if let name = names.first(where: { $0.text.isEmpty || Self.hasMarks($0.text) }) {
      table.report(
        "`\(name.text)` can't be a name in dates", name.span,
        help: "a name is written as it is: it holds no `<`, `>`, `&`, straight quotes or control characters")
      return nil
    }
    guard names.count == count else {
      let span = table.node(key)?.span ?? .fileStart
      table.report("`\(key)` must have \(count) names, \(order) on", span)
      return nil
    }
    return names.map(\.text)
  }

  private func format(_ key: String, _ example: String, _ table: inout ConfigTable) -> DateFormat? {
    guard let pattern = table.string(key, example: example) else { return nil }
    guard pattern.text.contains("%"), !Self.hasMarks(pattern.text) else {
      table.report(
        "`\(pattern.text)` is no pattern of dates", pattern.span,
        help: "write it like `\(example)`, without `<`, `>`, `&` or quotes")
      return nil
    }
    do { return try DateFormat(pattern.text) } catch {
      table.report(error.message, pattern.span, help: error.help)
      return nil
    }
  }

  /// Whether a text holds what has to be escaped somewhere: dates are written as they are.
  private static func hasMarks(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || "<>&\"'".unicodeScalars.contains(scalar)
        || scalar.value & 0xFFFE == 0xFFFE
    }
  }

  // MARK: - Strings

  private mutating func phrase(_ member: DataMember, _ table: inout ConfigTable) -> Phrase? {
    switch member.value.content {
    case .scalar(let scalar) where scalar.kind == .string:
      return text(scalar.text, member.value.span, &table).map { .text($0) }
    case .map(let members): return forms(members, member, &table).map { .forms($0) }
    default:
      table.report(
        "`\(member.key)` must be a text, or a table of its forms by number", member.value.span,
        help:
          "write `\(member.key) = \"…\"`, or `\(member.key) = { one = \"{count} …\", other = \"{count} …\" }`"
      )
      return nil
    }
  }

  private func text(_ text: String, _ span: Span, _ table: inout ConfigTable) -> PhraseText? {
    do { return try PhraseText(text) } catch {
      table.report(error.message, span, help: error.help)
      return nil
    }
  }

  private mutating func forms(
    _ members: [DataMember], _ phrase: DataMember, _ table: inout ConfigTable
  ) -> [PluralCategory: PhraseText]? {
    let wanted = PluralRule(language: tag).categories
    let listed = wanted.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    var forms: [PluralCategory: PhraseText] = [:]
    for member in members {
      guard let category = PluralCategory(rawValue: member.key),
        wanted.contains(category) || category == .other
      else {
        diagnostics.append(
          Diagnostic(
            .stringsForms, "\(LanguageTag.described(tag)) has no form `\(member.key)` for numbers of things",
            in: source, member.keySpan, label: "never used",
            help: wanted.count == 1 ? "its one form is \(listed)" : "its forms are \(listed)"))
        return nil
      }
      guard case .scalar(let scalar) = member.value.content, scalar.kind == .string,
        let text = text(scalar.text, member.value.span, &table)
      else {
        table.report("`\(member.key)` must be a text", member.value.span)
        return nil
      }
      forms[category] = text
    }
    if let missing = wanted.first(where: { forms[$0] == nil }) {
      diagnostics.append(
        Diagnostic(
          .stringsForms,
          "`\(phrase.key)` lacks the form `\(missing.rawValue)`, which \(LanguageTag.described(tag)) has",
          in: source,
          phrase.value.span, label: "no `\(missing.rawValue)`",
          help: "forms for numbers of things are \(listed) there"))
      return nil
    }
    return forms
  }
}

/// `[languages.TAG]` of `site.toml`.
extension ConfigReader {
  /// The default language first.
  mutating func readLanguages(_ table: inout ConfigTable, main: String) -> [SiteLanguage] {
    var languages = [SiteLanguage(tag: main)]
    let node = table.node("languages")
    if let node, case .list = node.content {
      table.report(
        "`languages` must be a table", node.span,
        help: "write `[languages.fr]` for each language besides `language`")
      return languages
    }
    var tags = ConfigTable(node, name: "languages", source: source)
    for said in tags.allMembers().sorted(by: { $0.keySpan.start < $1.keySpan.start }) {
      var member = said
      if !LanguageTag.isValid(said.key) {
        tags.report("`\(said.key)` is no language tag", said.keySpan, help: Self.mend(tag: said.key))
        // What is meant is known, so that nothing is said of its texts.
        member = DataMember(key: LanguageTag.written(said.key), keySpan: said.keySpan, value: said.value)
        guard LanguageTag.isValid(member.key) else { continue }
      }
      let twin = languages.first { $0.tag.lowercased() == member.key.lowercased() && $0.tag != member.key }
      if let twin {
        tags.report(
          "`\(member.key)` and `\(twin.tag)` are one language", member.keySpan,
          help: "write `\(twin.tag)` here too")
        continue
      }
      let language = readLanguage(member)
      if member.key == main { languages[0] = language } else { languages.append(language) }
    }
    diagnostics += tags.finish()
    return languages
  }

  private mutating func readLanguage(_ member: DataMember) -> SiteLanguage {
    var table = ConfigTable(member.value, name: "languages.\(member.key)", source: source)
    var language = SiteLanguage(tag: member.key, span: member.keySpan)
    language.title = table.string("title", example: "Trains de nuit")?.text
    language.description = table.string("description", example: "De quoi parle le site")?.text
    language.menus = table.node("menus") == nil ? nil : readMenus(&table)
    var reader = WordsReader(member.key, source)
    language.words = reader.read(&table)
    diagnostics += reader.diagnostics + table.finish()
    return language
  }

  static func mend(tag: String) -> String {
    if let named = LanguageTag.tag(ofLanguage: tag) { return "write `\(named)`" }
    let dashed = LanguageTag.written(tag.replacing("_", with: "-"))
    return LanguageTag.isValid(dashed) ? "write `\(dashed)`" : "write one like `en` or `pt-BR`"
  }
}

extension DiagnosticCode {
  /// A string whose forms are not those that its language has for numbers.
  package static let stringsForms = DiagnosticCode("strings.forms")
}
