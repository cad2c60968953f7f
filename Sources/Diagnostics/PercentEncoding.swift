/// Percent-encoding (RFC 3986 section 2.1). Which bytes are out of place differs from one part of an address to another.
package enum PercentEncoding {
  /// The bytes of a text, of which those are encoded that can't stand where it is put.
  package static func escaped(_ text: String, where isOutOfPlace: (UInt8) -> Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isOutOfPlace(byte) {
        bytes += [UInt8(ascii: "%"), .hexadecimalDigit(byte >> 4), .hexadecimalDigit(byte)]
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// All but what is unreserved encoded: how a value stands in a query.
  package static func component(_ text: String) -> String {
    String(decoding: escaped(text) { !$0.isUnreservedInURI }, as: UTF8.self)
  }
}

extension UInt8 {
  /// Letters, digits and `-._~` (RFC 3986 section 2.3).
  package var isUnreservedInURI: Bool { isASCIIAlphanumeric || "-._~".utf8.contains(self) }
}
