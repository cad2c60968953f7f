/// Random numbers that are the same in every run: SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Up to `length` pieces of `pieces`, and now and then any byte at all.
  package mutating func bytes(from pieces: [String], length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...length, using: &self) {
      if Int.random(in: 0..<20, using: &self) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &self))
      } else if let piece = pieces.randomElement(using: &self) {
        bytes += Array(piece.utf8)
      }
    }
    return bytes
  }

  /// `bytes` with a few of them removed, doubled or replaced.
  package mutating func mutated(_ bytes: [UInt8], pieces: [String]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      guard !bytes.isEmpty else { return bytes }
      let start = Int.random(in: 0..<bytes.count, using: &self)
      let end = min(bytes.count, start + Int.random(in: 0...8, using: &self))
      switch Int.random(in: 0..<3, using: &self) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      default:
        bytes.replaceSubrange(start..<end, with: Array((pieces.randomElement(using: &self) ?? "").utf8))
      }
    }
    return bytes
  }
}
