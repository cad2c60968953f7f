import Testing

@testable import MarkdownEngine

/// What is looked for eight bytes at a time is what a plain loop finds.
@Suite struct ByteSearchTests {
  private static func random(_ pieces: [String], upTo count: Int) -> String {
    (0..<Int.random(in: 0...count)).map { _ in pieces.randomElement() ?? "" }.joined()
  }

  private func escaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    HTMLEscaping.append(text.utf8, to: &bytes)
    return bytes
  }

  @Test func escapes() {
    for _ in 0..<5_000 {
      let text = Self.random(
        ["a", "plain", "&", "<", ">", "\"", "\"&", "é", "!", "#", "'", "=", "?", "$"], upTo: 12)
      let bytes = Array(text.utf8)
      var position = 0
      var output: [UInt8] = []
      unsafe bytes.withUnsafeBufferPointer { bytes in
        while let index = unsafe ByteSearch.firstEscaped(in: bytes, from: position) {
          unsafe output += bytes[position..<index]
          unsafe output += escaped(String(UnicodeScalar(bytes[index])))
          position = index + 1
        }
        unsafe output += bytes[position...]
      }
      #expect(output == escaped(text), "\(text)")
    }
  }

  @Test func parts() {
    for _ in 0..<5_000 {
      let text = Array(Self.random(["a", "b", "ab"], upTo: 12).utf8)
      let wanted = Array(Self.random(["a", "b"], upTo: 4).utf8)
      let start = Int.random(in: 0...text.count)
      let found = unsafe text.withUnsafeBufferPointer { text in
        unsafe wanted.withUnsafeBufferPointer { unsafe ByteSearch.first($0, in: text, from: start) }
      }
      let expected = (start...text.count).first { !wanted.isEmpty && text[$0...].starts(with: wanted) }
      #expect(found == expected, "\(text) \(wanted) \(start)")
    }
  }

  /// Runs between spaces, and each character of scripts without them, one character after the other.
  private func words(in text: String) -> Int {
    var count = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case ...0x20, 0x3000...0x303F: isInWord = false
      case 0x3040...0x30FF, 0x4E00...0x9FFF:
        count += 1
        isInWord = false
      default:
        if !isInWord { count += 1 }
        isInWord = true
      }
    }
    return count
  }

  @Test func wordCounts() {
    let pieces = [
      "a", "word", " ", "  ", "\n", "é", "ß", "–", "’", "漢", "字", "カ", "。", "　", "😀", "\u{A0}", "\u{7F}",
    ]
    for _ in 0..<5_000 {
      let text = Self.random(pieces, upTo: 16)
      #expect(WordCount.words(in: Array(text.utf8)) == words(in: text), "\(text)")
    }
  }

  /// The rules of GitHub on characters, without a table.
  private func id(_ text: String) -> String {
    var slug = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      switch scalar.properties.generalCategory {
      case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
        .connectorPunctuation:
        slug.append(scalar)
      default:
        if scalar == "-" { slug.append(scalar) }
        if scalar == " " { slug.append("-") }
      }
    }
    return String(slug)
  }

  @Test func headingIDs() {
    for number in UInt32(0)...0x2FFFF {
      // All letters with capitals, and samples of the rest.
      guard number < 0x600 || number % 13 == 0, let scalar = Unicode.Scalar(number) else { continue }
      var ids = HeadingIDs()
      let text = "A \(scalar)B"
      #expect(Array(ids.id(for: text).utf8) == Array(id(text).utf8), "\(number)")
    }
  }
}
