import DataFormats
import Diagnostics
import Files
import Models

/// What front matter says to other generators that no model can: pages that lead on, menus, formulas.
extension CarriedSite {
  /// Whether a text is nothing but a redirect, which becomes a line of `[redirects]`
  /// (https://github.com/jekyll/jekyll-redirect-from).
  mutating func leadsOn(_ text: FrontMatterSample, isPost: Bool) -> Bool {
    guard generator == .jekyll, !text.hasBody, text.says("redirect_to"),
      let target = text.node("redirect_to")?.elements.first?.text
    else { return false }
    let own = text.node("permalink")?.text
    let isFolder = text.stem != FilePath.name(of: text.path)
    let path = isFolder ? text.entryPath : text.path
    let ofPost = isPost ? permalink.flatMap { oldPostAddress.of(text, $0) } : nil
    let from = own ?? ofPost ?? "/" + path + (isFolder ? "/" : pagesEndInHTML ? ".html" : "/")
    let isWhole = target.hasPrefix("/") || target.contains("://")
    let to = isWhole ? target : Self.resolved(target, from: from)
    return redirect(from, to: to, at: Location(path: text.source.path))
  }

  /// What of a text says that it has no page of its own, if it says so
  /// (https://www.11ty.dev/docs/permalinks/, https://www.getzola.org/documentation/content/page/,
  /// https://gohugo.io/content-management/build-options/).
  func reasonForNoPage(_ text: FrontMatterSample) -> String? {
    let (key, value): (String, DataNode?) =
      switch generator {
      case .eleventy: ("permalink: false", text.node("permalink"))
      case .zola: ("render = false", text.node("render"))
      case .hugo:
        ("build: { render: never }", (text.node("build") ?? text.node("_build"))?.node(at: ["render"]))
      case .jekyll, .astro: ("", nil)
      }
    return ["false", "never"].contains(value?.text?.lowercased()) ? key : nil
  }

  /// Gives a text a name that is not published.
  mutating func hide(_ index: Int, _ reason: String) {
    let file = files[index]
    let to = FilePath.joined(FilePath.folder(of: file.to), "_" + FilePath.name(of: file.to))
    files[index] = CarriedFile(from: file.from, to: to)
    findings.append(
      Finding(
        .file, "Texts without a page, by `\(reason)`", at: Location(path: "content/" + to),
        advice: "they are copied with a `_` before their names, and not published"))
  }

  /// Whether a section of Hugo or Zola has neither title nor text: its page is the theme's alone. A menu that it joins
  /// is kept.
  mutating func saysNothing(_ text: FrontMatterSample, _ file: String) -> Bool {
    guard FilePath.name(of: file).hasPrefix("_index."), !text.hasBody, !text.says("title") else {
      return false
    }
    if generator == .hugo { joinMenus([text], arePosts: false) }
    return true
  }

  /// A relative address beside another.
  private static func resolved(_ target: String, from address: String) -> String {
    var parts = address.split(separator: "/").map(String.init)
    if !address.hasSuffix("/") { parts = parts.dropLast() }
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { parts = parts.dropLast() } else { parts.append(String(part)) }
    }
    return "/" + parts.joined(separator: "/") + (target.hasSuffix("/") && !parts.isEmpty ? "/" : "")
  }

  /// Menus of Hugo that its texts join, formulas, and texts with a date that are no posts.
  mutating func findConventions(in posts: [FrontMatterSample], _ pages: [FrontMatterSample]) {
    if generator == .hugo { joinMenus(posts, arePosts: true) }
    if generator == .hugo { joinMenus(pages, arePosts: false) }
    for text in posts + pages where Self.hasFormulas(text) {
      findings.append(
        Finding(
          .tag, "Formulas", at: Location(path: text.source.path),
          advice: "they stand as they are written; a script of the theme, such as KaTeX, can draw them"))
    }
    guard generator == .hugo || generator == .zola else { return }
    for page in pages where page.stem == FilePath.name(of: page.path) && Self.hasDate(page) {
      findings.append(
        Finding(
          .file, "Texts with a date outside of the posts", at: Location(path: page.source.path),
          advice:
            "they are pages, in no feed and no list; move to the posts what is to be one, and name its `path`"
        ))
    }
  }

  private static func hasDate(_ page: FrontMatterSample) -> Bool {
    page.says("date") || FileNameDate(page.stem) != nil
  }

  private static let formulaKeys = [
    "math", "mathjax", "katex", "usemathjax", "use_math", "usemath", "enable_math", "latex",
  ]

  private static func hasFormulas(_ text: FrontMatterSample) -> Bool {
    let extra = text.node("extra")?.members ?? []
    return (text.members + extra).contains { member in
      formulaKeys.contains(member.key.lowercased())
        && !["false", "no", "off", "none", ""].contains(member.value.text?.lowercased() ?? "")
    }
  }

  // MARK: - Menus

  private struct Joined {
    let item: MenuItem
    let weight: Int
    let language: String?
  }

  /// `menu: main`, `menu: [main, footer]`, and `menu: { main: { name: …, weight: … } }`. A page that joins one menu by
  /// its name does so here too.
  private mutating func joinMenus(_ texts: [FrontMatterSample], arePosts: Bool) {
    var joined: [Joined] = []
    for text in texts {
      for key in ["menu", "menus"] {
        guard let node = text.node(key), !node.isNullOrEmpty else { continue }
        if !arePosts, key == "menu", case .scalar = node.content { continue }
        joined += items(node, of: text)
      }
    }
    for one in joined.enumerated().sorted(by: {
      ($0.element.weight, $0.offset) < ($1.element.weight, $1.offset)
    }) {
      let (item, language) = (one.element.item, one.element.language)
      if let index = languages.firstIndex(where: { $0.tag == language }) {
        languages[index].menus.append(item)
      } else {
        menus.append(item)
      }
    }
  }

  private mutating func items(_ node: DataNode, of text: FrontMatterSample) -> [Joined] {
    let entries: [(menu: String, item: DataNode?)] =
      node.members.isEmpty
      ? node.elements.compactMap { element in element.text.map { ($0, nil) } }
      : node.members.map { ($0.key, $0.value) }
    let location = Location(text.source, node.span)
    guard let path = FilePath.rest(of: text.source.path, in: "content") else { return [] }
    let folder = FilePath.folder(of: place(of: path))
    let home = (language(of: path).map { "/" + $0 } ?? "") + (folder.isEmpty ? "/" : "/\(folder)/")
    let url = text.hasBody || text.says("title") ? "/" + path : home
    return entries.compactMap { menu, item in
      guard ["main", "footer"].contains(menu) else {
        findings.append(
          Finding(
            .setting, "Menus", at: location, advice: "the built-in theme shows `main` and `footer`"))
        return nil
      }
      let title = ["linkTitle", "linktitle", "title"].lazy.compactMap { text.node($0)?.text }.first
      let weight = item?.text("weight") ?? text.node("weight")?.text
      return Joined(
        item: MenuItem(menu: menu, label: item?.text("name") ?? title ?? text.stem, url: url),
        weight: weight.flatMap { Int($0) } ?? 0, language: language(of: path))
    }
  }
}
