import DataFormats
import Diagnostics
import Models

/// The addresses of posts: as routes where routes can say them, listed where they can't.
extension CarriedSite {
  mutating func keepAddresses(of posts: [FrontMatterSample]) {
    let isNested = posts.contains { $0.entryPath.contains("/") }
    let hasTwins = Set(posts.map(\.stem)).count < posts.count
    let keepsFolders = isNested && generator != .jekyll
    let target: String
    if let permalink {
      let (route, unknown) = permalink.route(keepsFolders: isNested && generator == .astro)
      if route == nil { findUnknown(permalink, unknown, posts) }
      findByCategory(permalink, posts)
      if permalink.takesTitle { findByTitle(posts) }
      target = route ?? "/posts/[post]/"
    } else {
      target = (postsFolder.isEmpty ? "/" : "/\(postsFolder)/") + (keepsFolders ? "[...post]/" : "[post]/")
    }
    if ["hugo", "zola"].contains(generator.rawValue) { findInCapitals(posts) }
    if target != "/posts/[post]/" {
      routes.insert(RouteLine(route: "posts/[post].html", target: target), at: 0)
    }
    let list = generator == .astro ? permalink.map { String($0.text.dropFirst().prefix { $0 != ":" }) } : nil
    let folder = list.map { $0.split(separator: "/").joined(separator: "/") } ?? postsFolder
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

  private mutating func findUnknown(_ permalink: Permalink, _ unknown: [String], _ posts: [FrontMatterSample])
  {
    guard let first = posts.first else { return }
    findings.append(
      Finding(
        .address, "Addresses like \(permalink.text)", at: Location(path: first.source.path),
        advice:
          "no route can say \(unknown.joined(separator: ", ")); give each post its old address as `path` or in `aliases`"
      ))
  }

  /// Jekyll puts categories before the date.
  private mutating func findByCategory(_ permalink: Permalink, _ posts: [FrontMatterSample]) {
    guard permalink.text.contains(":categories") else { return }
    for post in posts where (post.says("category") || post.says("categories")) && !hasOwnAddress(post) {
      findings.append(
        Finding(
          .address, "Addresses that began with a category", at: Location(path: post.source.path),
          advice: "give them their old address as `path` or in `aliases`"))
    }
  }

  private mutating func findByTitle(_ posts: [FrontMatterSample]) {
    for post in posts where !post.says("slug") && !hasOwnAddress(post) {
      guard let title = post.node("title")?.text, Slug.fromKey(title) != post.stem else { continue }
      findings.append(
        Finding(
          .address, "Addresses that were made of the title", at: Location(path: post.source.path),
          advice: "they are made of the file's name now; say the old end as `slug`, or rename the file"))
    }
  }

  /// Hugo and Zola write addresses in small letters.
  private mutating func findInCapitals(_ posts: [FrontMatterSample]) {
    for post in posts where !post.says("slug") && !hasOwnAddress(post) {
      guard post.stem.contains(where: { $0.isUppercase || $0 == " " }) else { continue }
      findings.append(
        Finding(
          .address, "Addresses that were in small letters", at: Location(path: post.source.path),
          advice: "they are spelled as the file's name now; say the old end as `slug`, or rename the file"))
    }
  }

  private func hasOwnAddress(_ post: FrontMatterSample) -> Bool {
    ["path", "permalink", "url"].contains { post.says($0) }
  }
}
