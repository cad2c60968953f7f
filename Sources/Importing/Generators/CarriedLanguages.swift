import DataFormats
import Diagnostics
import Files
import Models

extension CarriedSite {
  /// A language of the old site that is not its default one.
  struct Language: Sendable, Hashable {
    let tag: String
    var title: String?
    var description: String?
    var menus: [MenuItem] = []
  }

  /// A path below `content/` without the language that its folder or its name says.
  func place(of path: String) -> String {
    guard !languages.isEmpty else { return path }
    let tags = languages.map(\.tag) + (language.map { [$0] } ?? [])
    var rest = path
    if let tag = tags.first(where: { path.hasPrefix($0 + "/") }) {
      rest = String(path.dropFirst(tag.count + 1))
    }
    let stem = FilePath.withoutSuffix(rest)
    guard let tag = tags.first(where: { stem.hasSuffix("." + $0) }) else { return rest }
    return String(stem.dropLast(tag.count + 1)) + rest.dropFirst(stem.count)
  }

  /// The language of a path that is not of the default one.
  func language(of path: String) -> String? {
    languages.map(\.tag).first {
      path.hasPrefix($0 + "/") || FilePath.withoutSuffix(path).hasSuffix("." + $0)
    }
  }

  /// Adds a language, in the spelling that the names of files have. What can be no language is listed.
  mutating func add(_ tag: String, at location: Location, of site: OldSite) -> Int? {
    guard LanguageTag.isValid(tag) else {
      findings.append(
        Finding(
          .setting, "Languages with an odd name", at: location,
          advice: "a language is a tag such as `fr` or `pt-BR`; rename its files and write [languages.TAG]"))
      return nil
    }
    let spellings = [tag, tag.lowercased()]
    let used = spellings.first { spelling in
      site.files.contains { FilePath.withoutSuffix($0).hasSuffix("." + spelling) }
    }
    languages.append(Language(tag: used ?? tag))
    return languages.count - 1
  }
}
