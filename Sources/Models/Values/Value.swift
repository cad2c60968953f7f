/// A value whose type is known from elsewhere: from a model's field, or from a checked expression.
///
/// That is why it carries no names: records and entries hold their fields by position.
package enum Value: Sendable, Hashable {
  case none
  case bool(Bool)
  case int(Int)
  case double(Double)
  /// `String`, `Slug`, a member of a union, or a `URL`. A URL of the site is root-absolute and has the
  /// base path already.
  case string(String)
  case date(DateTime)
  case list([Value])
  /// The fields in the order of the `RecordType`.
  case record([Value])
  case entry(EntryID)
  case body(BodyID)
  case html(HTMLFragment)

  package var isNone: Bool {
    if case .none = self { true } else { false }
  }
}

/// The number of an entry in the snapshot.
package struct EntryID: Sendable, Hashable, Comparable {
  package let index: Int

  package init(_ index: Int) {
    self.index = index
  }

  package static func < (left: EntryID, right: EntryID) -> Bool { left.index < right.index }
}

/// The number of a Markdown body in the snapshot.
package struct BodyID: Sendable, Hashable {
  package let index: Int

  package init(_ index: Int) {
    self.index = index
  }
}

/// A component that a Markdown text calls, checked, with its arguments.
package struct ComponentUse: Sendable, Hashable {
  /// The number of its program in the checked theme.
  package let program: Int
  /// In the order of its props.
  package let arguments: [Value]
  /// What fills its slot.
  package let content: HTMLFragment?
  /// Whether a line ends behind it.
  package let endsLine: Bool

  package init(program: Int, arguments: [Value], content: HTMLFragment?, endsLine: Bool = false) {
    self.program = program
    self.arguments = arguments
    self.content = content
    self.endsLine = endsLine
  }
}
