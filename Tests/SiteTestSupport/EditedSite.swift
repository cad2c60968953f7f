package import Foundation
import Models
package import SitePipeline
import TestSupport

/// A small site on disk that is edited at random: posts with links, tags, dates, drafts, anchors and mistakes, and a
/// theme of its own over the default one.
package final class EditedSite {
  /// Where it lies.
  package let folder: URL
  private var random: SeededGenerator
  private var next = 0
  private var hours = 0
  private let isLenient: Bool

  /// The same site, and the same edits, for the same seed. When it is lenient most mistakes are warnings, so that it can
  /// be built after almost every edit; settings and assets are edited too then.
  package init(seed: UInt64, isLenient: Bool = false) throws {
    random = SeededGenerator(seed: seed)
    self.isLenient = isLenient
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("presstime-\(UUID().uuidString)")
    try write("content/site.toml", settings())
    try write("themes/mine/assets/edits.css", style())
    try write("themes/mine/assets/dot.png", "dot")
    try write("content/series/one.md", "---\nname: One\n---\n")
    try write("data/notes.json", notes())
    try write("data/facts.yaml", facts())
    try write(
      "themes/mine/routes/notes/[note].html",
      "{% each note in notes %}\n<h1>{{ note.title }}</h1>\n{{ note.body }}"
        + "{% for post in note.posts %}{{ post.title }}{% endfor %}{% if note.next %}{{ note.next.title }}{% endif %}\n"
    )
    try write(
      "themes/mine/routes/facts.html",
      "{{ data.facts.count }} {{ data.facts.name ?? \"\" }}{% for note in notes %}{{ note.url }}{% endfor %}\n"
    )
    try write("content/about.md", "---\ntitle: About\n---\n\nSee [a post](posts/p0.md).\n")
    try write("content/posts/cover.png", picture())
    try write("themes/mine/theme.toml", "name = \"mine\"\nextends = \"default\"\n")
    try write(
      "themes/mine/routes/longest.html",
      "{% let longest = posts | sort(by: .wordCount) | reverse | take(2) %}\n"
        + "{% for post in longest %}{{ post.title }} {{ post.readingTime }}\n{% endfor %}\n")
    try write(
      "themes/mine/routes/long.html",
      "{% each list in posts | filter(.wordCount > 300) | paginate(1) %}\n<h1>{{ list.total }}</h1>\n")
    try write(
      "themes/mine/routes/series/[one].html",
      "{% each one in series %}\n<h1>{{ one.name }}</h1>\n"
        + "{% for post in posts | filter(.series == one) %}{{ post.title }}{% endfor %}\n")
    for _ in 0..<6 { try write("content/posts/p\(next).md", post()); next += 1 }
  }

  /// How it is built at its moment.
  package var options: BuildOptions { BuildOptions(site: folder.path, clock: clock, jobs: 2) }
  /// The moment, which edits may move.
  package var clock: BuildClock { .moment(DateTime(secondsSinceEpoch: 1_790_000_000 + Int64(hours) * 3600)) }

  /// Removes the folder.
  package func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Makes one edit, or several at once; the paths that it has changed.
  package func edit() throws -> Set<String> {
    var changed: Set<String> = []
    for _ in 0..<(number(5) == 0 ? 3 : 1) { changed.formUnion(try editOnce()) }
    return changed
  }

  private func editOnce() throws -> Set<String> {
    let existing = (0..<next).map { "content/posts/p\($0).md" }.filter(exists)
    let path = existing.isEmpty ? "content/posts/p0.md" : existing[number(existing.count)]
    if isLenient, number(6) == 0 {
      switch number(4) {
      case 0: return try write("content/site.toml", settings())
      case 1: return try write("themes/mine/assets/edits.css", style())
      case 2: return try write("themes/mine/assets/dot.png", "dot \(number(2))")
      default: return try write("themes/mine/static/edits.txt", "# \(number(3))\n")
      }
    }
    switch number(24) {
    case 20, 21: return try write("data/notes.json", notes())
    case 22, 23: return try write("data/facts.yaml", facts())
    case 16...19, 0...4: return try rewrite(path) { front, _ in front + self.body() }
    case 5...7: return try rewrite(path) { _, body in self.frontMatter() + body }
    case 8:
      defer { next += 1 }
      return try write("content/posts/p\(next).md", post())
    case 9:
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(path))
      return [path]
    case 10:
      let target = "content/posts/p\(next).md"
      next += 1
      guard exists(path) else { return [] }
      try FileManager.default.moveItem(
        at: folder.appendingPathComponent(path), to: folder.appendingPathComponent(target))
      return [path, target]
    case 11: return try write("themes/mine/components/Note.html", note())
    case 12:
      return try write(
        "themes/mine/routes/index.html",
        [
          "{% for post in posts %}{{ post.title }} {{ post.tags | count }}\n{% endfor %}\n",
          "{{ posts.count }} posts, {{ asset(\"edits.css\") }}\n{% for p in posts %}{{ p.body }}{% endfor %}\n",
          "{{ nothing }}\n",
        ][number(isLenient ? 2 : 3)])
    case 13:
      hours += [1, 30, 5][number(3)]
      return []
    case 14:
      return try write("content/series/one.md", "---\nname: One \(number(9))\nslug: s\(number(2))\n---\n")
    case 15 where number(2) == 0: return try write("content/posts/cover.png", picture())
    default: return try write("content/posts/extra\(number(3)).txt", "a file \(number(9))\n")
    }
  }

  private func rewrite(_ path: String, _ change: (String, String) -> String) throws -> Set<String> {
    let text = (try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)) ?? post()
    let parts = text.components(separatedBy: "\n---\n")
    return try write(
      path, change((parts.first ?? "") + "\n---\n", parts.dropFirst().joined(separator: "\n---\n")))
  }

  private func settings() -> String {
    let mistakes = [
      "link.broken", "link.broken-anchor", "link.unpublished", "post.unknown-reference",
      "post.unpublished-reference",
    ]
    let policy = "[diagnostics]\n" + mistakes.map { "\"\($0)\" = \"warning\"\n" }.joined()
    return """
      title = "Edits \(isLenient ? number(3) : 0)"
      url = "https://example.com/"
      theme = "mine"

      [models.Post]
      series = "Series?"
      cover = "Image?"

      [models.Series]
      name = "String"

      [models.Note]
      title = "String"
      body = "Markdown"
      posts = "[Post] = []"

      [collections.series]
      model = "Series"

      [sources.notes]
      file = "data/notes.json"
      items = "notes"
      model = "Note"

      [data.facts]
      file = "data/facts.yaml"
      type = "{ count: Int, name: String? }"

      \(isLenient ? policy : "")
      """
  }

  /// Items of a source.
  private func notes() -> String {
    let items = (0...number(4)).map { index -> String in
      let text = ["Words.", "## Here\\n\\nMore.", "[A post](/posts/p0/)", "<Note>In.</Note>"][number(4)]
      let posts = number(4) == 0 ? "\"p\(number(3))\"" : ""
      let key = !isLenient && number(9) == 0 ? "titel" : "title"
      return
        "{ \"id\": \(index), \"\(key)\": \"N\(number(9))\", \"body\": \"\(text)\", \"posts\": [\(posts)] }"
    }
    return "{ \"notes\": [\n" + items.joined(separator: ",\n") + "\n] }\n"
  }

  private func facts() -> String {
    "count: \(number(isLenient ? 3 : 4) == 3 ? "many" : "\(number(9))")\n"
      + (number(2) == 0 ? "name: x\n" : "")
  }

  /// What the first bytes of a picture of some size are.
  private func picture() -> String { "GIF89a\u{8}\0\(["a", "b", "c"][number(3)])\0" }

  private func style() -> String { "body { --edit: \(number(3)); background: url(dot.png) }\n" }

  private func post() -> String { frontMatter() + body() }

  private func frontMatter() -> String {
    var lines = ["---", "title: Post \(number(90))", "publishedAt: 2026-09-\(10 + number(20))"]
    if number(2) == 0 { lines.append("tags: [t\(number(4)), t\(number(4) + 4)]") }
    if number(3) == 0 { lines.append("category: c\(number(2))") }
    if number(6) == 0 { lines.append("draft: true") }
    if number(8) == 0 { lines.append("slug: own-\(number(isLenient ? 1_000_000 : 5))") }
    if number(8) == 0 { lines.append("aliases: [/old-\(number(isLenient ? 1_000_000 : 4))/]") }
    if number(4) == 0 { lines.append("series: \(["one", "s0", "s1"][number(3)])") }
    if number(6) == 0 { lines.append("cover: cover.png") }
    if !isLenient, number(9) == 0 { lines.append("titel: mistake") }
    return lines.joined(separator: "\n") + "\n---\n"
  }

  private func body() -> String {
    var text = ""
    for _ in 0...number(3) {
      switch number(6) {
      case 0: text += "\n## Heading \(number(3))\n"
      case 1: text += "\nA [link](p\(number(next + 1)).md) to a post.\n"
      case 2: text += "\nA [link](p\(number(3)).md#heading-\(number(3))) to a heading.\n"
      case 3: text += "\n<Note kind=\"tip\">\n\nInside.\n\n</Note>\n"
      case 4: text += "\n![A picture](cover.png) and [a page](/about/).\n"
      default: text += "\n" + String(repeating: "word ", count: 1 + number(400)) + "\n"
      }
    }
    return text
  }

  private func note() -> String {
    [
      "{% props kind: String = \"note\" %}\n<aside class=\"{{ kind }}\">{{ slot }}</aside>\n",
      "{% props kind: \"tip\" | \"note\" = \"note\" %}\n<div>{{ kind }}{{ slot }}</div>\n",
      "<p>{{ slot }}</p>\n",
    ][number(isLenient ? 2 : 3)]
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }

  private func number(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &random) }

  /// Writes one file; its path.
  @discardableResult package func write(_ path: String, _ text: String) throws -> Set<String> {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return [path]
  }
}
