/// What is looked for in HTML that stands in Markdown.
enum RawHTML {
  /// Whether a comment is the `<!-- more -->` that ends an excerpt.
  static func isMore(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
    let kept = unsafe html.prefix(64).filter { $0 > 0x20 }
    return kept.elementsEqual("<!--more-->".utf8)
  }

  /// The values of `id` and `name` in quotes; enough to know what a fragment may point at.
  static func appendAnchors(in html: UnsafeBufferPointer<UInt8>, to anchors: inout [String]) {
    for attribute: StaticString in [" id=", " name="] {
      var index = 0
      while let start = unsafe find(attribute, in: html, from: index) {
        index = start
        guard start < html.count else { return }
        let quote = unsafe html[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
        let value = unsafe html[(start + 1)...].prefix { $0 != quote }
        unsafe anchors.append(String(decoding: value, as: UTF8.self))
        index = start + 1
      }
    }
  }

  private static func find(_ text: StaticString, in html: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    let count = text.utf8CodeUnitCount
    var index = from
    while index + count <= html.count {
      var length = 0
      while length < count, unsafe html[index + length] == text.utf8Start[length] { length += 1 }
      if length == count { return index + count }
      index += 1
    }
    return nil
  }
}
