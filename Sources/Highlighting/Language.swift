import Diagnostics

/// A language's rules, ready to be followed. Immutable and shared by threads.
package final class Language: Sendable {
  /// As its file is called.
  package let name: String
  let program: PatternProgram
  let rules: [Rule]
  /// 256 numbers for each context: where in `lists` the rules begin that can begin with a byte; 0 for none.
  let starts: [UInt16]
  /// Numbers of rules, each list ended by `UInt16.max`.
  let lists: [UInt16]
  let words: [WordTable]
  /// Names of languages that are embedded.
  let embedded: [String]

  /// One rule. -1 stands for what a rule has not.
  struct Rule: Sendable {
    /// What it begins with.
    var start: Int32 = -1
    /// What a span ends with.
    var end: Int32 = -1
    /// The set of bytes that `end` can begin with.
    var endSet: Int32 = -1
    var isSpan = false
    /// Whether the end is left to what follows.
    var isUntil = false
    /// Nothing for that of what is around it.
    var kind: CodeKind?
    /// Of the ends of a span.
    var mark: CodeKind?
    /// The context of a span's inside; 0 has no rules.
    var inside: Int32 = 0
    var language: Int32 = -1
    var words: Int32 = -1
    /// Of a word before `(` that is not in the lists.
    var call: CodeKind?
    /// Of a word with a capital that is not in the lists.
    var capital: CodeKind?
    /// Whether it holds only where a value may begin.
    var isOperand = false
    /// Whether what is around it ends with it.
    var endsParent = false
    /// Whether its end asks how deep the line of its beginning is indented.
    var isIndented = false
    /// Brackets that are counted, so that the end is the one that belongs to the beginning.
    var opening: UInt8 = 0
    var closing: UInt8 = 0
  }

  /// The language of the name that group 2 has taken.
  static let namedByGroup: Int32 = -2

  init(
    name: String, program: PatternProgram, rules: [Rule], starts: [UInt16], lists: [UInt16],
    words: [WordTable], embedded: [String]
  ) {
    self.name = name
    self.program = program
    self.rules = rules
    self.starts = starts
    self.lists = lists
    self.words = words
    self.embedded = embedded
  }

  /// Whether nothing in it is coloured.
  package var isPlain: Bool { rules.isEmpty }
}

/// The tables of a language where they lie in memory, for as long as they are looked at.
@safe struct LanguageTables {
  let steps: UnsafeBufferPointer<PatternProgram.Step>
  let branches: UnsafeBufferPointer<Int32>
  let sets: UnsafeBufferPointer<Bool>
  let rules: UnsafeBufferPointer<Language.Rule>
  let starts: UnsafeBufferPointer<UInt16>
  let lists: UnsafeBufferPointer<UInt16>
}

extension Language {
  func withTables(_ body: (LanguageTables) -> Void) {
    unsafe program.steps.withUnsafeBufferPointer { steps in
      unsafe program.branches.withUnsafeBufferPointer { branches in
        unsafe program.sets.withUnsafeBufferPointer { sets in
          unsafe rules.withUnsafeBufferPointer { rules in
            unsafe starts.withUnsafeBufferPointer { starts in
              unsafe lists.withUnsafeBufferPointer { lists in
                unsafe body(
                  LanguageTables(
                    steps: steps, branches: branches, sets: sets, rules: rules, starts: starts, lists: lists))
              }
            }
          }
        }
      }
    }
  }
}

/// Words and their kinds, found by a hash of their bytes.
struct WordTable: Sendable {
  private struct Word: Sendable {
    let start: Int
    let count: Int
    let kind: CodeKind
  }

  private let bytes: [UInt8]
  private let words: [Word]
  /// Numbers of words by their hashes, one more than they are; 0 for none.
  private let slots: [UInt16]
  private let ignoresCase: Bool
  private let longest: Int

  /// Of a word that is named twice the first kind holds.
  init(_ lists: [(kind: CodeKind, words: [String])], ignoringCase: Bool) {
    var bytes: [UInt8] = []
    var words: [Word] = []
    var seen: Set<String> = []
    for (kind, names) in lists {
      for name in names {
        let name = ignoringCase ? name.lowercased() : name
        guard seen.insert(name).inserted, words.count < 30_000 else { continue }
        words.append(Word(start: bytes.count, count: name.utf8.count, kind: kind))
        bytes += name.utf8
      }
    }
    var slots = [UInt16](repeating: 0, count: 64)
    while slots.count < words.count * 3 { slots += slots }
    for (number, word) in words.enumerated() {
      var hash: UInt32 = 0
      for byte in bytes[word.start..<word.start + word.count] { hash = Self.mixed(hash, byte) }
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt16(number + 1)
    }
    self.bytes = bytes
    self.words = words
    self.slots = slots
    ignoresCase = ignoringCase
    longest = words.map(\.count).max() ?? 0
  }

  @inline(__always) private static func mixed(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 0x0100_0193 ^ hash >> 15
  }

  /// The kind of a word of the text. Hot.
  func kind(of text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> CodeKind? {
    guard range.count <= longest else { return nil }
    var hash: UInt32 = 0
    for index in range { hash = unsafe Self.mixed(hash, lowered(text[index])) }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let word = words[Int(slots[slot]) - 1]
      if word.count == range.count, unsafe isSame(word, text, range.lowerBound) { return word.kind }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func isSame(_ word: Word, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    for offset in 0..<word.count {
      if unsafe bytes[word.start + offset] != lowered(text[start + offset]) { return false }
    }
    return true
  }

  @inline(__always) private func lowered(_ byte: UInt8) -> UInt8 {
    ignoresCase ? byte.lowercasedASCII : byte
  }
}
