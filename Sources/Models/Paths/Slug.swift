import Diagnostics

@_spi(_Unicode) import Swift

/// What stands for an entry or a group in a URL.
package enum Slug {
  /// Why a text can't be a slug.
  package struct Problem: Sendable, Hashable {
    package let sentence: String
  }

  /// The most bytes of a slug: a file name of 255 bytes, less a suffix.
  package static let maximumLength = 200

  /// The slug of a group's key (DESIGN §4): NFC, lower case, `+` → `p`, `#` → `sharp`, and runs of anything
  /// but letters, marks and digits of any script → `-`. May be empty.
  package static func fromKey(_ key: String) -> String {
    if let slug = latinSlug(key) { return slug }
    var slug = String.UnicodeScalarView()
    var needsDash = false
    var composed = String.UnicodeScalarView()
    for scalar in key._nfc { composed.append(scalar) }
    for scalar in String(composed).lowercased().unicodeScalars {
      guard scalar == "+" || scalar == "#" || isPart(scalar) else {
        needsDash = !slug.isEmpty
        continue
      }
      if needsDash { slug.append("-") }
      needsDash = false
      switch scalar {
      case "+": slug.append("p")
      case "#": slug.append(contentsOf: "sharp".unicodeScalars)
      default: slug.append(scalar)
      }
    }
    return String(slug)
  }

  /// The same for a key of ASCII and of the letters of Latin-1, without looking anything up: those are composed, and a mark
  /// that another letter could be composed with lies beyond them. Hot: once per tag of each post and page.
  private static func latinSlug(_ key: String) -> String? {
    // Most keys are their own slugs.
    if key.utf8.allSatisfy({ $0.isASCIISmall || $0.isASCIIDigit }) { return key }
    var slug: [UInt8] = []
    slug.reserveCapacity(key.utf8.count)
    var needsDash = false
    for scalar in key.unicodeScalars {
      let letter = LatinLetter(scalar.value)
      guard letter != nil || ("0"..."9").contains(scalar) || scalar == "+" || scalar == "#" else {
        guard scalar.isASCII else { return nil }
        needsDash = !slug.isEmpty
        continue
      }
      if needsDash { slug.append(UInt8(ascii: "-")) }
      needsDash = false
      switch scalar {
      case "+": slug.append(UInt8(ascii: "p"))
      case "#": slug += "sharp".utf8
      default: if let letter { letter.append(to: &slug) } else { slug.append(UInt8(ascii: scalar)) }
      }
    }
    return String(decoding: slug, as: UTF8.self)
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    // What is not seen is no part of an address: a variation selector behind an emoji, a filler.
    if scalar.properties.isDefaultIgnorableCodePoint { return false }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  /// What keeps `stem` from being one part of a URL and of a path on disk; spaces, capitals, dots and
  /// emoji are fine. Hot: once per entry and page.
  package static func problem(inStem stem: String) -> Problem? {
    let hasNone = unsafe stem.utf8.withContiguousStorageIfAvailable { bytes in
      unsafe 1...maximumLength ~= bytes.count && bytes.allSatisfy(isPlain)
        && bytes.contains { (0x21...0x7E).contains($0) }
    }
    return hasNone == true ? nil : anyProblem(inStem: stem)
  }

  /// One bit for each byte that no problem lies in: all but controls, `%`, `.`, `/` and `\`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0xFFFF_3FDF_0000_0000 : 0x7FFF_FFFF_EFFF_FFFF
    return byte >= 128 || bits >> UInt64(byte & 63) & 1 == 1
  }

  private static func anyProblem(inStem stem: String) -> Problem? {
    if stem.isEmpty { return Problem(sentence: "a slug can't be empty") }
    if stem.utf8.count > maximumLength {
      return Problem(sentence: "this slug has \(stem.utf8.count) bytes, more than \(maximumLength)")
    }
    if stem.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return Problem(sentence: "a slug can't hold control characters")
    }
    let isSeen = stem.unicodeScalars.contains {
      !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
    }
    if !isSeen { return Problem(sentence: "a slug can't be blank") }
    for text in [stem, URLPath.decoded(stem)] {
      if text == "." || text == ".." {
        return Problem(sentence: "`\(stem)` as a slug would leave its folder")
      }
      if text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 == 0 }) {
        return Problem(sentence: "`\(stem)` can't be a slug: a slug is one part of a URL, without slashes")
      }
    }
    return nil
  }
}
