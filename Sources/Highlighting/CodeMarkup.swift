/// Code as HTML: runs in `<span>` elements that never go over a line break. Hot.
enum CodeMarkup {
  static func html(_ text: UnsafeBufferPointer<UInt8>, _ tokens: [CodeToken]) -> [UInt8] {
    var html: [UInt8] = []
    html.reserveCapacity(text.count * 2)
    var start = 0
    for token in tokens {
      if token.kind == .plain {
        unsafe escape(text, start..<token.end, to: &html)
      } else {
        unsafe append(text, start..<token.end, token.kind, to: &html)
      }
      start = token.end
    }
    return html
  }

  private static func append(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ kind: CodeKind, to html: inout [UInt8]
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, unsafe text[end] != 0x0A { end += 1 }
      if end > start {
        put("<span class=\"", to: &html)
        put(kind.className, to: &html)
        put("\">", to: &html)
        unsafe escape(text, start..<end, to: &html)
        put("</span>", to: &html)
      }
      if end < range.upperBound { html.append(0x0A) }
      start = end + 1
    }
  }

  private static func put(_ text: StaticString, to html: inout [UInt8]) {
    unsafe html.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// As cmark-gfm escapes.
  private static func escape(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to html: inout [UInt8]
  ) {
    var start = range.lowerBound
    for index in range {
      let entity: StaticString
      switch unsafe text[index] {
      case UInt8(ascii: "&"): entity = "&amp;"
      case UInt8(ascii: "<"): entity = "&lt;"
      case UInt8(ascii: ">"): entity = "&gt;"
      case UInt8(ascii: "\""): entity = "&quot;"
      default: continue
      }
      unsafe html.append(contentsOf: text[start..<index])
      put(entity, to: &html)
      start = index + 1
    }
    unsafe html.append(contentsOf: text[start..<range.upperBound])
  }
}
