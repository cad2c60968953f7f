import Digests
import Files

/// Records by digest: a file with most of them, and beside it one with those that have come since, so that a build that
/// finds few leaves few. Both are read at once and kept as they are; who wants a record reads it there.
struct RecordFile: Sendable {
  /// Why a file is of no use, as it is said to the user.
  struct Refusal: Error {
    let reason: String
  }

  /// What a file is called, how it begins, and what its records hang on: those of another ground are of no use.
  struct Name {
    let name: String
    let title: [UInt8]
    let ground: Digest
  }

  /// Both files, one behind the other.
  let bytes: [UInt8]
  /// By digest: where its record lies.
  let places: [Digest: Range<Int>]
  /// What belongs to all of them: how long the file is that they lead into.
  let length: Int
  /// The large file; nothing for records that are in none.
  private let base: Base?

  private struct Base: Sendable {
    /// What stands for it. The small file names it, and is of no use beside another.
    let digest: Digest
    /// Where it ends.
    let end: Int
    /// How many records it has.
    let count: Int
  }

  static let none = RecordFile(bytes: [], places: [:], length: 0)

  /// Records that are in no file.
  init(bytes: [UInt8], places: [Digest: Range<Int>], length: Int) {
    self.init(bytes: bytes, places: places, length: length, base: nil)
  }

  private init(bytes: [UInt8], places: [Digest: Range<Int>], length: Int, base: Base?) {
    (self.bytes, self.places, self.length, self.base) = (bytes, places, length, base)
  }

  private static func small(_ path: String) -> String { path + ".new" }
}

// MARK: - Reading

extension RecordFile {
  /// Reads those in a folder. Where there are none, none are found.
  static func read(_ name: Name, in folder: String) -> Result<RecordFile, Refusal> {
    func refused(_ reason: String) -> Result<RecordFile, Refusal> { .failure(Refusal(reason: reason)) }
    let path = folder + "/" + name.name
    guard FileSystem.kind(path) != nil else { return .success(.none) }
    var new = (try? FileSystem.read(small(path))) ?? []
    guard var bytes = try? FileSystem.read(path, room: new.count) else { return refused("it can't be read") }
    guard bytes.starts(with: name.title) else { return refused("it has another format") }
    guard bytes.count >= name.title.count + 32, let digest = Checksum.remove(from: &bytes) else {
      return refused("it is damaged")
    }
    guard Self.digest(in: bytes, behind: name.title) == name.ground else {
      return refused("another version of Presstime made it")
    }
    var places: [Digest: Range<Int>] = [:]
    guard var length = take(&places, bytes, from: name.title.count + 16) else {
      return refused("it is damaged")
    }
    let base = Base(digest: digest, end: bytes.count, count: places.count)
    if !new.isEmpty {
      guard new.starts(with: name.title), new.count >= name.title.count + 32,
        Checksum.remove(from: &new) != nil
      else { return refused("it is damaged") }
      if Self.digest(in: new, behind: name.title) == digest {
        bytes += new
        guard let now = take(&places, bytes, from: base.end + name.title.count + 16) else {
          return refused("it is damaged")
        }
        length = now
      }
    }
    return .success(RecordFile(bytes: bytes, places: places, length: length, base: base))
  }

  private static func digest(in bytes: [UInt8], behind title: [UInt8]) -> Digest {
    var reader = CacheReader(bytes, from: title.count)
    return reader.digest()
  }

  /// Takes the records from a place on, and the length before them; nothing when they are not sound.
  private static func take(_ places: inout [Digest: Range<Int>], _ bytes: [UInt8], from start: Int) -> Int? {
    var reader = CacheReader(bytes, from: start)
    let (length, count) = (reader.number(), reader.count())
    places.reserveCapacity(places.count + count)
    while !reader.isAtEnd, !reader.isBroken {
      let (digest, count) = (reader.digest(), reader.count())
      places[digest] = reader.position..<reader.position + count
      reader.pass(count)
    }
    return reader.isBroken || length < 0 ? nil : length
  }
}

// MARK: - Writing

extension RecordFile {
  /// A record for the next run: one of these, or one that is `new`.
  struct Entry {
    let digest: Digest
    let isNew: Bool
  }

  /// Leaves records, each of another digest; `write` makes those that are new, by their numbers. Where most are here
  /// already, and few of those here are no more, the large file stays, unless those here lead nowhere any more: then all
  /// are new, and `isWhole` is to be set.
  func save(
    _ entries: [Entry], length: Int = 0, isWhole: Bool = false, as name: Name, in folder: String,
    _ write: (inout CacheWriter, _ number: Int) -> Void
  ) {
    var (others, isChanged) = ([Int](), false)
    for (number, entry) in entries.enumerated() {
      if entry.isNew { isChanged = true } else if isInBase(entry.digest) { continue }
      others.append(number)
    }
    func file(_ numbers: [Int], _ ground: Digest) -> CacheWriter {
      self.file(numbers.map { ($0, entries[$0]) }, length, name.title, ground, write)
    }
    guard !isWhole, let base, Self.isSmall(others.count, beside: base),
      Self.isSmall(base.count - (entries.count - others.count), beside: base)
    else {
      DocumentCache.write(file(Array(entries.indices), name.ground), name.name, in: folder)
      try? FileSystem.remove(Self.small(folder + "/" + name.name))
      return
    }
    if isChanged { DocumentCache.write(file(others, base.digest), Self.small(name.name), in: folder) }
  }

  private static func isSmall(_ count: Int, beside base: Base) -> Bool { count <= max(64, base.count / 8) }

  private func isInBase(_ digest: Digest) -> Bool {
    guard let base, let place = places[digest] else { return false }
    return place.lowerBound < base.end
  }

  private func file(
    _ entries: [(number: Int, entry: Entry)], _ length: Int, _ title: [UInt8], _ ground: Digest,
    _ write: (inout CacheWriter, _ number: Int) -> Void
  ) -> CacheWriter {
    var writer = CacheWriter(title: title, room: 320 * entries.count)
    writer.put(ground)
    writer.put(length)
    writer.put(entries.count)
    var record = CacheWriter()
    for (number, entry) in entries {
      record.clear()
      if entry.isNew { write(&record, number) }
      writer.put(entry.digest)
      if entry.isNew { writer.put(record) } else { writer.put(bytes, places[entry.digest] ?? 0..<0) }
    }
    writer.sign()
    return writer
  }
}
