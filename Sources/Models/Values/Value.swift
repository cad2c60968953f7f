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

/// Finished markup, cut where a URL stands, since a page and a feed write URLs differently, and where a component
/// does, since it may read the page that it is on.
package final class HTMLFragment: Sendable, Hashable {
  /// What is put in at one place.
  package struct Fill: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
      /// What a page of the site writes, with root-absolute URLs; what a feed or a JSON file writes, with URLs that
      /// have scheme and host.
      case text(local: [UInt8], full: [UInt8])
      case component(ComponentUse)
    }

    /// Where in `bytes` it goes.
    package let offset: Int
    package let content: Content

    package init(offset: Int, content: Content) {
      self.offset = offset
      self.content = content
    }
  }

  package let bytes: [UInt8]
  /// In ascending order of offset, each within `bytes`.
  package let fills: [Fill]

  package init(bytes: [UInt8], fills: [Fill] = []) {
    self.bytes = bytes
    self.fills = fills
  }

  package static func == (left: HTMLFragment, right: HTMLFragment) -> Bool {
    left === right || (left.bytes == right.bytes && left.fills == right.fills)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
    hasher.combine(fills)
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

  package init(program: Int, arguments: [Value], content: HTMLFragment?) {
    self.program = program
    self.arguments = arguments
    self.content = content
  }
}
