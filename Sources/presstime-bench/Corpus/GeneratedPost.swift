/// One post of the corpus, and how each generator wants it.
struct GeneratedPost {
  /// Of plain words: neither YAML nor TOML has to escape it.
  let title: String
  /// As RFC 3339 writes it.
  let date: String
  let tags: [String]
  let category: String
  let summary: String
  let body: String

  /// With keys that Presstime, Hugo and others read alike.
  var text: String {
    """
    ---
    title: "\(title)"
    date: \(date)
    tags: [\(tags.joined(separator: ", "))]
    categories: \(category)
    summary: "\(summary)"
    ---


    """ + body
  }

  /// As Zola wants it: tags and categories are taxonomies, and what others call a summary is a description.
  var zolaText: String {
    let tags = tags.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      +++
      title = "\(title)"
      date = \(date)
      description = "\(summary)"

      [taxonomies]
      tags = [\(tags)]
      categories = ["\(category)"]
      +++


      """ + body
  }
}
