import MarkdownEngine

/// Writes a shard of a kept index as it is now: words whose documents stand where they stood are copied as they are
/// written, and the others written anew.
///
/// Hot: an edit of one text reads the whole index.
struct ShardUpdate {
  typealias Word = (word: ArraySlice<UInt8>, postings: [UInt32])

  /// Words of the documents that the kept index lacks, in order.
  private var new: ArraySlice<Word>
  /// Whether the shard is as it was; then it is not written.
  private(set) var isSame = true
  private(set) var bytes: [UInt8] = []
  /// Up to where the kept shard has been taken into account.
  private var done = 0

  init(_ kept: [UInt8], _ change: SearchChange, _ new: [Word]) {
    self.new = new[...]
    unsafe kept.withUnsafeBufferPointer { kept in
      unsafe SearchPostings.digits.withUnsafeBufferPointer { digits in
        unsafe SearchPostings.distances.withUnsafeBufferPointer { distances in
          unsafe change.numbers.withUnsafeBufferPointer { numbers in
            unsafe update(
              Reading(
                kept: kept, digits: digits, distances: distances, numbers: numbers, moved: change.moved))
          }
        }
      }
    }
  }

  private mutating func update(_ start: Reading) {
    var reading = start
    while unsafe reading.position < reading.kept.count {
      let start = reading.position
      let word = unsafe reading.word()
      while let first = new.first, unsafe first.word.lexicographicallyPrecedes(word) {
        unsafe copy(reading.kept, to: start)
        SearchShard.append(first.word, first.postings, to: &bytes)
        new.removeFirst()
      }
      var added: [UInt32] = []
      if let first = new.first, unsafe first.word.elementsEqual(word) {
        added = first.postings
        new.removeFirst()
      }
      let before = reading
      if reading.passesPostings(with: added) { continue }
      unsafe copy(reading.kept, to: start)
      done = reading.position
      let postings = (before.postings + added).sorted()
      if !postings.isEmpty { SearchShard.append(unsafe ArraySlice(word), postings, to: &bytes) }
    }
    if isSame && new.isEmpty { return }
    unsafe copy(reading.kept, to: reading.kept.count)
    for (word, postings) in new { SearchShard.append(word, postings, to: &bytes) }
  }

  /// Copies what is as it was, at once.
  private mutating func copy(_ kept: UnsafeBufferPointer<UInt8>, to end: Int) {
    if isSame { bytes.reserveCapacity(kept.count + 1024) }
    isSame = false
    unsafe bytes.append(contentsOf: kept[done..<end])
    done = end
  }
}

/// A place in a kept shard.
@safe private struct Reading {
  let kept: UnsafeBufferPointer<UInt8>
  let digits: UnsafeBufferPointer<UInt8>
  let distances: UnsafeBufferPointer<Int32>
  /// As `SearchChange` has them.
  let numbers: UnsafeBufferPointer<Int32>
  let moved: Range<Int>
  private(set) var position = 0

  init(
    kept: UnsafeBufferPointer<UInt8>, digits: UnsafeBufferPointer<UInt8>,
    distances: UnsafeBufferPointer<Int32>, numbers: UnsafeBufferPointer<Int32>, moved: Range<Int>
  ) {
    unsafe (self.kept, self.digits, self.distances) = (kept, digits, distances)
    unsafe (self.numbers, self.moved) = (numbers, moved)
  }

  /// Goes past a space, a word and its colon; gives the word.
  mutating func word() -> Slice<UnsafeBufferPointer<UInt8>> {
    let start = min(position + 1, unsafe kept.count)
    position = start
    while unsafe position < kept.count, unsafe kept[position] != UInt8(ascii: ":") { position += 1 }
    defer { position = min(position + 1, unsafe kept.count) }
    return unsafe kept[start..<position]
  }

  /// Goes past the postings of a word. Says whether they are written now as they are here, `added` being those of
  /// documents that the kept index lacks. Hot: once for each posting of a site.
  mutating func passesPostings(with added: [UInt32]) -> Bool {
    var (place, isSame) = (position, true)
    var rest = added[...]
    // Those before stand where they stood, as do those behind.
    var document = unsafe SearchPostings.pass(
      in: kept, at: &place, before: moved.lowerBound, digits, distances)
    var now = document
    while document < moved.upperBound,
      let posting = unsafe SearchPostings.next(in: kept, at: &place, digits)
    {
      let distance = posting &>> 3 &+ 1
      document = document &+ distance
      var number = number(of: document)
      if number < -1 {
        number = Int(SearchChange.edited(Int32(truncatingIfNeeded: number)))
        // Its new text has the word as the old one had it.
        if rest.first == SearchPostings.posting(number, weight: posting) {
          rest.removeFirst()
        } else {
          isSame = false
        }
      }
      if number != now &+ distance { isSame = false }
      now = number
    }
    position = unsafe ByteSearch.first(UInt8(ascii: " "), in: kept, from: place) ?? kept.count
    return isSame && rest.isEmpty
  }

  /// The postings from here on as they are now, without those of documents that are edited or no more.
  var postings: [UInt32] {
    var (place, document, found) = (position, -1, [UInt32]())
    while let posting = unsafe SearchPostings.next(in: kept, at: &place, digits) {
      document = document &+ posting >> 3 &+ 1
      let number = number(of: document)
      if number >= 0 { found.append(SearchPostings.posting(number, weight: posting)) }
    }
    return found
  }

  @inline(__always)
  private func number(of document: Int) -> Int {
    unsafe document >= 0 && document < numbers.count ? Int(numbers[document]) : -1
  }
}
