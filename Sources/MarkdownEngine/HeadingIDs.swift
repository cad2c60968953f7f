import Models
@_spi(_Unicode) import Swift

/// The ids of headings as GitHub makes them: lower case, punctuation left out, spaces to dashes; a repeated
/// one gets `-1`, `-2`, … (the rules of the github-slugger package).
struct HeadingIDs {
  /// How often each id has been asked for again, by its key.
  private var used: [Key: Int] = [:]

  /// What two ids have in common that are one text to a reader: their bytes in NFC.
  private struct Key: Hashable {
    let bytes: [UInt8]

    // An array hashes its elements one by one.
    func hash(into hasher: inout Hasher) {
      unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
  }

  /// A new id for a heading with this text.
  mutating func id(for text: String) -> String {
    var slug = Self.slug(text)
    // An id has at least one character (HTML, 3.2.6).
    if slug.isEmpty { slug = Array("section".utf8) }
    let base = String(decoding: slug, as: UTF8.self)
    let baseKey = Self.key(of: slug)
    var (id, key) = (base, baseKey)
    while used[key] != nil {
      used[baseKey, default: 0] += 1
      id = "\(base)-\(used[baseKey] ?? 1)"
      key = Self.key(of: Array(id.utf8))
    }
    used[key] = 0
    return id
  }

  /// Takes an id that the text sets itself; false when it is taken already.
  mutating func take(_ id: String) -> Bool {
    let key = Self.key(of: Array(id.utf8))
    guard used[key] == nil else { return false }
    used[key] = 0
    return true
  }

  /// Below U+0300, where marks that combine begin, all texts are in NFC.
  private static func key(of id: [UInt8]) -> Key {
    if id.allSatisfy({ $0 < 0xCC }) { return Key(bytes: id) }
    var composed = String.UnicodeScalarView()
    for scalar in String(decoding: id, as: UTF8.self)._nfc { composed.append(scalar) }
    return Key(bytes: Array(String(composed).utf8))
  }

  /// Hot: once per heading. Bytes, not characters: a scalar is looked up only where it is none of ASCII.
  private static func slug(_ text: String) -> [UInt8] {
    var slug: [UInt8] = []
    slug.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20: slug.append(UInt8(ascii: "-"))
      case 0x2D, 0x5F, 0x30...0x39: slug.append(UInt8(truncatingIfNeeded: scalar.value))
      default:
        if let letter = LatinLetter(scalar.value) {
          letter.append(to: &slug)
          continue
        }
        if scalar.isASCII { continue }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars where isKept(lower) {
          slug += String(lower).utf8
        }
      }
    }
    return slug
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation:
      return true
    default: return false
    }
  }
}
