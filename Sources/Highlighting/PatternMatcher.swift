import Diagnostics

/// Tries patterns at places of a text. Hot.
///
/// What is tried costs effort, and effort is limited: a language can't make a text take longer than a multiple of its
/// length, whatever its patterns are.
@safe struct PatternMatcher {
  private let text: UnsafeBufferPointer<UInt8>
  /// The part of the text that there is.
  private let range: Range<Int>
  private let steps: UnsafeBufferPointer<PatternProgram.Step>
  private let branches: UnsafeBufferPointer<Int32>
  private let sets: UnsafeBufferPointer<Bool>
  /// What is left; below 0 nothing fits any more.
  var effort: Int
  /// What groups 1 and 2 have taken; empty before.
  var groups: (Range<Int>, Range<Int>) = (0..<0, 0..<0)
  /// How deep the line of the span's beginning is indented.
  var indentation = 0

  init(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ language: LanguageTables, effort: Int
  ) {
    unsafe self.text = unsafe text
    self.range = range
    unsafe steps = language.steps
    unsafe branches = language.branches
    unsafe sets = language.sets
    self.effort = effort
  }

  /// Where the pattern that begins with a step ends; -1 when it does not fit here.
  mutating func end(of first: Int32, at start: Int) -> Int {
    var number = first
    var position = start
    while number >= 0 {
      effort &-= 1
      if effort < 0 { return -1 }
      let step = unsafe steps[Int(number)]
      switch step.operation {
      case .byte:
        guard position < range.upperBound, unsafe text[position] == UInt8(truncatingIfNeeded: step.a) else {
          return -1
        }
        position += 1
      case .set:
        guard position < range.upperBound, unsafe sets[Int(step.a) &* 256 &+ Int(text[position])] else {
          return -1
        }
        position += 1
      case .run:
        let end = self.run(of: Int(step.a) &* 256, from: position)
        if end &- position < Int(step.b) { return -1 }
        effort &-= (end &- position) >> 2
        position = end
      default:
        position = rare(step, at: position)
        if position < 0 { return -1 }
      }
      number = step.next
    }
    return position
  }

  private func run(of set: Int, from start: Int) -> Int {
    var position = start
    while position < range.upperBound, unsafe sets[set &+ Int(text[position])] { position &+= 1 }
    return position
  }

  private mutating func rare(_ step: PatternProgram.Step, at position: Int) -> Int {
    switch step.operation {
    case .choice:
      for branch in step.a..<step.a &+ step.b {
        let end = unsafe end(of: branches[Int(branch)], at: position)
        if end >= 0 { return end }
      }
      return -1
    case .repeated: return repeated(step, at: position)
    case .ahead: return (end(of: step.a, at: position) >= 0) == (step.b == 1) ? position : -1
    case .behind:
      let isThere =
        unsafe position > range.lowerBound && sets[Int(step.a) &* 256 &+ Int(text[position &- 1])]
      return isThere == (step.b == 1) ? position : -1
    case .lineStart: return isLineStart(position) ? position : -1
    case .lineEnd: return isLineEnd(position) ? position : -1
    case .textStart: return position == range.lowerBound ? position : -1
    case .wordEdge: return isWord(position &- 1) != isWord(position) ? position : -1
    case .dedent: return isDedent(position) ? position : -1
    case .group:
      let end = end(of: step.a, at: position)
      if end >= 0 {
        if step.b == 1 { groups.0 = position..<end } else { groups.1 = position..<end }
      }
      return end
    default:
      let wanted = step.b == 1 ? groups.0 : groups.1
      effort &-= wanted.count >> 2
      guard range.upperBound &- position >= wanted.count else { return -1 }
      for offset in 0..<wanted.count {
        if unsafe text[position &+ offset] != text[wanted.lowerBound &+ offset] { return -1 }
      }
      return position &+ wanted.count
    }
  }

  private mutating func repeated(_ step: PatternProgram.Step, at start: Int) -> Int {
    var position = start
    var count: Int32 = 0
    while count < step.c {
      let end = end(of: step.a, at: position)
      if end < 0 { break }
      count &+= 1
      // What takes nothing would go on for ever.
      if end == position { return position }
      position = end
    }
    return count >= step.b ? position : -1
  }

  func isLineStart(_ position: Int) -> Bool {
    unsafe position == range.lowerBound || text[position &- 1] == 0x0A
  }

  private func isLineEnd(_ position: Int) -> Bool {
    if position == range.upperBound { return true }
    let byte = unsafe text[position]
    return unsafe byte == 0x0A
      || (byte == 0x0D && position &+ 1 < range.upperBound && text[position &+ 1] == 0x0A)
  }

  private func isWord(_ position: Int) -> Bool {
    guard range.contains(position) else { return false }
    let byte = unsafe text[position]
    return byte >= 0x80 || byte == UInt8(ascii: "_") || byte.isASCIILetter
      || (byte >= 0x30 && byte <= 0x39)
  }

  /// Blank lines belong to what is above them.
  private func isDedent(_ position: Int) -> Bool {
    guard isLineStart(position) else { return false }
    var end = position
    while end < range.upperBound, end &- position <= indentation, unsafe text[end] == 0x20 { end &+= 1 }
    guard end < range.upperBound, unsafe text[end] != 0x0A, unsafe text[end] != 0x0D else { return false }
    return end &- position <= indentation
  }

  /// How many blanks the line of a place begins with; not looked for further than it matters.
  func indentation(at position: Int) -> Int {
    var start = position
    while !isLineStart(start), position &- start < 4096 { start &-= 1 }
    var end = start
    while end < position, unsafe text[end] == 0x20 { end &+= 1 }
    return end &- start
  }
}
