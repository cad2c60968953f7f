import DataFormats
import Diagnostics
import Files
import Models

/// The addresses of posts: as routes where routes can say them, else as redirects; listed where neither can.
extension CarriedSite {
  mutating func keepAddresses(of posts: [FrontMatterSample], pages: [FrontMatterSample]) {
    let paths = Set(posts.map(\.entryPath))
    let isNested = paths.contains { $0.contains("/") }
    let hasTwins = Set(posts.map(name)).count < paths.count
    let keepsFolders = isNested && generator != .jekyll && (hasTwins || !isDatedRatherThanNested(posts))
    let target: String
    if let permalink {
      let (route, _) = permalink.route(keepsFolders: isNested && generator == .astro)
      leadOn(posts, permalink, isRoute: route != nil)
      target = route ?? "/posts/[post]/"
    } else {
      let folder = postsFolder.isEmpty ? "/" : "/\(addressFolder)/"
      target = folder + (keepsFolders ? "[...post]/" : "[post]/")
      if isNested, generator != .jekyll { leadOn(posts, below: folder, keepsFolders: keepsFolders) }
    }
    if addressPart != nil { findInCapitals(posts) }
    if pagesEndInHTML { leadOnFromFiles(pages) }
    leadOnFromSections(pages)
    if generator == .hugo { leadOnFromAliases(posts + pages) }
    if target != "/posts/[post]/" {
      routes.insert(RouteLine(route: "posts/[post].html", target: target), at: 0)
    }
    let list = generator == .astro ? permalink.map { String($0.text.dropFirst().prefix { $0 != ":" }) } : nil
    let folder = list.map { $0.split(separator: "/").joined(separator: "/") } ?? addressFolder
    if generator != .jekyll, folder != "posts", !folder.isEmpty {
      routes.insert(RouteLine(route: "posts/index.html", target: "/\(folder)/"), at: min(1, routes.count))
    }
    // The rules for robots are those of the old site.
    if files.contains(where: { $0.to == "robots.txt" }) {
      routes.append(RouteLine(route: "robots.txt", target: nil))
    }
    if hasTwins || keepsFolders {
      routes.append(RouteLine(route: "api/posts/[post].json", target: "/api/posts/[...post].json"))
    }
  }

  /// Works out the addresses that posts had.
  var oldPostAddress: OldAddress {
    OldAddress(generator: generator, hasZone: timezone != nil, folderCategories: folderCategories)
  }

  /// The folder of the posts in addresses: Astro's collections lie in `content/`.
  private var addressFolder: String {
    generator == .astro ? FilePath.name(of: postsFolder) : postsFolder
  }

  /// Whether more posts have a day before their names, which a route with folders keeps, than lie in folders, which a route
  /// without them drops.
  private func isDatedRatherThanNested(_ posts: [FrontMatterSample]) -> Bool {
    let own = posts.filter { !hasOwnAddress($0) }
    return own.count { name(of: $0) != $0.stem } > own.count { $0.entryPath.contains("/") }
  }

  /// Leads on from the addresses that one route can't say for all: with folders, and without the days before names.
  private mutating func leadOn(_ posts: [FrontMatterSample], below folder: String, keepsFolders: Bool) {
    for post in posts where !hasOwnAddress(post) {
      let isMoved = keepsFolders ? name(of: post) != post.stem : post.entryPath.contains("/")
      guard isMoved else { continue }
      let slug = post.says("slug") ? post.node("slug")?.text : nil
      leadOn(
        from: folder + FilePath.joined(FilePath.folder(of: post.entryPath), slug ?? name(of: post)) + "/",
        to: post)
    }
  }

  /// Leads on from addresses that hold what no route can say: categories, days of the year, words of a title.
  private mutating func leadOn(_ posts: [FrontMatterSample], _ permalink: Permalink, isRoute: Bool) {
    let address = oldPostAddress
    for post in posts where !hasOwnAddress(post) {
      let isOther =
        !isRoute || permalink.text.contains("categories") && hasCategories(post)
        || permalink.takesTitle && !post.says("slug")
          && post.node("title")?.text.map(OldAddress.hugoPart) != name(of: post)
      guard isOther else { continue }
      if let old = address.of(post, permalink) {
        leadOn(from: old, to: post)
      } else {
        findUnknown(permalink, post)
      }
    }
  }

  private mutating func leadOn(from old: String, to sample: FrontMatterSample) {
    let location = Location(path: sample.source.path)
    guard let path = FilePath.rest(of: sample.source.path, in: "content") else { return }
    let folder = language(of: path).map { "/" + $0 } ?? ""
    if !redirect(folder + old, to: "/" + Self.encoded(path), at: location) { findAddress(location) }
  }

  /// A path as an address writes it.
  private static func encoded(_ path: String) -> String {
    path.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
  }

  private mutating func findUnknown(_ permalink: Permalink, _ post: FrontMatterSample) {
    findings.append(
      Finding(
        .address, "Addresses like \(permalink.text)", at: Location(path: post.source.path),
        advice: "a part of it is not known here; give each post its old address as `path` or in `aliases`"))
  }

  private mutating func findAddress(_ location: Location) {
    findings.append(
      Finding(
        .address, "Addresses that can't lead on", at: location,
        advice: "give the text its old address as `path` or in `aliases`"))
  }

  private func hasCategories(_ post: FrontMatterSample) -> Bool {
    post.says("category") || post.says("categories")
      || FilePath.rest(of: post.source.path, in: "content").map { folderCategories[$0] != nil } ?? false
  }

  /// Pages that were files, `about.html`, are folders here.
  private mutating func leadOnFromFiles(_ pages: [FrontMatterSample]) {
    for page in pages where !hasOwnAddress(page) && page.stem == FilePath.name(of: page.path) {
      guard let to = FilePath.rest(of: page.source.path, in: "content"), !folderPages.contains(to) else {
        continue
      }
      leadOn(from: "/" + page.path + ".html", to: page)
    }
  }

  /// Pages of a section of Hugo whose addresses have a pattern of their own.
  private mutating func leadOnFromSections(_ pages: [FrontMatterSample]) {
    let address = OldAddress(generator: generator, hasZone: timezone != nil)
    for page in pages where !hasOwnAddress(page) {
      let section = String(page.path.prefix { $0 != "/" })
      guard section != page.entryPath, let permalink = pagePermalinks[section] else { continue }
      if let old = address.of(page, permalink) {
        leadOn(from: old, to: page)
      } else {
        findUnknown(permalink, page)
      }
    }
  }

  /// An alias of Hugo without a slash at its start stands beside the text, in the text's language.
  private mutating func leadOnFromAliases(_ texts: [FrontMatterSample]) {
    let address = OldAddress(generator: generator, hasZone: timezone != nil)
    for text in texts {
      guard let path = FilePath.rest(of: text.source.path, in: "content") else { continue }
      let place = FilePath.withoutSuffix(place(of: path))
      let isPost = FilePath.rest(of: place, in: postsFolder) != nil
      let pattern = isPost ? permalink : pagePermalinks[String(place.prefix { $0 != "/" })]
      let old = pattern.flatMap { address.of(text, $0) }?.split(separator: "/").joined(separator: "/")
      let folder = FilePath.folder(
        of: old ?? (FilePath.name(of: place) == "index" ? FilePath.folder(of: place) : place))
      for alias in text.node("aliases")?.elements.compactMap(\.text) ?? [] where !alias.hasPrefix("/") {
        // Presstime has it at the root.
        if alias.contains("://") || alias.hasPrefix(".") || (folder.isEmpty && language(of: path) == nil) {
          continue
        }
        leadOn(from: "/" + FilePath.joined(folder, alias), to: text)
      }
    }
  }

  /// What could not get the name that its address had.
  private mutating func findInCapitals(_ posts: [FrontMatterSample]) {
    for post in posts where !post.says("slug") && !hasOwnAddress(post) {
      let name = name(of: post)
      guard let part = addressPart, permalink?.takesTitle != true, part(name) != name else { continue }
      findings.append(
        Finding(
          .address, "Addresses that were spelled otherwise", at: Location(path: post.source.path),
          advice: "they are spelled as the file's name now, which other texts name; say the old end as `slug`"
        ))
    }
  }

  /// The name of a file as it stands in the new address.
  private func name(of post: FrontMatterSample) -> String {
    (habits.datesLeaveNames ? FileNameDate(post.stem)?.rest : nil) ?? post.stem
  }

  private func hasOwnAddress(_ post: FrontMatterSample) -> Bool {
    ["path", "permalink", "url"].contains { post.says($0) }
  }
}
