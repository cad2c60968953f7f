/// Classes of bytes, for formats whose grammar is written in ASCII: a byte of another letter is in none of them. Hot:
/// most scanners ask them of each byte, so that they are there to be inlined in every target.
extension UInt8 {
  /// `0` to `9`.
  @inlinable package var isASCIIDigit: Bool { self &- 0x30 < 10 }

  /// `A` to `Z`.
  @inlinable package var isASCIICapital: Bool { self &- 0x41 < 26 }

  /// `a` to `z`.
  @inlinable package var isASCIISmall: Bool { self &- 0x61 < 26 }

  /// `A` to `Z`, `a` to `z`.
  @inlinable package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// A letter or a digit.
  @inlinable package var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

  /// A byte of a token of HTTP, as the name of a header is (RFC 9110 section 5.6.2).
  package var isHTTPToken: Bool { isASCIIAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(self) }

  /// A capital's small letter; any other byte as it is.
  @inlinable package var lowercasedASCII: UInt8 { isASCIICapital ? self | 0x20 : self }

  /// What `0` to `9`, `a` to `f` and `A` to `F` stand for.
  @inlinable package var hexadecimalValue: UInt8? {
    if isASCIIDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  /// The digit for 0 to 15, in capitals as percent-encodings have them (RFC 3986 section 2.1).
  @inlinable package static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    let nibble = value & 0x0F
    return nibble < 10 ? 0x30 + nibble : 0x41 + nibble - 10
  }
}
