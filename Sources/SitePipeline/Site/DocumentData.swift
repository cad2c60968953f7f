package import DataFormats
package import Diagnostics
import Models

/// The data at the head of a document.
///
/// The tree of its values is many small pieces of memory and wanted once, when the entry is checked, so that it is read
/// anew each time.
package struct DocumentData: Sendable {
  /// Nothing when there is none.
  package let format: DataFormat?
  /// The fence that opens it, or the start of the file.
  package let openingFence: Span
  /// Offset of the text behind it.
  let bodyStart: Int
  private let values: Values?

  private enum Values: Sendable {
    case tree(DataNode)
    case stored(LazyBytes)
  }

  /// The data with the tree of its values, in memory.
  init(_ matter: FrontMatter) {
    self.init(matter, stored: nil)
  }

  /// The data whose values were put aside; those that were not stay in memory.
  init(_ matter: FrontMatter, stored: LazyBytes?) {
    format = matter.format
    openingFence = matter.openingFence
    bodyStart = matter.bodyStart
    values = matter.root.map { root in stored.map { .stored($0) } ?? .tree(root) }
  }

  init(format: DataFormat?, openingFence: Span, bodyStart: Int, stored: LazyBytes?) {
    self.format = format
    self.openingFence = openingFence
    self.bodyStart = bodyStart
    values = stored.map { .stored($0) }
  }

  /// Where the values lie, if they do not stay in memory.
  var stored: LazyBytes? {
    if case .stored(let bytes)? = values { bytes } else { nil }
  }

  /// Whether there are values that could be read.
  package var hasRoot: Bool { values != nil }

  /// The values, or nothing when there are none, or when they could not be read, which was then reported. Hot.
  package var root: DataNode? {
    switch values {
    case nil: return nil
    case .tree(let root)?: return root
    case .stored(let bytes)?:
      var reader = CacheReader(bytes.bytes)
      let root = reader.node()
      if !reader.isBroken, reader.isAtEnd { return root }
      bytes.refuse()
      return nil
    }
  }

  /// The first member whose key is wanted.
  func member(_ isWanted: (String) -> Bool) -> DataMember? {
    guard case .map(let members)? = root?.content else { return nil }
    return members.first { isWanted($0.key) }
  }
}
