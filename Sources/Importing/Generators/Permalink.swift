/// The pattern of a post's address as another generator writes it: `/:year/:month/:title/`.
struct Permalink: Sendable, Equatable {
  let text: String
  /// Whether `:title` is made from the title; else it is the file's name.
  var takesTitle = false

  /// What it says as a route of Presstime, and the parts that no route can say.
  func route(keepsFolders: Bool) -> (target: String?, unknown: [String]) {
    var unknown: [String] = []
    var out = ""
    var rest = text[...]
    while let first = rest.first {
      guard first == ":" || first == "{" else {
        out.append(first)
        rest = rest.dropFirst()
        continue
      }
      let name = rest.dropFirst().prefix { $0.isLetter || $0 == "_" }
      guard !name.isEmpty else {
        out.append(first)
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(1 + name.count)
      if let part = Self.part(String(name), keepsFolders: keepsFolders) {
        out += part
      } else {
        unknown.append(":\(name)")
      }
    }
    guard unknown.isEmpty, out.contains("[post]") || out.contains("[...post]") else { return (nil, unknown) }
    while out.contains("//") {
      out = out.split(separator: "/", omittingEmptySubsequences: true).joined(separator: "/").asPath(
        like: out)
    }
    return (out.hasPrefix("/") ? out : "/" + out, [])
  }

  private static func part(_ name: String, keepsFolders: Bool) -> String? {
    switch name {
    case "year": "[post.publishedAt.year]"
    case "month": "[post.publishedAt.month]"
    case "day": "[post.publishedAt.day]"
    case "title", "slug", "filename", "slugorfilename", "contentbasename", "slugorcontentbasename", "name":
      keepsFolders ? "[...post]" : "[post]"
    case "output_ext": ".html"
    // Posts without categories have nothing there; those that have some are listed.
    case "categories": ""
    default: nil
    }
  }
}

extension String {
  /// With a slash at its ends where `other` has one.
  fileprivate func asPath(like other: String) -> String {
    (other.hasPrefix("/") ? "/" : "") + self + (other.hasSuffix("/") ? "/" : "")
  }
}
