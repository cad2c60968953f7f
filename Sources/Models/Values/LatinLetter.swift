/// Letters of ASCII and Latin-1, which most texts have no others of: in lower case without a look at Unicode's tables. Hot.
package struct LatinLetter {
  /// Its scalar in lower case.
  private let scalar: UInt8

  /// Nothing for what is no letter, or lies beyond.
  package init?(_ scalar: UInt32) {
    switch scalar {
    // Capitals lie 0x20 below the small ones.
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: self.scalar = UInt8(truncatingIfNeeded: scalar + 0x20)
    case 0x61...0x7A, 0xDF...0xF6, 0xF8...0xFF: self.scalar = UInt8(truncatingIfNeeded: scalar)
    default: return nil
    }
  }

  /// Adds its UTF-8 in lower case.
  package func append(to text: inout [UInt8]) {
    if scalar < 0x80 { return text.append(scalar) }
    text.append(0xC0 | scalar >> 6)
    text.append(0x80 | scalar & 0x3F)
  }
}
