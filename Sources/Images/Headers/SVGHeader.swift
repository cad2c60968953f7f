/// SVG (https://www.w3.org/TR/SVG2/coords.html#SizingSVGInCSS): the attributes of the root element.
enum SVGHeader {
  /// The root element stands within so many bytes, or is not found.
  private static let mostBytes = 1 << 16

  static func isOne(_ bytes: inout ImageBytes) -> Bool {
    // One in UTF-16, or compressed, is taken as it is.
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.starts(with: [0x1F, 0x8B])
    {
      return true
    }
    return attributes(&bytes) != nil
  }

  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    guard let attributes = attributes(&bytes) else { return nil }
    guard attributes.isWhole else { throw .damaged(.svg) }
    let box = attributes.values["viewBox"].flatMap(viewBox)
    var width = attributes.values["width"].flatMap(pixels)
    var height = attributes.values["height"].flatMap(pixels)
    // What is not said follows from the shape.
    if let box, width == nil || height == nil {
      if let width { height = width * box.height / box.width }
      if let known = height { width = width ?? known * box.width / box.height }
      (width, height) = (width ?? box.width, height ?? box.height)
    }
    guard let width, let height else { return nil }
    return ImageHeader.Size(whole(width), whole(height))
  }

  private static func whole(_ number: Double) -> Int? {
    number.isFinite && number > 0 && number < 1e9 ? max(1, Int(number.rounded())) : nil
  }

  /// The attributes of `<svg …>` behind what may stand before it; nothing when something else does.
  private static func attributes(_ bytes: inout ImageBytes) -> (values: [String: String], isWhole: Bool)? {
    let text = bytes.run(0, mostBytes)
    var rest = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text
    while true {
      rest = rest.drop(while: isSpace)
      if rest.starts(with: "<!--".utf8) {
        guard let end = find("-->", in: rest) else { return nil }
        rest = rest[end...]
      } else if rest.starts(with: "<?".utf8) {
        guard let end = find("?>", in: rest) else { return nil }
        rest = rest[end...]
      } else if rest.starts(with: "<!DOCTYPE svg".utf8) {
        guard let end = endOfDoctype(rest) else { return nil }
        rest = rest[end...]
      } else {
        break
      }
    }
    guard rest.first == UInt8(ascii: "<") else { return nil }
    rest = rest.dropFirst()
    let name = rest.prefix { !isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    // A prefix may stand before the name: `<svg:svg`.
    guard name.split(separator: UInt8(ascii: ":")).last?.elementsEqual("svg".utf8) == true else { return nil }
    return values(rest[name.endIndex...])
  }

  /// The attributes of a tag, up to its `>`.
  private static func values(_ text: ArraySlice<UInt8>) -> (values: [String: String], isWhole: Bool) {
    var (values, rest): ([String: String], ArraySlice<UInt8>) = ([:], text)
    while true {
      rest = rest.drop { isSpace($0) || $0 == UInt8(ascii: "/") }
      guard let first = rest.first else { return (values, false) }
      if first == UInt8(ascii: ">") { return (values, true) }
      let name = rest.prefix { !isSpace($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") }
      rest = rest[name.endIndex...].drop(while: isSpace)
      guard rest.first == UInt8(ascii: "=") else {
        // An attribute without a value is no XML; one without a name would be read for ever.
        if name.isEmpty { return (values, false) }
        continue
      }
      rest = rest.dropFirst().drop(while: isSpace)
      guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let end = rest.dropFirst().firstIndex(of: quote)
      else { return (values, false) }
      let value = rest.dropFirst()[..<end]
      values[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
      rest = rest[(end + 1)...]
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Behind the first place where a text stands.
  private static func find(_ wanted: String, in text: ArraySlice<UInt8>) -> Int? {
    var index = text.startIndex
    let wanted = Array(wanted.utf8)
    while let next = text[index...].firstIndex(of: wanted[0]) {
      if text[next...].starts(with: wanted) { return next + wanted.count }
      index = next + 1
    }
    return nil
  }

  /// Behind `<!DOCTYPE … [ … ]>`.
  private static func endOfDoctype(_ text: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return index + 1
      default: break
      }
    }
    return nil
  }

  /// A length in pixels of CSS; nothing for one that depends on something else, as `100%`.
  private static func pixels(_ text: String) -> Double? {
    let text = text.utf8.drop(while: isSpace)
    let digits = text.prefix {
      (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+")
        || $0 == UInt8(ascii: "-")
    }
    guard let number = Double(String(decoding: digits, as: UTF8.self)), number > 0 else { return nil }
    let unit = String(decoding: text[digits.endIndex...].prefix { !isSpace($0) }, as: UTF8.self)
    let pixelsOfUnit: [String: Double] = [
      "": 1, "px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "Q": 96 / 101.6,
    ]
    return pixelsOfUnit[unit].map { number * $0 }
  }

  private static func viewBox(_ text: String) -> (width: Double, height: Double)? {
    let numbers = text.split { $0 == " " || $0 == "," || $0 == "\n" || $0 == "\t" || $0 == "\r" }.map {
      Double($0)
    }
    guard numbers.count == 4, let width = numbers[2], let height = numbers[3], width > 0, height > 0,
      width.isFinite, height.isFinite
    else { return nil }
    return (width, height)
  }
}
