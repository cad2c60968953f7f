/// Random numbers that are the same in every run and on every machine: SplitMix64
/// (https://prng.di.unimi.it/splitmix64.c). The standard library's `random(in:using:)` may change how it uses a
/// generator, so choices are made here.
struct SeededGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of `range`; the slight unevenness of a remainder is no matter here.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True `percent` times in a hundred.
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[number(0...(elements.count - 1))]
  }
}
