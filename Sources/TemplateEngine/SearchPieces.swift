/// What a search index is cut into: shards of words, `w0`, `w1`, …, and behind them blocks of what is shown of documents,
/// `d0`, `d1`, …
package struct SearchPieces: Sendable, Hashable {
  /// How many shards, a power of two.
  package let shards: Int
  /// How many blocks.
  package let blocks: Int

  package init(shards: Int, blocks: Int) {
    (self.shards, self.blocks) = (shards, blocks)
  }

  /// How many pieces.
  package var count: Int { shards + blocks }

  /// Of all, in the order of their numbers.
  package var names: [String] { (0..<count).map { $0 < shards ? "w\($0)" : "d\($0 - shards)" } }

  /// The number of a piece; nothing for a name that none has.
  package func number(of name: String) -> Int? {
    guard let number = Int(name.dropFirst()), number >= 0, String(number) == name.dropFirst() else {
      return nil
    }
    switch name.first {
    case "w" where number < shards: return number
    case "d" where number < blocks: return shards + number
    default: return nil
    }
  }
}
