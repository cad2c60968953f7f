import Diagnostics
package import Models

/// Escapes as cmark-gfm writes them. Hot: runs between escapes are copied in bulk.
package enum HTMLEscaping {
  /// A text as it stands in HTML, between tags or between double quotes.
  package static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text.utf8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

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

  /// The same into what a body is written to.
  static func append(_ text: String, to output: inout ByteBuffer) {
    var text = text
    text.withUTF8 { unsafe append($0, to: &output) }
  }

  /// The same from C memory.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    var start = 0
    while let index = unsafe ByteSearch.firstEscaped(in: text, from: start) {
      unsafe output.append(text.extracting(start..<index))
      switch unsafe text[index] {
      case UInt8(ascii: "&"): output.append("&amp;")
      case UInt8(ascii: "<"): output.append("&lt;")
      case UInt8(ascii: ">"): output.append("&gt;")
      default: output.append("&quot;")
      }
      start = index + 1
    }
    unsafe output.append(text.extracting(start...))
  }

  /// Appends a URL for `href` or `src`: percent-encoded where it must be, as cmark's `houdini_escape_href`.
  package static func appendURL(_ url: String, to output: inout [UInt8]) {
    var url = url
    url.withUTF8 { bytes in
      var start = 0
      for index in bytes.indices {
        let byte = unsafe bytes[index]
        if isPlain(byte) { continue }
        unsafe output.append(contentsOf: bytes[start..<index])
        start = index + 1
        switch byte {
        case UInt8(ascii: "&"): output += "&amp;".utf8
        case UInt8(ascii: "'"): output += "&#x27;".utf8
        default: output += [UInt8(ascii: "%"), .hexadecimalDigit(byte >> 4), .hexadecimalDigit(byte)]
        }
      }
      unsafe output.append(contentsOf: bytes[start...])
    }
  }

  /// One bit for each byte that stands in an attribute as it is: letters, digits and `!#$%()*+,-./:;=?@_~`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0xAFFF_FF3A_0000_0000 : 0x47FF_FFFE_87FF_FFFF
    return byte < 128 && bits >> UInt64(byte & 63) & 1 == 1
  }

  /// A picture's element as cmark writes it, with what more there is to say of it before its end.
  package static func image(
    source url: String, alt: String, title: String, _ attributes: ImageAttributes? = nil, isFeed: Bool = false
  ) -> [UInt8] {
    var output = Array("<img src=\"".utf8)
    appendURL(url, to: &output)
    output += "\" alt=\"".utf8
    append(alt.utf8, to: &output)
    if !title.isEmpty {
      output += "\" title=\"".utf8
      append(title.utf8, to: &output)
    }
    output.append(UInt8(ascii: "\""))
    attributes?.append(isFeed: isFeed, to: &output)
    output += " />".utf8
    return attributes?.around(output, isFeed: isFeed) ?? output
  }
}
