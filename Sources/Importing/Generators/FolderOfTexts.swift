import DataFormats
import Diagnostics
import Files
import Models

/// A tree of texts as Hugo, Zola, Astro and Eleventy have it: folders are sections, one of them has the posts.
enum FolderOfTexts {
  /// Carries a file of the tree; `_index.md`, the text of a section, becomes `index.md`.
  static func carry(_ file: String, _ below: String, in site: OldSite, _ carried: inout CarriedSite) {
    let name = FilePath.name(of: below)
    if name.hasPrefix("_index."), FilePath.isMarkdown(name) {
      return carried.carry(file, to: FilePath.joined(FilePath.folder(of: below), String(name.dropFirst())))
    }
    if FilePath.hasHiddenPart(below) {
      carried.find(
        .file, "Files whose names begin with `_`", file, in: site,
        advice: "they are copied, and not published; rename what is to be")
    }
    if CarriedSite.isOtherText(file)
      || (["html", "htm"].contains(FilePath.suffix(of: file)) && hasFrontMatter(file, site))
    {
      carried.find(
        .format, "Texts in another format", file, in: site,
        advice: "convert them to Markdown, with pandoc for instance; they are copied as they are")
    }
    carried.carry(file, to: below)
  }

  private static func hasFrontMatter(_ file: String, _ site: OldSite) -> Bool {
    guard let bytes = site.source(file)?.bytes else { return false }
    return bytes.starts(with: "---".utf8) || bytes.starts(with: "+++".utf8)
  }

  /// The top folder with the most texts that have a date, a usual name first; "" for the root, if most lie there, and
  /// `posts` if none has any.
  static func postsFolder(in site: OldSite, _ carried: CarriedSite) -> String {
    var dated: [String: Int] = [:]
    for file in carried.files where FilePath.isMarkdown(file.to) || FilePath.suffix(of: file.to) == "mdx" {
      guard isDated(file, site) else { continue }
      let place = carried.place(of: file.to)
      let parts = place.split(separator: "/")
      // A post with files beside it is no folder of posts.
      let isOfRoot = parts.count < 2 || (parts.count == 2 && parts[1].hasPrefix("index."))
      dated[isOfRoot ? "" : String(place.prefix { $0 != "/" }), default: 0] += 1
    }
    let usual = ["posts", "post", "blog", "articles", "writing", "notes", "news"]
    if let name = usual.prefix(3).first(where: { (dated[$0] ?? 0) > 0 }) { return name }
    let best = dated.max { a, b in
      let (x, y) = (usual.firstIndex(of: a.key) ?? usual.count, usual.firstIndex(of: b.key) ?? usual.count)
      return (a.value, y, b.key) < (b.value, x, a.key)
    }
    // A page or two with a date make no blog of the root.
    guard let best, best.key != "" || best.value > 2 else { return "posts" }
    return best.key
  }

  /// The text of a section below the posts, where every text is a post, has no place.
  static func keepSectionsOut(_ carried: inout CarriedSite, in site: OldSite) {
    guard carried.postsFolder.isEmpty else { return }
    for (index, file) in carried.files.enumerated()
    where FilePath.name(of: file.from).hasPrefix("_index.") && file.to.contains("/") {
      carried.files[index] = CarriedSite.CarriedFile(
        from: file.from, to: FilePath.joined(FilePath.folder(of: file.to), FilePath.name(of: file.from)))
      carried.find(
        .format, "Texts of sections among the posts", file.from, in: site,
        advice: "they are copied, and not published")
    }
  }

  private static func isDated(_ file: CarriedSite.CarriedFile, _ site: OldSite) -> Bool {
    if FileNameDate(FilePath.withoutSuffix(FilePath.name(of: file.to))) != nil { return true }
    guard let source = site.source(file.from) else { return false }
    let keys = ["publishedAt"] + (Spelling.others["publishedAt"] ?? [])
    guard case .map(let members)? = FrontMatter.split(source).root?.content else { return false }
    return members.contains { member in
      keys.contains(member.key) || (member.key == "path" && member.value.text.map(isDatedPath) ?? false)
    }
  }

  private static func isDatedPath(_ path: String) -> Bool {
    ["{year}/{month}/", "*/{year}/{month}/"].contains { PathPattern($0)?.match(path) != nil }
  }
}
