import Diagnostics

/// Tags of languages (BCP 47, RFC 5646).
package enum LanguageTag {
  /// Whether a text can be one: a language of two or three small letters, then parts of up to eight letters and digits.
  /// Longer languages are none that are registered (section 2.2.1); which shorter ones are is not looked up.
  package static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let language = parts.first, (2...3).contains(language.utf8.count),
      language.utf8.allSatisfy({ $0.isASCIISmall })
    else { return false }
    return parts.dropFirst().allSatisfy { part in
      (1...8).contains(part.utf8.count)
        && part.utf8.allSatisfy { $0.isASCIIAlphanumeric }
    }
  }

  /// The tag and what is left of it when parts are taken away, the shortest first: `pt`, `pt-BR` (RFC 4647, lookup).
  package static func chain(_ tag: String) -> [String] {
    var chain: [String] = []
    for part in tag.split(separator: "-") { chain.append((chain.last.map { $0 + "-" } ?? "") + part) }
    return chain
  }

  /// ``French (`fr`)``, for messages; the tag alone when its language is none of those that are known here.
  package static func described(_ tag: String) -> String {
    let name = names[tag.prefix { $0 != "-" }.lowercased()]
    return name.map { "\($0) (`\(tag)`)" } ?? "`\(tag)`"
  }

  /// The same tag with its language in small letters, as all tags are written here.
  package static func written(_ tag: String) -> String {
    let language = tag.prefix { $0 != "-" }
    return language.lowercased() + tag.dropFirst(language.count)
  }

  /// The tag of a language that is called so in English.
  package static func tag(ofLanguage name: String) -> String? {
    names.first { $0.value.lowercased() == name.lowercased() }?.key
  }

  /// Whether it is the tag of a language that many sites are written in.
  package static func isWellKnown(_ tag: String) -> Bool {
    isValid(written(tag)) && names[tag.prefix { $0 != "-" }.lowercased()] != nil
  }

  /// Names of languages by their codes in ISO 639-1.
  private static let names: [String: String] = [
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan",
    "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian Bokmål", "nl": "Dutch",
    "nn": "Norwegian Nynorsk", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovene", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
  ]
}
