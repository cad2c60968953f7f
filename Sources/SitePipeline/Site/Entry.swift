import Files
package import Models

/// One item of a collection, checked against its model; its identity is (collection, path, language).
package struct Entry: Sendable {
  /// Index into the site's collections.
  package let collection: Int
  /// Path below the collection's folder.
  package let path: String
  /// BCP 47 tag.
  package let language: String
  package let model: ModelID
  package let slug: String
  /// Its own URL path, which replaces its route's pattern.
  package let ownPath: String?
  /// In the order of the model's fields.
  package internal(set) var values: [Value]
  /// Index of its file in the loaded site.
  package let document: Int
  package internal(set) var publication: Publication
  /// Whether it can have a page: its slug and path can stand in a URL.
  package let isRoutable: Bool
}

extension Entry {
  /// The path with the slug as its last part, where front matter says another than the file's name, which may have a date.
  var pathInURL: String {
    let name = FilePath.name(of: path)
    if slug == name || path.isEmpty || FileNameDate(name)?.rest == slug { return path }
    return FilePath.joined(FilePath.folder(of: path), slug)
  }
}

/// Whether an entry is part of the site at the moment of the build.
package enum Publication: Sendable, Hashable {
  case published
  case draft
  /// Until its date.
  case future(DateTime)
  case expired
  /// A value that its model requires is wrong, and the site lets that pass.
  case incomplete

  /// Why it is left out, behind "it is"; nothing when it is published.
  var reason: String? {
    switch self {
    case .published: nil
    case .draft: "a draft"
    case .future: "dated after this build"
    case .expired: "expired"
    case .incomplete: "without a value that its model requires"
    }
  }
}
