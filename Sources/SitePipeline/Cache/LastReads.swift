import Digests
import Files
import TemplateEngine

/// What the programs of the last build's pages have read: the file `reads`, which is kept as it is.
struct LastReads: Sendable {
  /// One page: what its program was given, the key that it has found, and what it has read.
  struct Page: Sendable {
    let start: Digest
    let key: Digest
    fileprivate let reads: Reads

    init(start: Digest, key: Digest, reads: PageReads) {
      self.init(start: start, key: key, .found(reads))
    }

    fileprivate init(start: Digest, key: Digest, _ reads: Reads) {
      (self.start, self.key, self.reads) = (start, key, reads)
    }
  }

  fileprivate enum Reads {
    case found(PageReads)
    /// Those of a page of the last build, by its number there. Most pages of most builds: no list is made for them.
    case kept(Int)
  }

  private let readable: ReadableDigests
  private let bytes: [UInt8]
  private var starts: [Digest] = []
  private var keys: [Digest] = []
  /// By page: where the numbers of what it has read stand, each as its distance to the one before.
  private var places: [Range<Int>] = []

  private static let title = Array("presstime reads 4\n".utf8)
  private static let name = "reads"

  /// Reads those in the cache's folder; nothing when there are none, or they are damaged.
  init?(folder: String) {
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    self.init(bytes)
  }

  /// Those of a run that leaves no file.
  init?(_ pages: [Page], _ readable: ReadableDigests, since last: LastReads?) {
    self.init(Self.file(pages, readable, since: last).bytes)
  }

  private init?(_ bytes: [UInt8]) {
    var reader = CacheReader(bytes, from: Self.title.count)
    readable = ReadableDigests(
      ground: reader.digest(), identities: reader.list { $0.digest() }, digests: reader.list { $0.digest() })
    let count = reader.count()
    guard readable.identities.count == readable.digests.count else { return nil }
    self.bytes = bytes
    starts.reserveCapacity(count)
    keys.reserveCapacity(count)
    places.reserveCapacity(count)
    for _ in 0..<count where !reader.isBroken {
      starts.append(reader.digest())
      keys.append(reader.digest())
      let size = reader.count()
      places.append(reader.position..<reader.position + size)
      reader.pass(size)
    }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// A file without a digest at its end. Pages that were kept are some of `last`.
  private static func file(
    _ pages: [Page], _ readable: ReadableDigests, since last: LastReads?
  ) -> CacheWriter {
    var writer = CacheWriter(title: title, room: (last?.bytes.count ?? 0) + 32 * readable.digests.count)
    writer.put(readable.ground)
    writer.put(readable.identities) { $0.put($1) }
    writer.put(readable.digests) { $0.put($1) }
    writer.put(pages.count { $0.isListed })
    var list = CacheWriter()
    for page in pages where page.isListed {
      writer.put(page.start)
      writer.put(page.key)
      if case .kept(let number) = page.reads, let last {
        writer.put(last.bytes, last.places[number])
        continue
      }
      list.clear()
      var before = 0
      for number in page.numbers(since: last) ?? [] {
        list.put(Int(number) - before)
        before = Int(number)
      }
      writer.put(list)
    }
    return writer
  }

  /// Leaves what the pages of a build have read for the next one. Pages that were kept are some of `last`.
  static func save(
    _ pages: [Page], _ readable: ReadableDigests, since last: LastReads?, in cache: DocumentCache
  ) {
    var file = file(pages, readable, since: last)
    file.sign()
    cache.write(file, name)
  }

  /// Calls back with each number of what a page has read. Hot.
  fileprivate func forEachNumber(of page: Int, _ body: (Int) -> Bool) -> Bool {
    var (reader, number) = (CacheReader(bytes, places[page]), 0)
    while !reader.isAtEnd, !reader.isBroken {
      number &+= reader.number()
      if !body(number) { return false }
    }
    return !reader.isBroken
  }
}

extension LastReads.Page {
  /// Whether all that it has read is known.
  fileprivate var isListed: Bool {
    switch reads {
    case .found(let reads): reads.numbers != nil
    case .kept: true
    }
  }

  /// Numbers of what it has read, if all of that is known. A page that was kept is one of `last`.
  func numbers(since last: LastReads?) -> [UInt32]? {
    switch reads {
    case .found(let reads): return reads.numbers
    case .kept(let page):
      var numbers: [UInt32] = []
      let isWhole = last?.forEachNumber(of: page) {
        numbers.append(UInt32(truncatingIfNeeded: $0))
        return true
      }
      return isWhole == true ? numbers : nil
    }
  }
}

extension LastReads {
  /// Keys that are known without running a program, where a site has these things to read now. A class, since all threads
  /// ask it.
  final class Keys: Sendable {
    let last: LastReads
    /// By the number that a thing had: its number now, or nothing when it differs.
    private let now: [UInt32?]
    /// Whether all things have the numbers that they had.
    private let isNumberedAlike: Bool
    /// By page: its number in the last build, if its program was given the same there.
    private let pages: [Int?]

    fileprivate init(_ last: LastReads, _ now: [UInt32?], isNumberedAlike: Bool, _ starts: [Digest?]) {
      (self.last, self.now, self.isNumberedAlike) = (last, now, isNumberedAlike)
      pages = last.numbers(of: starts)
    }

    /// That of a page, and what it reads. Hot.
    func page(_ page: Int) -> Page? {
      guard page < pages.count, let number = pages[page] else { return nil }
      let (start, key) = (last.starts[number], last.keys[number])
      var numbers: [UInt32] = []
      let isSame = unsafe now.withUnsafeBufferPointer { now in
        last.forEachNumber(of: number) { old in
          guard now.indices.contains(old), let new = unsafe now[old] else { return false }
          if !isNumberedAlike { numbers.append(new) }
          return true
        }
      }
      if !isSame { return nil }
      return isNumberedAlike
        ? Page(start: start, key: key, .kept(number))
        : Page(start: start, key: key, reads: PageReads(numbers: numbers.sorted()))
    }
  }

  /// Of pages whose programs are given `starts`; nothing when programs or settings differ.
  func keys(_ new: ReadableDigests, _ starts: [Digest?]) -> Keys? {
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
    return Keys(self, now, isNumberedAlike: numbers.isEmpty, starts)
  }

  /// Which pages of these were given the same. Most come in the same order, and need not be looked for.
  private func numbers(of wanted: [Digest?]) -> [Int?] {
    var (numbers, isTaken) = ([Int?](repeating: nil, count: wanted.count), starts.map { _ in false })
    var (next, others) = (0, [Int]())
    for (page, start) in wanted.enumerated() {
      guard let start else { continue }
      // One that is no more may lie between.
      guard let number = (next..<min(next + 2, starts.count)).first(where: { starts[$0] == start }) else {
        others.append(page)
        continue
      }
      numbers[page] = number
      isTaken[number] = true
      next = number + 1
    }
    if others.isEmpty { return numbers }
    var rest: [Digest: Int] = [:]
    for number in starts.indices where !isTaken[number] { rest[starts[number]] = number }
    for page in others { numbers[page] = wanted[page].flatMap { rest[$0] } }
    return numbers
  }
}
