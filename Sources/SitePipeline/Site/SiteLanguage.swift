package import Diagnostics
import Files
import Models
import TemplateEngine

/// One language of the site: the default one, or a `[languages.TAG]` table.
package struct SiteLanguage: Sendable {
  /// BCP 47 tag, as `site.toml` has it.
  package var tag: String
  /// Where it is said; nothing for the language that a site has by default.
  package var span: Span?
  /// What the site says in this language instead of what it says of itself.
  package var title: String?
  package var description: String?
  package var menus: [Menu]?
  /// Words that the theme lacks in this language, or that the site says in another way.
  package var words: WordLayer?
}

extension SiteConfig {
  /// The folder that the pages of a language are in, `fr/`; empty for the default one.
  func folder(ofLanguage number: Int) -> String { number == 0 ? "" : languages[number].tag + "/" }
}

/// What one file says of one language: names of dates, and the strings of templates.
package struct WordLayer: Sendable {
  /// A string of the theme, and where it stands.
  struct Said: Sendable {
    let phrase: Phrase
    let span: Span
  }

  let source: SourceFile
  let tag: String
  /// What the language calls itself.
  var name: String?
  var months: [String]?
  var shortMonths: [String]?
  var weekdays: [String]?
  var shortWeekdays: [String]?
  var long: DateFormat?
  var short: DateFormat?
  /// The texts of `date(relative)`.
  var relative: [RelativeDate: Phrase] = [:]
  var phrases: [String: Said] = [:]
  /// Names of strings whose texts are wrong, which is reported.
  var broken: Set<String> = []
}

/// Where the texts of each language lie: under `content/TAG/`, or with the tag before their suffix. With one language
/// no name means a language.
struct ContentLanguages: Sendable {
  /// The default one first.
  let tags: [String]
  /// By tag, in small letters.
  private let numbers: [String: Int]

  /// Where a path of `content/` stands when its language is left out.
  struct Place: Sendable, Hashable {
    /// The path, without its language.
    let path: String
    /// Index into the languages; nothing when the path says none.
    let language: Int?
    /// Whether its folder says one language and its name another.
    var isDoubtful = false
  }

  init(_ config: SiteConfig) {
    tags = config.languages.map(\.tag)
    numbers = Dictionary(
      tags.enumerated().map { ($1.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The language with a tag, whose letters may be small or capital (RFC 5646, section 2.1.1).
  private func number(of tag: some StringProtocol) -> Int? { numbers[tag.lowercased()] }

  var isOne: Bool { tags.count == 1 }

  /// Hot: once for each file and link.
  func place(of path: String) -> Place {
    if isOne { return Place(path: path, language: nil) }
    var rest = path
    var folder: Int?
    if let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")), let number = number(of: path[..<slash]) {
      folder = number
      rest = String(path[path.utf8.index(after: slash)...])
    }
    guard ContentListing.isMarkdown(rest) else { return Place(path: rest, language: folder) }
    let stem = FilePath.stem(of: rest)
    let tag = FilePath.tag(of: stem)
    guard !tag.isEmpty, let number = number(of: tag) else { return Place(path: rest, language: folder) }
    let suffix =
      rest.utf8.count - FilePath.folder(of: rest).utf8.count - (rest.contains("/") ? 1 : 0) - stem.utf8.count
    let end = String(Substring(rest.utf8.suffix(suffix)))
    let start = String(Substring(rest.utf8.dropLast(suffix + tag.utf8.count + 1)))
    return Place(path: start + end, language: number, isDoubtful: folder != nil && folder != number)
  }

  /// The folder of the default language's files that stands for one of another language.
  func mirrored(_ folder: String) -> String? {
    if isOne { return nil }
    let place = place(of: folder + "/")
    guard place.language != nil else { return nil }
    return place.path.hasSuffix("/") ? String(place.path.dropLast()) : place.path
  }
}

/// Which documents are one entry in several languages.
struct DocumentVersions: Sendable {
  private struct Identity: Hashable {
    let collection: Int
    let path: String
  }

  /// By language: the index of the document, or -1.
  private var versions: [[Int32]] = []
  /// Path below `content/` without its language → index into the versions.
  private var places: [String: Int] = [:]

  init(_ documents: [Document], languages: Int) {
    if languages == 1 { return }
    var known: [Identity: Int] = [:]
    for (number, document) in documents.enumerated() {
      let identity = Identity(collection: document.collection, path: document.entryPath)
      let group = known[identity] ?? versions.count
      if group == versions.count {
        known[identity] = group
        versions.append(Array(repeating: -1, count: languages))
      }
      versions[group][document.language] = Int32(number)
      places[document.file.place] = group
    }
  }

  /// By language: the index of the document that a path means, or -1. The path says no language.
  func documents(at place: String) -> [Int]? { places[place].map { versions[$0].map(Int.init) } }
}

extension FilePath {
  /// What stands behind the last dot of a stem, as it is written; empty without one.
  static func tag(of stem: String) -> String {
    guard let dot = stem.utf8.lastIndex(of: UInt8(ascii: ".")), dot != stem.startIndex else { return "" }
    return String(stem[stem.utf8.index(after: dot)...])
  }
}
