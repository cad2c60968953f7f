/// Patterns as a flat list of steps, so that matching follows numbers and nothing else.
struct PatternProgram: Sendable {
  enum Operation: UInt8, Sendable {
    /// The byte `a`.
    case byte
    /// A byte of the set `a`.
    case set
    /// At least `b` bytes of the set `a`, as many as there are.
    case run
    /// The first of the `b` patterns from `branches[a]` on that fits.
    case choice
    /// The pattern at `a` from `b` to `c` times.
    case repeated
    /// The pattern at `a` follows, or with `b` 0 does not.
    case ahead
    /// A byte of the set `a` stands before, or with `b` 0 does not.
    case behind
    case lineStart, lineEnd, textStart, wordEdge, dedent
    /// The pattern at `a`, remembered as group `b`.
    case group
    case reference
  }

  struct Step: Sendable {
    let operation: Operation
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
    /// The step behind it; -1 at the end.
    var next: Int32
  }

  private(set) var steps: [Step] = []
  private(set) var branches: [Int32] = []
  /// 256 flags for each set.
  private(set) var sets: [Bool] = []
  private var known: [ByteSet: Int32] = [:]

  /// The number of the pattern's first step; -1 for one that takes nothing and asks nothing.
  mutating func add(_ pattern: Pattern) -> Int32 { add(pattern, before: -1) }

  mutating func add(_ set: ByteSet) -> Int32 {
    if let number = known[set] { return number }
    let number = Int32(sets.count / 256)
    sets += (0...255).map { set.contains(UInt8($0)) }
    known[set] = number
    return number
  }

  private mutating func add(_ pattern: Pattern, before next: Int32) -> Int32 {
    switch pattern {
    case .byte(let set):
      let bytes = (0...255).lazy.filter { set.contains(UInt8($0)) }.prefix(2)
      if bytes.count == 1, let byte = bytes.first { return put(.byte, Int32(byte), next: next) }
      return put(.set, add(set), next: next)
    case .sequence(let parts):
      var next = next
      for part in parts.reversed() { next = add(part, before: next) }
      return next
    case .choice(let parts):
      let starts = parts.map { add($0, before: -1) }
      let first = Int32(branches.count)
      branches += starts
      return put(.choice, first, Int32(starts.count), next: next)
    case .repeated(.byte(let set), let least, let most) where most == .max:
      return put(.run, add(set), Int32(least), next: next)
    case .repeated(let part, let least, let most):
      let start = add(part, before: -1)
      return put(.repeated, start, Int32(least), Int32(min(most, Int(Int32.max))), next: next)
    case .ahead(let part, let isWanted):
      return put(.ahead, add(part, before: -1), isWanted ? 1 : 0, next: next)
    case .behind(let set, let isWanted): return put(.behind, add(set), isWanted ? 1 : 0, next: next)
    case .lineStart: return put(.lineStart, next: next)
    case .lineEnd: return put(.lineEnd, next: next)
    case .textStart: return put(.textStart, next: next)
    case .wordEdge: return put(.wordEdge, next: next)
    case .dedent: return put(.dedent, next: next)
    case .group(let number, let part):
      return put(.group, add(part, before: -1), Int32(number), next: next)
    case .reference(let number): return put(.reference, 0, Int32(number), next: next)
    }
  }

  private mutating func put(
    _ operation: Operation, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0, next: Int32
  ) -> Int32 {
    steps.append(Step(operation: operation, a: a, b: b, c: c, next: next))
    return Int32(steps.count - 1)
  }
}
