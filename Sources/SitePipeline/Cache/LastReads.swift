import Digests
import Files
import TemplateEngine

/// What the programs of the last build's pages have read: the file `reads`.
struct LastReads: Sendable {
  /// One page: what its program was given, the key that it has found, and what it has read.
  struct Page: Sendable {
    let start: Digest
    let key: Digest
    let reads: PageReads
  }

  private let readable: ReadableDigests
  private var pages: [Digest: (key: Digest, reads: Range<Int>)] = [:]
  private var numbers: [UInt32] = []

  private static let title = Array("presstime reads 3\n".utf8)
  private static let name = "reads"

  /// Reads those in the cache's folder; nothing when there are none, or they are damaged.
  init?(folder: String) {
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    readable = ReadableDigests(
      ground: reader.digest(), identities: reader.list { $0.digest() }, digests: reader.list { $0.digest() })
    let (count, numbersCount) = (reader.number(), reader.count())
    guard readable.identities.count == readable.digests.count, count >= 0, count <= bytes.count else {
      return nil
    }
    pages.reserveCapacity(count)
    numbers.reserveCapacity(numbersCount)
    for _ in 0..<count where !reader.isBroken {
      let (start, key) = (reader.digest(), reader.digest())
      let first = numbers.count
      var number = 0
      for _ in 0..<reader.count() {
        number += reader.number()
        guard number >= 0, number < readable.identities.count else { return nil }
        numbers.append(UInt32(number))
      }
      pages[start] = (key, first..<numbers.count)
    }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// Those of a run that leaves no file.
  init(_ pages: [Page], _ readable: ReadableDigests) {
    self.readable = readable
    self.pages.reserveCapacity(pages.count)
    for page in pages {
      guard let numbers = page.reads.numbers else { continue }
      self.pages[page.start] = (page.key, self.numbers.count..<self.numbers.count + numbers.count)
      self.numbers += numbers
    }
  }

  private static func file(_ pages: [Page], _ readable: ReadableDigests) -> CacheWriter {
    var writer = CacheWriter(title: title)
    writer.put(readable.ground)
    writer.put(readable.identities) { $0.put($1) }
    writer.put(readable.digests) { $0.put($1) }
    writer.put(pages.count { $0.reads.numbers != nil })
    writer.put(pages.reduce(0) { $0 + ($1.reads.numbers?.count ?? 0) })
    for page in pages {
      guard let numbers = page.reads.numbers else { continue }
      writer.put(page.start)
      writer.put(page.key)
      var last = 0
      writer.put(numbers) { writer, number in
        writer.put(Int(number) - last)
        last = Int(number)
      }
    }
    writer.sign()
    return writer
  }

  /// Leaves what the pages of a build have read for the next one.
  static func save(_ pages: [Page], _ readable: ReadableDigests, in cache: DocumentCache) {
    cache.write(file(pages, readable), name)
  }

  /// Keys that are known without running a program, where a site has these things to read now.
  struct Keys: Sendable {
    private let last: LastReads
    /// By the number that a thing had: its number now, or nothing when it differs.
    private let now: [UInt32?]
    /// Whether all things have the numbers that they had.
    private let isNumberedAlike: Bool

    fileprivate init(_ last: LastReads, _ now: [UInt32?], isNumberedAlike: Bool) {
      self.last = last
      self.now = now
      self.isNumberedAlike = isNumberedAlike
    }

    /// That of the page whose program is given `start`, and what it reads. Hot.
    func page(_ start: Digest) -> Page? {
      guard let (key, range) = last.pages[start] else { return nil }
      var numbers: [UInt32] = []
      numbers.reserveCapacity(range.count)
      for old in last.numbers[range] {
        guard let number = now[Int(old)] else { return nil }
        numbers.append(number)
      }
      return Page(
        start: start, key: key, reads: PageReads(numbers: isNumberedAlike ? numbers : numbers.sorted()))
    }
  }

  /// Nothing when programs or settings differ.
  func keys(_ new: ReadableDigests) -> Keys? {
    guard new.ground == readable.ground else { return nil }
    // Nearly all sites have the same things in the same places, or nearly so.
    var numbers: [Digest: Int] = [:]
    if new.identities != readable.identities {
      numbers = Dictionary(
        new.identities.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let now = readable.identities.indices.map { old -> UInt32? in
      let number = numbers.isEmpty ? old : numbers[readable.identities[old]]
      guard let number, new.digests[number] == readable.digests[old] else { return nil }
      return UInt32(number)
    }
    return Keys(self, now, isNumberedAlike: numbers.isEmpty)
  }
}
