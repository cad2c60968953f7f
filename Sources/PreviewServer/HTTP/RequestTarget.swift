import Diagnostics

/// The target of a request line (RFC 9112 section 3.2), decoded: a path that can't leave the site.
struct RequestTarget: Equatable {
  /// Of a target with scheme and host.
  let host: String?
  /// Below the root, without a slash before it, percent-decoded; no part of it is empty, `.` or `..`.
  let path: String
  let query: String?

  /// Nothing when it is no path: a bad escape, a control character, bytes that are no UTF-8.
  init?(_ written: String) {
    var rest = Substring(written)
    var host: String?
    for scheme in ["http://", "https://"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
      let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
      host = String(rest[..<end])
      rest = rest[end...]
      if rest.isEmpty { rest = "/" }
    }
    guard rest.hasPrefix("/") || rest.hasPrefix("?") else { return nil }
    rest = rest.prefix { $0 != "#" }
    let question = rest.firstIndex(of: "?")
    guard let decoded = Self.decoded(rest[..<(question ?? rest.endIndex)]) else { return nil }
    self.host = host
    path = Self.normalized(decoded)
    query = question.map { String(rest[rest.index(after: $0)...]) }
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var iterator = text.utf8.makeIterator()
    while var byte = iterator.next() {
      if byte == UInt8(ascii: "%") {
        guard let high = iterator.next()?.hexadecimalValue, let low = iterator.next()?.hexadecimalValue
        else { return nil }
        byte = high << 4 | low
      }
      if byte < 0x20 || byte == 0x7F { return nil }
      bytes.append(byte)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Dot segments are removed (RFC 3986 section 5.2.4), whatever they were written as.
  private static func normalized(_ path: String) -> String {
    var parts: [String] = []
    // By bytes: a slash before a combining mark is one character with it, and separates all the same.
    let written = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    for part in written {
      switch part {
      case ".": continue
      case "..": if !parts.isEmpty { parts.removeLast() }
      default: parts.append(part)
      }
    }
    guard !parts.isEmpty else { return "" }
    let isFolder = path.utf8.last == UInt8(ascii: "/") || written.last == "." || written.last == ".."
    return parts.joined(separator: "/") + (isFolder ? "/" : "")
  }
}
