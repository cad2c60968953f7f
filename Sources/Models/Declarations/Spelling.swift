/// Keys that other generators use for the fields that Presstime knows.
package enum Spelling {
  /// By field: the other keys under which it is read, the commonest first.
  package static let others: [String: [String]] = [
    "publishedAt": [
      "date", "published_at", "publishDate", "publish_date", "pubDate", "pubdate", "datePublished",
      "pubDatetime", "published",
    ],
    "updatedAt": [
      "updated", "lastmod", "updated_at", "last_modified_at", "lastUpdated", "modified", "dateModified",
      "updatedDate", "modDatetime",
    ],
    "summary": ["description", "excerpt", "abstract", "spoiler"],
    "category": ["categories"],
    "tags": ["tag", "keywords"],
    "seriesOrder": ["series_order", "series_weight", "series_part"],
    "cover": [
      "image", "coverImage", "cover_image", "heroImage", "featuredImage", "featured_image", "thumbnail",
      "hero",
    ],
    "expiresAt": ["expiryDate", "expires", "expires_at", "unpublishDate"],
    "aliases": ["alias", "redirect_from"],
    "path": ["permalink", "url"],
    "order": ["weight", "nav_order", "sidebar_position"],
  ]

  /// What `published: true` and `false` say of a draft; nothing when the key holds a date.
  static func draft(published text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": false
    case "false", "no", "off": true
    default: nil
    }
  }

  /// The field that an unread key seems to mean: another case of a known spelling, or a name as dates have it.
  static func field(meantBy key: String) -> String? {
    let plain = plain(key)
    let fields = others.keys.sorted() + ["title", "slug", "draft"]
    if let field = fields.first(where: { ([$0] + (others[$0] ?? [])).contains { self.plain($0) == plain } }) {
      return field
    }
    guard ["date", "datetime", "time", "at", "on"].contains(where: plain.hasSuffix) else { return nil }
    if ["pub", "creat", "post"].contains(where: plain.hasPrefix) { return "publishedAt" }
    if ["mod", "updat", "edit", "lastmod", "lastupdat"].contains(where: plain.hasPrefix) {
      return "updatedAt"
    }
    return nil
  }

  private static func plain(_ key: String) -> String {
    key.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
  }
}
