import Diagnostics

/// What is looked for in HTML that stands in Markdown.
enum RawHTML {
  /// Whether a comment is the `<!-- more -->` that ends an excerpt.
  static func isMore(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
    let kept = unsafe html.prefix(64).filter { $0 > 0x20 }
    return kept.elementsEqual("<!--more-->".utf8)
  }

  /// The offset behind the next `text`, which is in small letters, in any case of letters.
  private static func find(_ text: StaticString, in html: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    let count = text.utf8CodeUnitCount
    var index = from
    while index + count <= html.count {
      var length = 0
      while length < count, unsafe html[index + length].lowercasedASCII == text.utf8Start[length] {
        length += 1
      }
      if length == count { return index + count }
      index += 1
    }
    return nil
  }

  /// An attribute that names another file.
  struct Reference {
    /// Bytes of the address, without quotes and spaces around it.
    let value: Range<Int>
    let isImage: Bool
    /// Whether it is the address of an `<img>` that says nothing to those who can't see it.
    var lacksAlt = false
    /// Whether it is that of an `<img>`, in double quotes, of which nothing is said that a theme might go by.
    var isBare = false
  }

  /// What is found in a piece of HTML.
  struct Found {
    fileprivate(set) var references: [Reference] = []
    /// The values of `id` and `name`: what a fragment may point at.
    fileprivate(set) var anchors: [String] = []
  }

  private static let mediaElements: [StaticString] = ["img", "source", "video", "audio", "track"]

  /// Elements that hold text, in which no tag is one (HTML Standard, section 13.1.2).
  private static let textElements: [(name: StaticString, closing: StaticString)] = [
    ("script", "</script"), ("style", "</style"), ("textarea", "</textarea"), ("title", "</title"),
  ]

  /// The `href`, `src`, `srcset`, `poster`, `id` and `name` of the tags in a piece of HTML; comments and what holds text
  /// alone are passed over.
  static func read(_ html: UnsafeBufferPointer<UInt8>) -> Found {
    var found = Found()
    var index = 0
    while index < html.count {
      guard unsafe html[index] == UInt8(ascii: "<") else {
        index += 1
        continue
      }
      if unsafe starts(html, at: index, with: "<!--") {
        index = unsafe find("-->", in: html, from: index + 4) ?? html.count
        continue
      }
      let start = index + 1
      guard start < html.count, unsafe html[start].isASCIILetter else {
        index += 1
        continue
      }
      var end = start
      while end < html.count, unsafe !endsName(html[end]) { end += 1 }
      let known = found.references.count
      var saying = PictureSaying()
      index = unsafe readTag(
        html, from: end, isMedia: stands(html, start..<end, among: mediaElements), &saying, into: &found)
      if end - start == 3, unsafe starts(html, at: start, with: "img") {
        for number in known..<found.references.count {
          let end = found.references[number].value.upperBound
          found.references[number].lacksAlt = number == known && !saying.hasAlt
          found.references[number].isBare =
            saying.isBare && end < html.count && (unsafe html[end] == UInt8(ascii: "\""))
        }
      }
      for (name, closing) in textElements where unsafe stands(html, start..<end, among: [name]) {
        index = unsafe endOfText(closing, in: html, from: index)
      }
    }
    return found
  }

  /// Behind the next `closing` that is a whole name; the end where there is none.
  private static func endOfText(
    _ closing: StaticString, in html: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var index = start
    while let end = unsafe find(closing, in: html, from: index) {
      if unsafe end == html.count || endsName(html[end]) { return end }
      index = end
    }
    return html.count
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
  }

  /// What an `<img>` says besides its address.
  private struct PictureSaying {
    var hasAlt = false
    var isBare = true

    /// Attributes that say what there is to be read, or that nothing is.
    private static let words: [StaticString] = [
      "alt", "aria-label", "aria-labelledby", "aria-hidden", "role",
    ]
    private static let plain: [StaticString] = ["src", "alt", "title", "id", "loading", "decoding"]

    mutating func take(_ html: UnsafeBufferPointer<UInt8>, _ name: Range<Int>) {
      if unsafe RawHTML.stands(html, name, among: Self.words) { hasAlt = true }
      if unsafe !RawHTML.stands(html, name, among: Self.plain) { isBare = false }
    }
  }

  /// Reads attributes up to `>`; the offset behind it.
  private static func readTag(
    _ html: UnsafeBufferPointer<UInt8>, from start: Int, isMedia: Bool, _ saying: inout PictureSaying,
    into found: inout Found
  ) -> Int {
    var index = start
    while index < html.count, unsafe html[index] != UInt8(ascii: ">") {
      let nameStart = index
      while index < html.count, unsafe isNamePart(html[index]) { index += 1 }
      let nameEnd = index
      guard nameEnd > nameStart else {
        index += 1
        continue
      }
      unsafe saying.take(html, nameStart..<nameEnd)
      while index < html.count, unsafe html[index] <= 0x20 { index += 1 }
      guard index < html.count, unsafe html[index] == UInt8(ascii: "=") else { continue }
      index += 1
      while index < html.count, unsafe html[index] <= 0x20 { index += 1 }
      guard index < html.count else { break }
      let quote = unsafe html[index]
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      let start = isQuoted ? index + 1 : index
      index = start
      while index < html.count,
        unsafe isQuoted ? html[index] != quote : html[index] > 0x20 && html[index] != UInt8(ascii: ">")
      {
        index += 1
      }
      // What nothing ends is no value.
      if isQuoted, index == html.count { break }
      unsafe take(html, nameStart..<nameEnd, start..<index, isMedia: isMedia, &found)
      if isQuoted { index += 1 }
    }
    return min(index + 1, html.count)
  }

  /// Takes the value of an attribute, if it is looked for.
  private static func take(
    _ html: UnsafeBufferPointer<UInt8>, _ name: Range<Int>, _ value: Range<Int>, isMedia: Bool,
    _ found: inout Found
  ) {
    if unsafe stands(html, name, among: ["id", "name"]) {
      if !value.isEmpty { found.anchors.append(HTMLReferences.decoded(unsafe Array(html[value]))) }
      return
    }
    if unsafe stands(html, name, among: ["href", "src", "poster"]) {
      // Browsers drop spaces around an address (URL Standard, section 4.4).
      var (start, end) = (value.lowerBound, value.upperBound)
      while start < end, unsafe html[start] <= 0x20 { start += 1 }
      while start < end, unsafe html[end - 1] <= 0x20 { end -= 1 }
      if start < end { found.references.append(Reference(value: start..<end, isImage: isMedia)) }
    } else if isMedia, unsafe stands(html, name, among: ["srcset"]) {
      let list = unsafe UnsafeBufferPointer(rebasing: html[value])
      for address in unsafe SourceSet.addresses(in: list) {
        let place = value.lowerBound + address.lowerBound..<value.lowerBound + address.upperBound
        found.references.append(Reference(value: place, isImage: true))
      }
    }
  }

  /// Whether a name, whatever its case, is one of some.
  private static func stands(
    _ html: UnsafeBufferPointer<UInt8>, _ name: Range<Int>, among names: [StaticString]
  ) -> Bool {
    names.contains {
      unsafe $0.utf8CodeUnitCount == name.count && starts(html, at: name.lowerBound, with: $0)
    }
  }

  private static func starts(
    _ html: UnsafeBufferPointer<UInt8>, at start: Int, with text: StaticString
  ) -> Bool {
    guard start + text.utf8CodeUnitCount <= html.count else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      let byte = unsafe html[start + offset]
      let lower = byte.lowercasedASCII
      if unsafe lower != text.utf8Start[offset] { return false }
    }
    return true
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != UInt8(ascii: "=") && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
      && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "'")
  }
}
