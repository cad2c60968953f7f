/// Escapes as cmark-gfm writes them. Hot: runs between escapes are copied in bulk.
package enum HTMLEscaping {
  /// Appends text for HTML text or a quoted attribute.
  package static func append(_ text: some Collection<UInt8>, to output: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "<"): output += "&lt;".utf8
      case UInt8(ascii: ">"): output += "&gt;".utf8
      case UInt8(ascii: "\""): output += "&quot;".utf8
      default: output.append(byte)
      }
    }
  }

  /// The same from C memory.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var start = 0
    for index in 0..<text.count {
      let replacement: StaticString
      switch unsafe text[index] {
      case UInt8(ascii: "&"): replacement = "&amp;"
      case UInt8(ascii: "<"): replacement = "&lt;"
      case UInt8(ascii: ">"): replacement = "&gt;"
      case UInt8(ascii: "\""): replacement = "&quot;"
      default: continue
      }
      unsafe output.append(contentsOf: text[start..<index])
      unsafe output.append(
        contentsOf: UnsafeBufferPointer(start: replacement.utf8Start, count: replacement.utf8CodeUnitCount))
      start = index + 1
    }
    unsafe output.append(contentsOf: text[start...])
  }

  /// Appends a URL for `href` or `src`: percent-encoded where it must be, as cmark's `houdini_escape_href`.
  package static func appendURL(_ url: some Collection<UInt8>, to output: inout [UInt8]) {
    for byte in url {
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "'"): output += "&#x27;".utf8
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        output.append(byte)
      case _ where "!#$%()*+,-./:;=?@_~".utf8.contains(byte): output.append(byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }

  /// A picture's element, as cmark writes it.
  package static func image(source url: String, alt: String, title: String) -> [UInt8] {
    var output = Array("<img src=\"".utf8)
    appendURL(url.utf8, to: &output)
    output += "\" alt=\"".utf8
    append(alt.utf8, to: &output)
    if !title.isEmpty {
      output += "\" title=\"".utf8
      append(title.utf8, to: &output)
    }
    output += "\" />".utf8
    return output
  }
}
