import Diagnostics
package import Models

/// What a template has to know of a string of the theme: `strings.posts(count: 3)`.
package struct PhraseSignature: Sendable, Hashable {
  /// Names of what is filled in, in the order of their letters.
  package let placeholders: [String]
  /// Whether some language has another form of it by `count`.
  package let isPlural: Bool

  package init(placeholders: [String], isPlural: Bool) {
    self.placeholders = placeholders
    self.isPlural = isPlural
  }

  /// What `count` is called, which chooses among forms.
  package static let count = "count"
}

/// A text with places to fill, `{count} posts`, in its parts.
package struct PhraseText: Sendable, Hashable {
  package enum Part: Sendable, Hashable {
    case text(String)
    case placeholder(String)
  }

  package let parts: [Part]

  init(parts: [Part]) {
    self.parts = parts
  }

  /// What is wrong with a text.
  package struct Problem: Error {
    package let message: String
    package let help: String
  }

  /// `{{` and `}}` are braces themselves.
  package init(_ text: String) throws(Problem) {
    var parts: [Part] = []
    var run = ""
    var rest = text[...]
    while let first = rest.first {
      rest = rest.dropFirst()
      guard first == "{" || first == "}" else {
        run.append(first)
        continue
      }
      if rest.first == first {
        run.append(first)
        rest = rest.dropFirst()
        continue
      }
      let help = "a place to fill is like `{count}`; a brace itself is written twice"
      guard first == "{", let end = rest.firstIndex(of: "}") else {
        throw Problem(message: "a `\(first)` stands alone", help: help)
      }
      let name = String(rest[..<end])
      guard let letter = name.utf8.first, ExpressionLexer.isNameStart(letter),
        name.utf8.allSatisfy({ ExpressionLexer.isNameStart($0) || $0.isASCIIDigit })
      else { throw Problem(message: "`{\(name)}` is no name of a place to fill", help: help) }
      if !run.isEmpty { parts.append(.text(run)) }
      run = ""
      parts.append(.placeholder(name))
      rest = rest[rest.index(after: end)...]
    }
    if !run.isEmpty { parts.append(.text(run)) }
    self.parts = parts
  }

  package var placeholders: Set<String> {
    Set(parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } })
  }
}

/// A string of the theme in one language, as values of `strings` hold it.
package enum Phrase: Sendable, Hashable {
  case text(PhraseText)
  case forms([PluralCategory: PhraseText])

  package var placeholders: Set<String> {
    switch self {
    case .text(let text): text.placeholders
    case .forms(let forms): forms.values.reduce(into: []) { $0.formUnion($1.placeholders) }
    }
  }

  /// A string when there is nothing to fill in; else its parts, or a list of those by category, in the order of the
  /// categories.
  package var value: Value {
    switch self {
    case .text(let text): Self.value(text)
    case .forms(let forms):
      .list(PluralCategory.allCases.map { category in forms[category].map { Self.value($0) } ?? .none })
    }
  }

  /// Texts as they are, names of what is filled in as lists of one.
  private static func value(_ text: PhraseText) -> Value {
    if text.placeholders.isEmpty {
      return .string(text.parts.map { if case .text(let run) = $0 { run } else { "" } }.joined())
    }
    return .record(
      text.parts.map { part in
        switch part {
        case .text(let run): .string(run)
        case .placeholder(let name): .list([.string(name)])
        }
      })
  }
}

extension Machine {
  /// A string of the theme with its places filled; `names` are those of the values.
  func filled(_ phrase: Value, _ names: [String], _ values: [Value]) -> Value {
    var phrase = phrase
    if case .list(let forms) = phrase {
      var category = PluralCategory.other
      if let index = names.firstIndex(of: PhraseSignature.count), case .int(let count) = values[index] {
        category = theme.context.words.plural.category(of: count)
      }
      let wanted = PluralCategory.allCases.firstIndex(of: category) ?? 0
      phrase = wanted < forms.count && !forms[wanted].isNone ? forms[wanted] : forms.last ?? .none
    }
    guard case .record(let parts) = phrase else { return phrase }
    var text = ""
    for part in parts {
      switch part {
      case .string(let run): text += run
      case .list(let name):
        if case .string(let name)? = name.first, let index = names.firstIndex(of: name) {
          text += Self.written(values[index])
        }
      default: break
      }
    }
    return .string(text)
  }

  private static func written(_ value: Value) -> String {
    switch value {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): Self.text(number)
    default: ""
    }
  }
}
