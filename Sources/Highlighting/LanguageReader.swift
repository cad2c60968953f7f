import DataFormats
package import Diagnostics

/// Reads the description of a language: `languages/NAME.toml` of a theme.
struct LanguageReader {
  private let source: SourceFile
  private let name: String
  private(set) var diagnostics: [Diagnostic] = []
  /// Names of contexts, in the order of their numbers; 0 has no rules.
  private var contexts: [String: Int] = [:]
  /// What each context consists of, by name.
  private var contents: [String: [DataNode]] = [:]
  private var ignoresCase = false
  private var program = PatternProgram()
  private var rules: [Language.Rule] = []
  /// What each rule can begin with.
  private var firsts: [ByteSet] = []
  private var wordNumbers: [String: Int] = [:]
  private var wordTables: [WordTable] = []
  private var embedded: [String] = []

  /// The rules of each context that has been read.
  private var numbers: [String: [UInt16]] = [:]

  static let start = "code"
  private static let maximumDepth = 100
  private static let settings = ["title", "names", "ignore-case", "words", "rules"]

  /// What is wrong with a file makes its language plain.
  static func read(
    _ source: SourceFile, name: String
  ) -> (language: Language, names: [LanguageName], diagnostics: [Diagnostic]) {
    var reader = LanguageReader(source: source, name: name)
    let parse = DataParser.parse(file: source, as: .toml)
    reader.diagnostics = parse.diagnostics
    guard let root = parse.node, case .map(let members) = root.content else {
      return (.plain(name), [], reader.diagnostics)
    }
    for member in members where !settings.contains(member.key) {
      reader.report(
        "a language has no setting `\(member.key)`", member.keySpan,
        help: Suggestion.sentence(for: member.key, among: settings)
          ?? "settings here are " + settings.map { "`\($0)`" }.joined(separator: ", "))
    }
    let names = reader.readNames(root)
    let language = reader.read(root)
    let diagnostics = reader.diagnostics.inOrder
    return (diagnostics.hasErrors ? .plain(name) : language, names, diagnostics)
  }

  /// The names alone. They stand above the first table, and all that is below need not be read.
  static func names(in source: SourceFile) -> [String] {
    var reader = LanguageReader(source: source, name: "")
    let bytes = source.bytes
    let table = bytes.indices.first { index in
      bytes[index] == UInt8(ascii: "[") && (index == 0 || bytes[index - 1] == UInt8(ascii: "\n"))
    }
    let head = SourceFile(path: source.path, bytes: Array(bytes[..<(table ?? bytes.count)]))
    // The line may stand within a text or a list, which is cut off then.
    let root = DataParser.parse(file: head, as: .toml).node ?? DataParser.parse(file: source, as: .toml).node
    return root.map { reader.readNames($0).map(\.text) } ?? []
  }

  private init(source: SourceFile, name: String) {
    self.source = source
    self.name = name
  }

  private mutating func report(_ message: String, _ span: Span, help: String? = nil) {
    diagnostics.append(Diagnostic(.themeLanguage, message, in: source, span, help: help))
  }

  private mutating func readNames(_ root: DataNode) -> [LanguageName] {
    if let title = root.member("title") { _ = text(title.value, "title") }
    guard let names = root.member("names") else { return [] }
    guard case .list(let nodes) = names.value.content else {
      report("`names` must be a list of texts", names.value.span, help: "write `names = [\"\(name)\"]`")
      return []
    }
    return nodes.compactMap { node in
      text(node, "names").map { LanguageName(text: $0.lowercased(), span: node.span) }
    }
  }

  private mutating func text(_ node: DataNode, _ key: String) -> String? {
    if case .scalar(let scalar) = node.content, scalar.kind == .string { return scalar.text }
    report("`\(key)` must be a text", node.span)
    return nil
  }

  private mutating func flag(_ node: DataNode?, _ key: String) -> Bool {
    guard let node else { return false }
    if case .scalar(let scalar) = node.content, case .bool(let flag) = scalar.kind { return flag }
    report("`\(key)` must be `true` or `false`", node.span)
    return false
  }

  private mutating func kind(_ node: DataNode?, _ key: String) -> CodeKind? {
    guard let node, let text = text(node, key) else { return nil }
    if let kind = CodeKind(text) { return kind }
    reportKind(text, node.span)
    return nil
  }

  private mutating func reportKind(_ text: String, _ span: Span) {
    let kinds = CodeKind.allCases.map(\.name)
    report(
      "there is no kind of code `\(text)`", span,
      help: Suggestion.sentence(for: text, among: kinds)
        ?? "kinds are " + kinds.map { "`\($0)`" }.joined(separator: ", "))
  }

  // MARK: - Words

  private mutating func readWords(_ node: DataNode?) {
    guard let node else { return addWords("", []) }
    guard case .map(let members) = node.content else {
      return report("`words` must be a table from kinds to words", node.span)
    }
    addWords("", members.filter { if case .map = $0.value.content { false } else { true } })
    for member in members {
      if case .map(let inner) = member.value.content { addWords(member.key, inner) }
    }
  }

  private mutating func addWords(_ group: String, _ members: [DataMember]) {
    var lists: [(kind: CodeKind, words: [String])] = []
    for member in members {
      guard let kind = CodeKind(member.key) else {
        reportKind(member.key, member.keySpan)
        continue
      }
      guard let words = text(member.value, member.key) else { continue }
      lists.append((kind, words.split(whereSeparator: \.isWhitespace).map { String($0) }))
    }
    wordNumbers[group] = wordTables.count
    wordTables.append(WordTable(lists, ignoringCase: ignoresCase))
  }

  // MARK: - Rules

  private mutating func read(_ root: DataNode) -> Language {
    ignoresCase = flag(root.member("ignore-case")?.value, "ignore-case")
    readWords(root.member("words")?.value)
    guard let node = root.member("rules")?.value else { return .plain(name) }
    guard case .map(let members) = node.content else {
      report("`rules` must be a table from names to lists of rules", node.span)
      return .plain(name)
    }
    contexts[Self.start] = 1
    for member in members {
      if contexts[member.key] == nil { contexts[member.key] = contexts.count + 1 }
      guard case .list(let nodes) = member.value.content else {
        report("`\(member.key)` must be a list of rules", member.value.span)
        continue
      }
      contents[member.key] = nodes
    }
    guard members.contains(where: { $0.key == Self.start }) else {
      report("`rules` has no list `\(Self.start)`, where a text begins", node.span)
      return .plain(name)
    }
    var starts = [UInt16](repeating: 0, count: 256 * (contexts.count + 1))
    // The first list is empty.
    var lists: [UInt16] = [.max]
    var known: [[UInt16]: UInt16] = [[]: 0]
    for (context, number) in contexts.sorted(by: { $0.value < $1.value }) {
      let numbers = rules(of: context, within: [])
      for byte in 0..<256 {
        let list = numbers.filter { firsts[Int($0)].contains(UInt8(byte)) }
        if known[list] == nil {
          guard lists.count + list.count < Int(UInt16.max) else {
            report("these are more rules than can be followed", node.span)
            return .plain(name)
          }
          known[list] = UInt16(lists.count)
          lists += list + [.max]
        }
        starts[256 * number + byte] = known[list] ?? 0
      }
    }
    return Language(
      name: name, program: program, rules: rules, starts: starts, lists: lists, words: wordTables,
      embedded: embedded)
  }

  /// The rules of a context, those of others that it names at their place; of several that are one, the first counts.
  private mutating func rules(of context: String, within outer: [String]) -> [UInt16] {
    if let known = numbers[context] { return known }
    var numbers: [UInt16] = []
    for node in contents[context] ?? [] {
      switch node.content {
      case .map(let members):
        if let rule = rule(members, node.span), rules.count < 10_000 {
          numbers.append(UInt16(rules.count))
          rules.append(rule.rule)
          firsts.append(rule.first)
        }
      case .scalar(let scalar) where scalar.kind == .string:
        if scalar.text == context || outer.contains(scalar.text) {
          report("the rules `\(scalar.text)` contain themselves", node.span)
        } else if outer.count >= Self.maximumDepth {
          report("rules stand more than \(Self.maximumDepth) deep in each other", node.span)
        } else if isContext(scalar.text, node.span) {
          numbers += rules(of: scalar.text, within: outer + [context])
        }
      default: report("a rule is a table, or the name of other rules", node.span)
      }
    }
    var seen: Set<UInt16> = []
    numbers.removeAll { !seen.insert($0).inserted }
    self.numbers[context] = numbers
    return numbers
  }

  private mutating func isContext(_ text: String, _ span: Span) -> Bool {
    if contexts[text] != nil { return true }
    report(
      "there are no rules `\(text)`", span,
      help: Suggestion.sentence(for: text, among: contexts.keys.sorted()))
    return false
  }

  private static let keys = [
    "match", "from", "to", "until", "kind", "mark", "inside", "language", "words", "call", "capital",
    "operand",
    "ends",
  ]

  private mutating func rule(_ members: [DataMember], _ span: Span) -> (rule: Language.Rule, first: ByteSet)?
  {
    let values = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    for member in members where !Self.keys.contains(member.key) {
      report(
        "a rule has no `\(member.key)`", member.keySpan,
        help: Suggestion.sentence(for: member.key, among: Self.keys)
          ?? "it can have " + Self.keys.map { "`\($0)`" }.joined(separator: ", "))
    }
    var rule = Language.Rule()
    rule.kind = kind(values["kind"], "kind")
    rule.mark = kind(values["mark"], "mark")
    rule.call = kind(values["call"], "call")
    rule.capital = kind(values["capital"], "capital")
    rule.isOperand = flag(values["operand"], "operand")
    rule.endsParent = flag(values["ends"], "ends")
    if let words = values["words"] { rule.words = wordTable(words) }
    guard let start = values["match"] ?? values["from"] else {
      report(
        "a rule needs `match`, or `from` and `to`", span,
        help: "write `{ match = '#[^\\n]*', kind = \"comment\" }`")
      return nil
    }
    guard let begin = pattern(start, "match") else { return nil }
    rule.start = program.add(begin)
    let end = values["to"] ?? values["until"]
    if values["from"] == nil || values["match"] != nil {
      for key in ["to", "until", "inside", "language", "mark", "from"] where values[key] != nil {
        report("a rule with `match` has no `\(key)`", values[key]?.span ?? span)
      }
      return (rule, begin.first)
    }
    guard let end else {
      report("a rule with `from` needs `to` or `until`", span)
      return nil
    }
    return finish(&rule, values, begin, end)
  }

  /// What a span has besides its beginning.
  private mutating func finish(
    _ rule: inout Language.Rule, _ values: [String: DataNode], _ begin: Pattern, _ end: DataNode
  ) -> (rule: Language.Rule, first: ByteSet)? {
    guard let close = pattern(end, "to") else { return nil }
    rule.isSpan = true
    rule.isUntil = values["to"] == nil
    rule.end = program.add(close)
    rule.endSet = program.add(close.first)
    rule.isIndented = close.asksForIndentation
    if let inside = values["inside"], let text = text(inside, "inside"), isContext(text, inside.span) {
      rule.inside = Int32(contexts[text] ?? 0)
      let pairs: [UInt8: Character] = [
        UInt8(ascii: ")"): "(", UInt8(ascii: "}"): "{", UInt8(ascii: "]"): "[",
      ]
      if let byte = close.onlyByte, let opening = pairs[byte]?.asciiValue {
        (rule.opening, rule.closing) = (opening, byte)
      }
    }
    if let language = values["language"], let text = text(language, "language") {
      if text == "\\2" {
        rule.language = Language.namedByGroup
      } else {
        rule.language = Int32(embedded.count)
        embedded.append(text)
      }
    }
    return (rule, begin.first)
  }

  private mutating func wordTable(_ node: DataNode) -> Int32 {
    if case .scalar(let scalar) = node.content, scalar.kind == .bool(true) {
      return Int32(wordNumbers[""] ?? 0)
    }
    guard let text = text(node, "words") else { return -1 }
    if let number = wordNumbers[text] { return Int32(number) }
    report(
      "there are no words `\(text)`", node.span,
      help: Suggestion.sentence(for: text, among: wordNumbers.keys.sorted())
        ?? "write `words = true`, or a table `[words.\(text)]`")
    return -1
  }

  private mutating func pattern(_ node: DataNode, _ key: String) -> Pattern? {
    guard let text = text(node, key) else { return nil }
    do { return try PatternParser.parse(text, ignoringCase: ignoresCase) } catch {
      report("this pattern can't be read: \(error.message)", node.span)
      return nil
    }
  }
}

/// Another name of a language, and where its file says it.
struct LanguageName {
  let text: String
  let span: Span
}

extension Language {
  /// One in which nothing is coloured.
  static func plain(_ name: String) -> Language {
    Language(
      name: name, program: PatternProgram(), rules: [], starts: [], lists: [], words: [], embedded: [])
  }
}

extension DiagnosticCode {
  /// A file of `languages/` that describes no language.
  package static let themeLanguage = DiagnosticCode("theme.language")
}
