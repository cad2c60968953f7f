package import Models
package import TemplateEngine

/// One page: a route applied to one value, or a redirect to another page. Immutable; a class for the reason of
/// `Document`.
package final class PlannedPage: Sendable {
  package enum Content: Sendable {
    /// The route's index in the checked theme.
    case route(Int, RouteInstance)
    /// To a page of this site, root-absolute with the base path, or to a whole address.
    case redirect(to: String, title: String, status: Int)
  }

  package let content: Content
  package let path: PagePath
  /// Root-absolute with the base path, encoded.
  package let url: String
  /// The entry that it is made for, or the Page that a route without brackets was given.
  package let entry: EntryID?
  package let title: String?
  /// Index into the site's languages.
  package let language: Int
  /// Which of the plan's pages it is one version of, if there may be several: index into `RoutePages.versions`.
  let version: Int?

  init(
    content: Content, path: PagePath, url: String, entry: EntryID?, title: String?, language: Int,
    version: Int? = nil
  ) {
    self.language = language
    self.version = version
    self.content = content
    self.url = url
    self.path = path
    self.entry = entry
    self.title = title
  }
}

/// A file that is published as it is.
package struct PlannedFile: Sendable {
  package enum Content: Sendable {
    /// A path on disk.
    case disk(String)
    /// A picture at a path on disk, which is published without its metadata.
    case photograph(String)
    case bytes([UInt8])
    /// A picture that is made from another.
    case derived(DerivedPicture)
  }

  var isDerived: Bool { if case .derived = content { true } else { false } }

  /// Below the output folder.
  package let output: String
  package let content: Content
  /// As messages name it.
  package let shownAs: String
}

extension [PlannedFile] {
  /// The same with pictures that are made from others, in the order of their outputs.
  func with(_ derived: [PlannedFile]) -> [PlannedFile] {
    if derived.isEmpty { return self }
    return (self + derived).sorted { $0.output.utf8.lexicographicallyPrecedes($1.output.utf8) }
  }
}
