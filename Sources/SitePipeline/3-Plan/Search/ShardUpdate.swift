/// Writes a shard of a kept index as it is now: words whose documents stand where they stood are copied as they are
/// written, and the others written anew.
///
/// Hot: an edit of one text reads the whole index.
struct ShardUpdate {
  typealias Word = (word: ArraySlice<UInt8>, postings: ArraySlice<UInt32>)

  private let change: SearchChange
  /// Words of the documents that the kept index lacks, in order.
  private var new: ArraySlice<Word>
  private(set) var bytes: [UInt8] = []

  /// The digits' values by byte.
  private static let digits = {
    var digits = [UInt8](repeating: 0, count: 256)
    for (digit, byte) in SearchShard.alphabet.enumerated() { digits[Int(byte)] = UInt8(digit) }
    return digits
  }()

  init(_ kept: [UInt8], _ change: SearchChange, _ new: [Word]) {
    self.change = change
    self.new = new[...]
    bytes.reserveCapacity(kept.count + 16 * new.count)
    unsafe kept.withUnsafeBufferPointer { kept in
      unsafe Self.digits.withUnsafeBufferPointer { digits in
        unsafe update(kept, digits)
      }
    }
  }

  private mutating func update(_ kept: UnsafeBufferPointer<UInt8>, _ digits: UnsafeBufferPointer<UInt8>) {
    // What is behind `done` and before `position` is copied at once.
    var (done, position) = (0, 0)
    while position < kept.count {
      let start = position
      position += 1
      while position < kept.count, unsafe kept[position] != UInt8(ascii: ":") { position += 1 }
      let word = unsafe kept[min(start + 1, position)..<position]
      while let first = new.first, unsafe first.word.lexicographicallyPrecedes(word) {
        unsafe bytes.append(contentsOf: kept[done..<start])
        done = start
        SearchShard.append(first.word, first.postings, to: &bytes)
        new.removeFirst()
      }
      let isNew = new.first.map { unsafe $0.word.elementsEqual(word) } ?? false
      let postings = position + 1
      let isMoved = unsafe skip(kept, &position, digits)
      guard isNew || isMoved else { continue }
      unsafe bytes.append(contentsOf: kept[done..<start])
      done = position
      var found = unsafe self.postings(kept[min(postings, position)..<position], digits)
      if isNew, let first = new.popFirst() { found = (found + first.postings).sorted() }
      if !found.isEmpty { SearchShard.append(unsafe ArraySlice(word), found[...], to: &bytes) }
    }
    unsafe bytes.append(contentsOf: kept[done...])
    for (word, postings) in new { SearchShard.append(word, postings, to: &bytes) }
  }

  /// Goes from the colon to the end of a word's postings. Says whether they would be written otherwise now.
  private func skip(
    _ kept: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ digits: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var (document, now, number, shift, isMoved) = (-1, -1, 0, 0, false)
    position += 1
    while position < kept.count, case let byte = unsafe kept[position], byte != UInt8(ascii: " ") {
      let digit = unsafe Int(digits[Int(byte)])
      position += 1
      number |= (digit & 31) << shift
      shift += 5
      if digit > 31 { continue }
      let distance = number >> 3 &+ 1
      document = document &+ distance
      let place = change.number(document)
      if place != now &+ distance { isMoved = true }
      now = place
      (number, shift) = (0, 0)
    }
    return isMoved
  }

  /// The postings as they are now, without documents that are no more.
  private func postings(_ written: Slice<UnsafeBufferPointer<UInt8>>, _ digits: UnsafeBufferPointer<UInt8>)
    -> [UInt32]
  {
    var postings: [UInt32] = []
    var (document, number, shift) = (-1, 0, 0)
    for unsafe byte in unsafe written {
      let digit = unsafe Int(digits[Int(byte)])
      number |= (digit & 31) << shift
      shift += 5
      if digit > 31 { continue }
      document = document &+ number >> 3 &+ 1
      let place = change.number(document)
      if place >= 0 {
        let weight = UInt32(number & 7)
        postings.append(UInt32(truncatingIfNeeded: place) << SearchRun.weightBits | weight)
      }
      (number, shift) = (0, 0)
    }
    return postings
  }
}
