package import Digests
import Synchronization

/// Bytes that are in memory, or lie in a store until somebody wants them.
package enum LazyBytes: Sendable, Hashable {
  case memory([UInt8])
  case stored(StoredBytes)

  package static let none = LazyBytes.memory([])

  package var count: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .stored(let stored): stored.count
    }
  }

  package var isStored: Bool {
    if case .stored = self { true } else { false }
  }

  /// All of them. Those of a store that has lost them are none; the store knows it then.
  package var bytes: [UInt8] {
    switch self {
    case .memory(let bytes): bytes
    case .stored(let stored): stored.bytes
    }
  }

  /// Says that those of a store are not what was put there, whatever their digest.
  package func refuse() {
    if case .stored(let stored) = self { stored.store.fail() }
  }

  /// What stands for them.
  package var digest: Digest {
    switch self {
    case .memory(let bytes): Digest(of: bytes)
    case .stored(let stored): stored.digest
    }
  }
}

/// A run of bytes in a store.
package struct StoredBytes: Sendable, Hashable {
  let store: ByteStore
  package let offset: Int
  package let count: Int
  package let digest: Digest

  package init(store: ByteStore, offset: Int, count: Int, digest: Digest) {
    self.store = store
    self.offset = offset
    self.count = count
    self.digest = digest
  }

  fileprivate var bytes: [UInt8] {
    guard let bytes = store.read(offset, count), Digest(of: bytes) == digest else {
      store.fail()
      return []
    }
    return bytes
  }

  package static func == (left: StoredBytes, right: StoredBytes) -> Bool {
    left.digest == right.digest && left.count == right.count
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// Where bytes lie that are not kept in memory; may be read from many threads.
package final class ByteStore: Sendable {
  fileprivate let read: @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?
  private let failed = Atomic(false)

  /// `read` gives nothing when there are no such bytes, or they can't be read.
  package init(read: @escaping @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?) {
    self.read = read
  }

  /// Whether bytes were wanted that are not what was put there: all that was made since is void.
  package var hasFailed: Bool { failed.load(ordering: .relaxed) }

  fileprivate func fail() { failed.store(true, ordering: .relaxed) }
}

extension [UInt8] {
  /// The bytes at a range, cut to what there is.
  package func part(_ range: Range<Int>) -> ArraySlice<UInt8> { self[range.clamped(to: 0..<count)] }
}
