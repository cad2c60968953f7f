/// What can be said of an address that no page and no file has.
package struct MissingPage: Sendable {
  /// Why an entry of that name has no page: it is a draft, dated after this build, expired.
  package let reason: String?
  /// The page whose address is most alike, below the site's root.
  package let nearest: String?
}

extension SitePlan {
  /// Looks up why there is nothing at `path`, below the site's root, decoded.
  package func missingPage(at path: String) -> MissingPage {
    targets?.missingPage(at: path) ?? MissingPage(reason: nil, nearest: nil)
  }
}
