import DataFormats
import Models
import TemplateEngine

/// The words that a language lacks, as a file has them: to be copied and translated.
struct MissingWords {
  /// The language that they are wanted in.
  let tag: String
  /// By name, what another language says.
  let phrases: [String: Phrase]

  /// `names` are those of `strings.…` and `dates.…` that are missing; `table` is what stands before their tables in the file.
  func text(_ names: [String], table: String) -> String {
    let strings = names.compactMap { name -> String? in
      guard name.hasPrefix("strings.") else { return nil }
      let key = String(name.dropFirst("strings.".count))
      return phrases[key].map { "\(key) = \(written($0))" }
    }
    let dates = names.compactMap { name -> String? in
      switch name {
      case "dates.months": "months = \(Self.list(DateNames.english.months))"
      case "dates.weekdays": "weekdays = \(Self.list(DateNames.english.weekdays))"
      default: nil
      }
    }
    return [("strings", strings), ("dates", dates)].filter { !$0.1.isEmpty }
      .map { (["[\(table)\($0)]"] + $1).joined(separator: "\n") }.joined(separator: "\n")
  }

  /// A text for each form that the language has, where there are forms.
  private func written(_ phrase: Phrase) -> String {
    switch phrase {
    case .text(let text): return TOMLText.string(Self.source(text))
    case .forms(let forms):
      let text = TOMLText.string(forms[.other].map { Self.source($0) } ?? "")
      let wanted = PluralRule(language: tag).categories
      if wanted.count == 1 { return text }
      return "{ " + wanted.map { "\($0.rawValue) = \(text)" }.joined(separator: ", ") + " }"
    }
  }

  private static func source(_ text: PhraseText) -> String {
    text.parts.map { part in
      switch part {
      case .text(let run): run.replacing("{", with: "{{").replacing("}", with: "}}")
      case .placeholder(let name): "{\(name)}"
      }
    }.joined()
  }

  private static func list(_ names: [String]) -> String {
    TOMLText.list(names)
  }
}
