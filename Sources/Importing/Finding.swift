package import Diagnostics

/// Something of the old site that is not carried into the new one, with its place.
package struct Finding: Sendable, Hashable {
  /// What kind of thing it is; the order is that of a report.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A tag or an output of a template language in a text.
    case tag
    /// JSX, imports and expressions of MDX.
    case mdx
    /// A text in a format that is not read.
    case format
    /// An address that can't be kept.
    case address
    /// Front matter that no model takes, or that can't be read.
    case frontMatter = "front-matter"
    case setting
    case template
    case data
    /// Anything else: styles to be compiled, programs, drafts.
    case file
  }

  package let kind: Kind
  /// What it is called; findings of one name are a group of the report.
  package let name: String
  package let location: Location
  /// What can be done about the whole group, in a sentence.
  package let advice: String

  package init(_ kind: Kind, _ name: String, at location: Location, advice: String = "") {
    self.kind = kind
    self.name = name
    self.location = location
    self.advice = advice
  }
}
