@_spi(_Unicode) import Swift
import Diagnostics
import TemplateEngine

/// Whether files of the output may collide, by hashes of their paths in lower case. Hot: once per page.
///
/// There is no collision without a suspicion; a suspicion without a collision is as rare as two texts with one hash.
struct OutputSuspicion {
  private var files: HashSet
  private var folders: HashSet
  private var isRepeated = false
  /// Hashes of the folders above one path, the top one first.
  private var above: [UInt64] = []

  init(count: Int) {
    files = HashSet(capacity: count)
    folders = HashSet(capacity: count)
  }

  /// Whether two files have one hash, or a file has that of another's folder.
  var isFounded: Bool { isRepeated || folders.hashes.contains { $0 != 0 && files.contains($0) } }

  /// Adds a page's file, without a text of its own for it.
  mutating func add(_ path: PagePath) { add(path.url, path.isFolder ? "index.html" : "") }

  /// Adds a path, which may end in a name of its own.
  mutating func add(_ path: String, _ name: StaticString = "") {
    let isASCII =
      unsafe path.utf8.withContiguousStorageIfAvailable { bytes in
        unsafe bytes.reduce(0) { $0 | $1 } < 0x80
      } ?? false
    add(lower: isASCII ? path : Self.composed(path), name)
  }

  /// In lower case, and the same for all texts that Swift holds to be equal.
  private static func composed(_ path: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in path.lowercased()._nfc { scalars.append(scalar) }
    return String(scalars)
  }

  /// That of a path with one byte more (FNV-1a), in lower case.
  private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    let lower = byte.lowercasedASCII
    return (hash ^ UInt64(lower)) &* 0x100_0000_01B3
  }

  /// Adds a path that is in lower case but for letters of ASCII.
  private mutating func add(lower path: String, _ name: StaticString) {
    var path = path
    above.removeAll(keepingCapacity: true)
    var hash = path.withUTF8 { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for index in bytes.indices {
        let byte = unsafe bytes[index]
        if byte == UInt8(ascii: "/") { above.append(hash) }
        hash = Self.hash(hash, byte)
      }
      return hash
    }
    for index in 0..<name.utf8CodeUnitCount { hash = Self.hash(hash, unsafe name.utf8Start[index]) }
    if !files.insert(hash) { isRepeated = true }
    // What is above a known folder is known too.
    for folder in above.reversed() where !folders.insert(folder) { break }
  }
}

/// Hashes with open addressing. 0 marks a free place, so that it stands for 1.
private struct HashSet {
  private(set) var hashes: [UInt64]
  private var count = 0

  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    hashes = Array(repeating: 0, count: size)
  }

  /// Whether it was not there yet.
  mutating func insert(_ hash: UInt64) -> Bool {
    if count * 4 > hashes.count * 3 { grow() }
    let hash = max(hash, 1)
    let place = place(of: hash)
    if hashes[place] == hash { return false }
    hashes[place] = hash
    count += 1
    return true
  }

  func contains(_ hash: UInt64) -> Bool { hashes[place(of: max(hash, 1))] == max(hash, 1) }

  /// Where it is, or where it would be.
  private func place(of hash: UInt64) -> Int {
    let mask = hashes.count - 1
    var place = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = hashes
    hashes = Array(repeating: 0, count: old.count * 2)
    for hash in old where hash != 0 { hashes[place(of: hash)] = hash }
  }
}
