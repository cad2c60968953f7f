@_spi(_Unicode) import Swift

/// The words of texts as they are compared and searched for, one behind the other.
///
/// A word is a run of letters, marks and digits of any script, in lower case and without accents: `Café` is `cafe`. In
/// scripts without spaces each two neighbouring characters are a word, and the last one of a run is one too.
/// `themes/default/assets/search.js` folds what a reader types in the same way.
struct FoldedWords {
  /// UTF-8.
  private(set) var bytes: [UInt8] = []
  /// Where each word ends, and the next one begins.
  private(set) var ends: [Int] = []
  /// A character of a script without spaces, whose neighbour is still to come.
  private var waiting: UInt32 = 0
  /// What scalars below `tableEnd` are folded to, as far as texts have had them; 0 for the others. To work out all of them
  /// takes longer than an edit of one text.
  private var folds: [UInt32] = []

  /// Longer runs are no words that anybody searches for.
  static let longest = 96

  var count: Int { ends.count }

  subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds the words of a text in UTF-8. Hot: once for each byte of a site that is searched.
  mutating func add(_ text: [UInt8]) {
    unsafe text.withUnsafeBufferPointer { unsafe add($0) }
  }

  /// The same of memory. Hot.
  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.reserveCapacity(bytes.count + text.count)
    var index = 0
    while index < text.count {
      let byte = unsafe text[index]
      guard byte < 0x80 else {
        let (scalar, length) = unsafe Self.scalar(in: text, at: index)
        add(scalar)
        index += length
        continue
      }
      index += 1
      let letter = Self.letter(byte)
      if letter != 0 {
        if waiting != 0 { endRun() }
        bytes.append(letter)
      } else if waiting != 0 || bytes.count != (ends.last ?? 0) {
        endRun()
      }
    }
    endRun()
  }

  /// Ends the word that is being read, if there is one.
  private mutating func endRun() {
    if waiting != 0 {
      append(waiting)
      waiting = 0
    }
    endWord()
  }

  private mutating func endWord() {
    let start = ends.last ?? 0
    guard bytes.count > start else { return }
    if bytes.count - start > Self.longest {
      bytes.removeLast(bytes.count - start)
    } else {
      ends.append(bytes.count)
    }
  }

  /// Takes a scalar beyond ASCII.
  private mutating func add(_ scalar: UInt32) {
    if (0xAC00...0xD7A3).contains(scalar) { return addSyllable(scalar - 0xAC00) }
    switch scalar < Self.tableEnd ? lookedUp(scalar) : Self.folded(scalar) {
    case Self.separator: endRun()
    case Self.nothing: break
    case Self.several: for part in Self.parts(of: scalar) { addLetter(part) }
    case let folded: addLetter(folded)
    }
  }

  private mutating func lookedUp(_ scalar: UInt32) -> UInt32 {
    if folds.isEmpty { folds = Array(repeating: 0, count: Int(Self.tableEnd)) }
    let known = folds[Int(scalar)]
    if known != 0 { return known }
    let folded = Self.workedOut(scalar)
    folds[Int(scalar)] = folded
    return folded
  }

  private mutating func addLetter(_ scalar: UInt32) {
    guard Self.isWithoutSpaces(scalar) else {
      if waiting != 0 { endRun() }
      return append(scalar)
    }
    if waiting != 0 {
      append(waiting)
      append(scalar)
    }
    endWord()
    waiting = scalar
  }

  /// A syllable of Hangul as its letters (Unicode 3.12, Conjoining Jamo Behavior), so that its beginning is found too.
  private mutating func addSyllable(_ number: UInt32) {
    addLetter(0x1100 + number / 588)
    addLetter(0x1161 + number % 588 / 28)
    if number % 28 > 0 { addLetter(0x11A7 + number % 28) }
  }

  private mutating func append(_ scalar: UInt32) {
    if scalar < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
      bytes.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    } else {
      if scalar < 0x10000 {
        bytes.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
      } else {
        bytes.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
        bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
      }
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    }
  }

  /// The scalar that begins at `index`, which is beyond ASCII, and how many bytes it has; what is no UTF-8 is taken
  /// for a space.
  private static func scalar(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> (UInt32, Int) {
    let first = unsafe text[index]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard (0xC2...0xF4).contains(first), index + length <= text.count else { return (0x20, 1) }
    var scalar = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
    for place in index + 1..<index + length {
      let byte = unsafe text[place]
      guard byte & 0xC0 == 0x80 else { return (0x20, 1) }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return (scalar, length)
  }
}

// MARK: - Folding

extension FoldedWords {
  /// What a scalar is folded to, where that is no scalar.
  private static let separator: UInt32 = 0x8000_0000
  private static let nothing: UInt32 = 0x8000_0001
  private static let several: UInt32 = 0x8000_0002

  /// A letter or digit of ASCII in lower case; 0 for any other byte. Hot.
  @inline(__always)
  static func letter(_ byte: UInt8) -> UInt8 {
    let lower = byte | 0x20
    return lower &- 0x61 < 26 || byte &- 0x30 < 10 ? lower : 0
  }

  /// Scalars up to here are looked up: alphabets and kana, which make up whole texts.
  private static let tableEnd: UInt32 = 0x3100

  /// Whether neighbouring characters of a script are no words on their own: Han, kana, Thai and its neighbours.
  static func isWithoutSpaces(_ scalar: UInt32) -> Bool {
    scalar >= 0x0E00
      && ((0x0E00...0x0EFF).contains(scalar) || (0x1000...0x109F).contains(scalar)
        || (0x1780...0x17FF).contains(scalar) || (0x3040...0x30FF).contains(scalar)
        || (0x3400...0x9FFF).contains(scalar) || (0xF900...0xFAFF).contains(scalar)
        || (0x20000...0x3FFFF).contains(scalar))
  }

  /// Of one that no table has.
  private static func folded(_ scalar: UInt32) -> UInt32 {
    // Han ideographs are folded to themselves.
    return (0x3400...0x4DBF).contains(scalar) || (0x4E00...0x9FFF).contains(scalar)
      ? scalar : workedOut(scalar)
  }

  private static func workedOut(_ scalar: UInt32) -> UInt32 {
    guard let unicode = Unicode.Scalar(scalar) else { return separator }
    if isAccent(unicode) { return nothing }
    let parts = parts(of: scalar)
    return parts.isEmpty ? separator : parts.count == 1 ? parts[0] : several
  }

  /// Decomposed, in lower case, without accents and without what is no part of a word.
  private static func parts(of scalar: UInt32) -> [UInt32] {
    guard let unicode = Unicode.Scalar(scalar) else { return [] }
    var parts: [UInt32] = []
    for part in String(unicode)._nfd where isPart(part) && !isAccent(part) {
      for lower in part.properties.lowercaseMapping.unicodeScalars where !isAccent(lower) {
        // The sigma that ends a word is the one within it.
        parts.append(lower.value == 0x3C2 ? 0x3C3 : lower.value)
      }
    }
    return parts
  }

  /// Marks that readers leave out when they search: accents, the points of Hebrew and Arabic, the voicing of kana.
  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0300...0x036F, 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5, 0x05C7, 0x064B...0x065F,
      0x3099...0x309A:
      true
    default: false
    }
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
