import Models

/// Which words a run of documents has, in the order of the words. All runs of a site are there at once: postings are
/// kept as shards have them, which takes a third of the memory of numbers.
struct SearchRun: Sendable {
  /// UTF-8, one word behind the other.
  private(set) var words: [UInt8] = []
  private var ends: [Int] = []
  /// Words by their shards: those of shard n stand from `shardStarts[n]` on.
  private var byShard: [Int32] = []
  private var shardStarts: [Int] = []
  /// By word: its first posting, and the document of its last one.
  private var bounds: [(first: UInt32, last: UInt32)] = []
  /// By word: where its other postings begin in `written`.
  private var starts: [Int] = []
  private var written: [UInt8] = []

  func word(_ id: Int32) -> Range<Int> { (id == 0 ? 0 : ends[Int(id) - 1])..<ends[Int(id)] }

  func words(ofShard shard: Int) -> ArraySlice<Int32> { byShard[shardStarts[shard]..<shardStarts[shard + 1]] }

  /// Writes the postings of a word behind those of earlier documents, whose last one is given.
  func append(_ id: Int32, after last: inout Int, to bytes: inout [UInt8]) {
    let (first, end) = bounds[Int(id)]
    SearchPostings.append(CollectionOfOne(first), after: &last, to: &bytes)
    bytes += written[starts[Int(id)]..<starts[Int(id) + 1]]
    last = Int(end)
  }

  func postings(of id: Int32) -> [UInt32] {
    var postings = [bounds[Int(id)].first]
    var place = starts[Int(id)]
    unsafe written.withUnsafeBufferPointer { written in
      unsafe SearchPostings.digits.withUnsafeBufferPointer { digits in
        let own = unsafe UnsafeBufferPointer(rebasing: written[..<starts[Int(id) + 1]])
        var document = SearchPostings.document(of: postings[0])
        while let number = unsafe SearchPostings.next(in: own, at: &place, digits) {
          document += number >> 3 + 1
          postings.append(SearchPostings.posting(document, weight: number))
        }
      }
    }
    return postings
  }

  /// Hot: once for each word of the site.
  init(_ documents: some Sequence<Int>, _ document: (Int) -> SearchDocument, shards: Int) {
    var table = SearchWordTable()
    var places = WordPlaces()
    var found = OwnedList<Found>(capacity: 1 << 16)
    for number in documents {
      let document = document(number)
      guard document.url != nil else { continue }
      places.read(document, &table)
      for index in 0..<places.words.count {
        let word = places.words[index]
        let weight = Int(places.weight(of: word))
        found.append(Found(word: word, posting: SearchPostings.posting(number, weight: weight)))
      }
      places.clear()
    }
    words = table.bytes
    ends = table.ends
    write(sorted(found))
    sortShards(shards)
  }

  /// A word of a document.
  private struct Found: BitwiseCopyable {
    let word: Int32
    let posting: UInt32
  }

  /// Postings behind each other by word, and where those of each word begin; those of a word stay in the order of
  /// documents.
  private func sorted(_ found: consuming OwnedList<Found>) -> (starts: [Int], postings: [UInt32]) {
    var starts = Array(repeating: 0, count: ends.count + 1)
    for index in 0..<found.count { starts[Int(found[index].word) + 1] += 1 }
    for index in 1..<max(1, starts.count) { starts[index] += starts[index - 1] }
    var next = starts
    var postings: [UInt32] = Array(repeating: 0, count: found.count)
    for index in 0..<found.count {
      let word = Int(found[index].word)
      postings[next[word]] = found[index].posting
      next[word] += 1
    }
    return (starts, postings)
  }

  private mutating func write(_ sorted: (starts: [Int], postings: [UInt32])) {
    bounds.reserveCapacity(ends.count)
    starts.reserveCapacity(ends.count + 1)
    written.reserveCapacity(sorted.postings.count + sorted.postings.count / 2)
    for word in ends.indices {
      let postings = sorted.postings[sorted.starts[word]..<sorted.starts[word + 1]]
      let first = postings.first ?? 0
      var last = SearchPostings.document(of: first)
      starts.append(written.count)
      SearchPostings.append(postings.dropFirst(), after: &last, to: &written)
      bounds.append((first, UInt32(truncatingIfNeeded: last)))
    }
    starts.append(written.count)
  }

  private mutating func sortShards(_ count: Int) {
    let shards = (0..<ends.count).map { SearchShard.number(of: words[word(Int32($0))], count) }
    shardStarts = Array(repeating: 0, count: count + 1)
    for shard in shards { shardStarts[shard + 1] += 1 }
    for index in 1...count { shardStarts[index] += shardStarts[index - 1] }
    var next = shardStarts
    byShard = Array(repeating: 0, count: shards.count)
    for (word, shard) in shards.enumerated() {
      byShard[next[shard]] = Int32(word)
      next[shard] += 1
    }
  }
}

/// How often, and where, words stand in one document. Its memory is used for one document after the other.
private struct WordPlaces: ~Copyable {
  /// Numbers of the words that the document has.
  private(set) var words = OwnedList<Int32>()
  /// By word: how often it stands in the text, and in which other places.
  private var counts = OwnedList<UInt32>(capacity: 1 << 12)
  private var folded = FoldedWords()
  /// Runs of a text that are not all ASCII, and by their numbers which words they have, and how many with those of one
  /// byte.
  private var foldedRuns = SearchWordTable()
  private var wordsOfRuns: [(words: [Int32], count: Int)] = []
  /// Words of the text.
  private var length = 0

  /// Of runs that are kept: many more are those of a script without spaces, which do not come up again.
  private static let mostBytes = 1 << 20

  private static let title: UInt32 = 1 << 31
  private static let label: UInt32 = 1 << 30
  private static let heading: UInt32 = 1 << 29
  private static let places = title | label | heading

  mutating func read(_ document: SearchDocument, _ table: inout SearchWordTable) {
    add([document.title], Self.title, &table)
    add(document.labels, Self.label, &table)
    add(document.headings, Self.heading, &table)
    if let summary = document.summary { add([summary], 1, &table) }
    length = 0
    let text = document.text.bytes
    unsafe text.withUnsafeBufferPointer { unsafe add(text: $0, &table) }
  }

  private mutating func add(_ texts: [String], _ mark: UInt32, _ table: inout SearchWordTable) {
    for text in texts {
      var text = text
      folded.removeAll()
      text.withUTF8 { unsafe folded.add($0) }
      for word in numbers(leastBytes: 1, &table) { add(word, mark) }
    }
  }

  /// Words of ASCII are looked up as they stand in the text; only others are folded into memory of their own. Hot: once
  /// for each byte of a site that is searched.
  private mutating func add(text: UnsafeBufferPointer<UInt8>, _ table: inout SearchWordTable) {
    let memory = UnsafeRawBufferPointer(text)
    func word(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
      unsafe UnsafeBufferPointer(rebasing: text[range])
    }
    var start = 0
    while start < text.count {
      // Most words are found in eight bytes or sixteen, without a look at each.
      if start &+ 16 <= text.count {
        let first = unsafe LetterRun(memory, at: start)
        if first.count < 8, !first.goesOn {
          if first.count > 0 { length &+= 1 }
          // A lone letter is in every text.
          if first.count > 1 {
            let range = start..<start &+ first.count
            let beginning = SearchWordTable.Beginning(first: first.letters)
            add(unsafe table.number(of: beginning, word(range), adding: 0x20), 1)
          }
          start &+= first.count &+ 1
          continue
        }
        let second = unsafe LetterRun(memory, at: start &+ 8)
        if first.count == 8, second.count < 8, !second.goesOn {
          length &+= 1
          let range = start..<start &+ 8 &+ second.count
          let beginning = SearchWordTable.Beginning(first: first.letters, second: second.letters)
          add(unsafe table.number(of: beginning, word(range), adding: 0x20), 1)
          start = range.upperBound &+ 1
          continue
        }
      }
      start = unsafe addRun(of: text, from: start, &table)
    }
  }

  /// Adds the words up to the next byte of ASCII that is in none; gives what is behind it.
  private mutating func addRun(
    of text: UnsafeBufferPointer<UInt8>, from start: Int, _ table: inout SearchWordTable
  ) -> Int {
    let (end, isASCII) = unsafe LetterRun.run(in: text, from: start)
    let run = unsafe UnsafeBufferPointer(rebasing: text[start..<end])
    if !isASCII {
      unsafe addKnown(run, &table)
    } else if !run.isEmpty, run.count <= FoldedWords.longest {
      length += 1
      if run.count > 1 { add(unsafe table.number(of: run, adding: 0x20), 1) }
    }
    return end + 1
  }

  /// Adds the words of a run of the text. Runs come up again and again; each is folded once.
  private mutating func addKnown(_ run: UnsafeBufferPointer<UInt8>, _ table: inout SearchWordTable) {
    if foldedRuns.bytes.count > Self.mostBytes {
      foldedRuns = SearchWordTable()
      wordsOfRuns = []
    }
    let number = Int(unsafe foldedRuns.number(of: run))
    if number == wordsOfRuns.count {
      folded.removeAll()
      unsafe folded.add(run)
      wordsOfRuns.append((numbers(leastBytes: 2, &table), folded.count))
    }
    let known = wordsOfRuns[number]
    for word in known.words { add(word, 1) }
    length += known.count
  }

  /// Numbers of the words that are folded.
  private func numbers(leastBytes: Int, _ table: inout SearchWordTable) -> [Int32] {
    (0..<folded.count).compactMap { index in
      let range = folded.range(index)
      guard range.count >= leastBytes else { return nil }
      return unsafe folded.bytes.withUnsafeBufferPointer {
        unsafe table.number(of: UnsafeBufferPointer(rebasing: $0[range]))
      }
    }
  }

  private mutating func add(_ word: Int32, _ mark: UInt32) {
    let place = Int(word)
    while counts.count <= place { counts.append(0) }
    let count = counts[place]
    if count == 0 { words.append(word) }
    counts[place] = mark == 1 ? count + 1 : count | mark
  }

  mutating func clear() {
    for index in 0..<words.count { counts[Int(words[index])] = 0 }
    words.removeAll()
  }

  /// 0 to 7: how much a document is about a word.
  func weight(of word: Int32) -> UInt32 {
    let places = counts[Int(word)] & Self.places
    let count = counts[Int(word)] & ~Self.places
    // In a long text a word comes up more often by chance.
    let often = count / (length > 2000 ? 2 : 1)
    if places & Self.title != 0 { return places == Self.title && often < 4 ? 6 : 7 }
    if places & Self.label != 0 { return 5 }
    if places & Self.heading != 0 { return 4 }
    return often < 2 ? 0 : often < 4 ? 1 : often < 8 ? 2 : 3
  }
}
