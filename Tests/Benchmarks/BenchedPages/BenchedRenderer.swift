/// A template engine with the templates of the blog, ready to write its pages.
package protocol BenchedRenderer {
  /// A page as the engine gives it.
  associatedtype Page

  /// Makes ready all that does not belong to one page: templates are parsed, values have the engine's types.
  init(_ blog: BenchedBlog) throws

  /// The page of a post.
  func post(_ number: Int) -> Page

  /// One page that lists all posts.
  func index() -> Page

  /// The page's bytes, for the comparison; not measured.
  static func bytes(_ page: Page) -> [UInt8]
}
