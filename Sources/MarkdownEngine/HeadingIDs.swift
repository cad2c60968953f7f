/// The ids of headings as GitHub makes them: lower case, punctuation left out, spaces to dashes; a repeated
/// one gets `-1`, `-2`, … (the rules of the github-slugger package).
struct HeadingIDs {
  private var used: [String: Int] = [:]

  /// A new id for a heading with this text.
  mutating func id(for text: String) -> String {
    let base = Self.slug(text)
    var id = base
    while used[id] != nil {
      used[base, default: 0] += 1
      id = "\(base)-\(used[base] ?? 1)"
    }
    used[id] = 0
    return id
  }

  /// Takes an id that the text sets itself; false when it is taken already.
  mutating func take(_ id: String) -> Bool {
    guard used[id] == nil else { return false }
    used[id] = 0
    return true
  }

  private static func slug(_ text: String) -> String {
    if let slug = asciiSlug(text) { return slug }
    var slug = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case " ": slug.append("-")
      case "-", "_": slug.append(scalar)
      default: if isKept(scalar) { slug.append(scalar) }
      }
    }
    return String(slug)
  }

  /// The same for a text of ASCII alone. Hot: once per heading.
  private static func asciiSlug(_ text: String) -> String? {
    var slug: [UInt8] = []
    slug.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      guard byte < 0x80 else { return nil }
      switch byte {
      case 0x20: slug.append(UInt8(ascii: "-"))
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        slug.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.append(byte | 0x20)
      default: break
      }
    }
    return String(decoding: slug, as: UTF8.self)
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
