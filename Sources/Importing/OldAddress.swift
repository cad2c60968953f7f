import DataFormats
import Diagnostics
import Files
import Models
@_spi(_Unicode) import Swift

/// The address that a text had, worked out as its generator does.
struct OldAddress {
  let generator: Generator
  /// Whether the site says its time zone, in which dates are then taken as they are written.
  let hasZone: Bool
  /// By path below `content/`: the categories that the folder of a post says.
  var folderCategories: [String: [String]] = [:]

  /// What a pattern says for a post; nothing where a part of it is not known.
  func of(_ post: FrontMatterSample, _ permalink: Permalink) -> String? {
    var out = ""
    var rest = permalink.text[...]
    while let first = rest.first {
      let name = first == ":" ? rest.dropFirst().prefix { $0.isLetter || $0 == "_" } : ""
      guard !name.isEmpty else {
        out.append(first)
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(1 + name.count)
      guard let part = part(String(name), of: post) else { return nil }
      out += part
    }
    let path = out.split(separator: "/").joined(separator: "/")
    return "/" + path + (out.hasSuffix("/") && !path.isEmpty ? "/" : "")
  }

  private func part(_ name: String, of post: FrontMatterSample) -> String? {
    switch name {
    case "title" where generator == .jekyll, "filename", "slugorfilename", "contentbasename",
      "slugorcontentbasename", "name", "basename":
      return written(post)
    case "slug" where generator == .jekyll: return Slug.fromKey(written(post))
    case "title": return post.node("title")?.text.map(generator == .hugo ? Self.hugoPart : Slug.fromKey)
    case "slug": return slug(post) ?? post.node("title")?.text.map(Self.hugoPart)
    case "categories": return generator == .jekyll ? categories(post, { $0.lowercased() }) : nil
    case "slugified_categories": return categories(post, Slug.fromKey)
    case "output_ext": return ".html"
    default: return date(of: post).flatMap { Self.part(name, of: $0) }
    }
  }

  private static func part(_ name: String, of date: CivilDate) -> String? {
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    switch name {
    case "year": return padded(date.year, 4)
    case "short_year": return padded(date.year % 100, 2)
    case "month": return padded(date.month, 2)
    case "i_month": return String(date.month)
    case "day": return padded(date.day, 2)
    case "i_day": return String(date.day)
    case "y_day": return padded(date.dayOfYear, 3)
    case "yearday": return String(date.dayOfYear)
    default: return nil
    }
  }

  private func slug(_ post: FrontMatterSample) -> String? {
    post.says("slug") ? post.node("slug")?.text : nil
  }

  /// The slug, or the name of the file without its day.
  private func written(_ post: FrontMatterSample) -> String {
    slug(post) ?? (generator == .jekyll ? FileNameDate(post.stem)?.rest : nil) ?? post.stem
  }

  /// Jekyll has those of the folder first, then those of the front matter, each once.
  private func categories(_ post: FrontMatterSample, _ spelled: (String) -> String) -> String {
    var all = FilePath.rest(of: post.source.path, in: "content").flatMap { folderCategories[$0] } ?? []
    for key in ["category", "categories"] {
      guard let node = post.node(key) else { continue }
      if case .scalar = node.content, key == "categories" {
        all += (node.text ?? "").split(separator: " ").map(String.init)
      } else {
        all += node.elements.compactMap(\.text)
      }
    }
    var seen: Set<String> = []
    return all.map(spelled).filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: "/")
  }

  private func date(of post: FrontMatterSample) -> CivilDate? {
    let keys = ["publishedAt"] + (Spelling.others["publishedAt"] ?? [])
    for key in keys {
      guard let text = post.node(key)?.text else { continue }
      if hasZone, let day = FileNameDate(String(text.prefix(10))) { return day.date }
      if case .success(let moment) = DateTime.parse(text, in: .utc) {
        return TimeZoneRules.utc.civil(moment).date
      }
    }
    return FileNameDate(post.stem)?.date
  }

  // MARK: - Parts

  /// A name as Hugo has it in addresses: small letters, dashes for spaces, and of other signs a few
  /// (https://gohugo.io/methods/page/slug/).
  static func hugoPart(_ text: String) -> String {
    let kept = text.lowercased().unicodeScalars.compactMap { scalar -> Character? in
      if scalar == " " { return "-" }
      let isKept =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark || "_-.#+~".unicodeScalars.contains(scalar)
      return isKept ? Character(scalar) : nil
    }
    let parts = String(kept).split(separator: "-", omittingEmptySubsequences: true)
    return parts.joined(separator: "-")
  }

  /// A name as Zola has it in addresses: in letters of ASCII. Those of other scripts than Latin, which it spells in Latin
  /// too, are left (https://www.getzola.org/documentation/content/page/#path-from-filename).
  static func zolaPart(_ text: String) -> String {
    var out = ""
    for scalar in text.lowercased()._nfd {
      if scalar.properties.generalCategory == .nonspacingMark { continue }
      if let plain = latin[scalar] { out += plain } else { out.unicodeScalars.append(scalar) }
    }
    guard out.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
    return out.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }

  /// Latin letters that are no letter of ASCII with a mark.
  private static let latin: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng",
    "’": "'", "‘": "'", "“": "\"", "”": "\"", "–": "-", "—": "-",
  ]
}
