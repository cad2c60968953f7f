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

/// Finished markup, cut where a URL stands, since a page and a feed write URLs differently.
package final class HTMLFragment: Sendable, Hashable {
  /// What is put in at one place.
  package struct Fill: Sendable, Hashable {
    /// Where in `bytes` it goes.
    package let offset: Int
    /// What a page of the site writes: root-absolute URLs.
    package let local: [UInt8]
    /// What a feed or a JSON file writes: URLs with scheme and host.
    package let full: [UInt8]

    package init(offset: Int, local: [UInt8], full: [UInt8]) {
      self.offset = offset
      self.local = local
      self.full = full
    }
  }

  package let bytes: [UInt8]
  /// In ascending order of offset, each within `bytes`.
  package let fills: [Fill]

  package init(bytes: [UInt8], fills: [Fill] = []) {
    self.bytes = bytes
    self.fills = fills
  }

  /// Appends the markup with its holes filled. Hot: runs are written in bulk.
  package func append(to output: inout [UInt8], full: Bool) {
    var position = 0
    for fill in fills {
      output.append(contentsOf: bytes[position..<fill.offset])
      output.append(contentsOf: full ? fill.full : fill.local)
      position = fill.offset
    }
    output.append(contentsOf: bytes[position...])
  }

  package static func == (left: HTMLFragment, right: HTMLFragment) -> Bool {
    left === right || (left.bytes == right.bytes && left.fills == right.fills)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
    hasher.combine(fills)
  }
}
