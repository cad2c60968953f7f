import Models

/// Words that begin alike, with the documents that have them, as they are written.
///
/// ` word:postings word:postings`, postings as `SearchPostings` writes them.
enum SearchShard {
  /// Where a word is: by its first three characters, so that all words with a beginning of three lie together; in
  /// scripts without spaces by the first.
  ///
  /// FNV-1a with 32 bits over the scalars, which the script of the search page works out too.
  static func number(of word: ArraySlice<UInt8>, _ shards: Int) -> Int {
    var hash: UInt32 = 0x811C_9DC5
    var count = 0
    for scalar in String(decoding: word, as: UTF8.self).unicodeScalars {
      hash = (hash ^ scalar.value) &* 0x0100_0193
      count += 1
      if count == 3 || FoldedWords.isWithoutSpaces(scalar.value) { break }
    }
    return Int(hash ^ hash >> 16) & (shards - 1)
  }

  /// A word of one run.
  private struct Entry {
    /// The first eight bytes, as a number that has their order.
    let beginning: UInt64
    let run: Int
    let id: Int32
  }

  static func append(_ shard: Int, of runs: [SearchRun], to bytes: inout [UInt8]) {
    let entries = sorted(shard, runs)
    var index = 0
    while index < entries.count {
      let word = text(of: entries[index], runs)
      var last = begin(word, &bytes)
      // The runs are in the order of their documents.
      while index < entries.count, text(of: entries[index], runs) == word {
        runs[entries[index].run].append(entries[index].id, after: &last, to: &bytes)
        index += 1
      }
    }
  }

  /// The same of an index that is kept, and of the documents that it lacks; nothing where the shard is as it was.
  static func updated(
    _ shard: Int, _ kept: [UInt8], _ change: SearchChange, _ added: SearchRun
  ) -> [UInt8]? {
    let update = ShardUpdate(kept, change, words(shard, of: added))
    return update.isSame ? nil : update.bytes
  }

  /// Whether two runs have the same words of a shard, and those the same documents.
  static func isSame(_ shard: Int, of run: SearchRun, as other: SearchRun) -> Bool {
    words(shard, of: run).elementsEqual(words(shard, of: other)) {
      $0.word == $1.word && $0.postings == $1.postings
    }
  }

  /// Those that a run has of a shard, in order.
  private static func words(_ shard: Int, of run: SearchRun) -> [ShardUpdate.Word] {
    sorted(shard, [run]).map { (text(of: $0, [run]), run.postings(of: $0.id)) }
  }

  /// One word with its documents.
  static func append(_ word: ArraySlice<UInt8>, _ postings: [UInt32], to bytes: inout [UInt8]) {
    var last = begin(word, &bytes)
    SearchPostings.append(postings, after: &last, to: &bytes)
  }

  private static func text(of entry: Entry, _ runs: [SearchRun]) -> ArraySlice<UInt8> {
    runs[entry.run].words[runs[entry.run].word(entry.id)]
  }

  /// Gives the document before the first one.
  private static func begin(_ word: ArraySlice<UInt8>, _ bytes: inout [UInt8]) -> Int {
    bytes.append(UInt8(ascii: " "))
    bytes += word
    bytes.append(UInt8(ascii: ":"))
    return -1
  }

  private static func sorted(_ shard: Int, _ runs: [SearchRun]) -> [Entry] {
    var entries: [Entry] = []
    for (number, run) in runs.enumerated() {
      for id in run.words(ofShard: shard) {
        var beginning: UInt64 = 0
        let word = run.words[run.word(id)]
        for offset in 0..<8 {
          let place = word.startIndex + offset
          beginning = beginning << 8 | (place < word.endIndex ? UInt64(word[place]) : 0)
        }
        entries.append(Entry(beginning: beginning, run: number, id: id))
      }
    }
    return entries.sorted { left, right in
      if left.beginning != right.beginning { return left.beginning < right.beginning }
      let (one, other) = (text(of: left, runs), text(of: right, runs))
      if one == other { return left.run < right.run }
      return one.lexicographicallyPrecedes(other)
    }
  }
}
