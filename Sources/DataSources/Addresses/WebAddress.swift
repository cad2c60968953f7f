import Diagnostics
import Models

/// An address that can be asked over HTTP, taken apart and put together again, so that nothing of it can be read in
/// two ways.
struct WebAddress: Sendable, Hashable {
  let isSecure: Bool
  let host: WebHost
  let port: Int
  /// Path and query; begins with a slash.
  let target: String

  /// What makes two addresses one server's: scheme, host and port (RFC 6454).
  struct Origin: Sendable, Hashable {
    let isSecure: Bool
    let host: WebHost
    let port: Int

    /// As `https://example.com:8443`, without the port that goes without saying.
    var text: String {
      (isSecure ? "https://" : "http://") + host.text + (port == (isSecure ? 443 : 80) ? "" : ":\(port)")
    }
  }

  /// Why a text is no such address; says nothing of the text itself, which may hold a secret.
  struct Problem: Error, Sendable, Hashable {
    let sentence: String
    /// Whether browsers may know the host nevertheless: a name beyond ASCII, or with the dot of the root.
    var isOfName = false
  }

  var origin: Origin { Origin(isSecure: isSecure, host: host, port: port) }
  var text: String { origin.text + target }

  private init(isSecure: Bool, host: WebHost, port: Int, target: String) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.target = target
  }

  /// Reads a whole address (RFC 3986 section 3); a fragment is not part of it.
  init(_ text: String) throws(Problem) {
    try self.init(URLReference(text))
  }

  private init(_ parts: URLReference) throws(Problem) {
    switch parts.scheme?.lowercased() {
    case "http": isSecure = false
    case "https": isSecure = true
    case nil: throw Problem(sentence: "it does not begin with `https://` or `http://`")
    default: throw Problem(sentence: "it is neither `https://` nor `http://`")
    }
    guard let authority = parts.authority, !authority.isEmpty else {
      throw Problem(sentence: "it names no host")
    }
    if authority.utf8.contains(UInt8(ascii: "@")) {
      throw Problem(sentence: "it has a user name or password before the host")
    }
    let hostEnd =
      authority.hasPrefix("[")
      ? authority.firstIndex(of: "]").map { authority.index(after: $0) } ?? authority.endIndex
      : authority.firstIndex(of: ":") ?? authority.endIndex
    let name = String(authority[..<hostEnd])
    guard let host = WebHost(name) else {
      throw Problem(
        sentence: "its host is neither a name in ASCII nor an address in the usual spelling",
        isOfName: name.hasSuffix(".") || URLPath.decoded(name).utf8.contains { $0 >= 0x80 })
    }
    self.host = host
    let behind = authority[hostEnd...]
    let digits = behind.dropFirst()
    if behind.isEmpty || behind == ":" {
      port = isSecure ? 443 : 80
    } else if behind.hasPrefix(":"), digits.utf8.allSatisfy({ $0.isASCIIDigit }),
      let number = Int(digits), (1...65_535).contains(number)
    {
      port = number
    } else {
      throw Problem(sentence: "its port is no number from 1 to 65535")
    }
    target = try Self.target(path: parts.path, query: parts.query)
  }

  /// The address that a reference means on a page of this one (RFC 3986 section 5.2).
  func resolved(_ reference: String) throws(Problem) -> WebAddress {
    let parts = URLReference(reference)
    if parts.scheme != nil { return try WebAddress(parts) }
    if parts.authority != nil { return try WebAddress((isSecure ? "https:" : "http:") + reference) }
    let own = URLReference(target)
    var (path, query) = (parts.path, parts.query)
    if path.isEmpty {
      path = own.path
      query = parts.query ?? own.query
    } else if !path.hasPrefix("/") {
      let folder = own.path.lastIndex(of: "/").map { own.path[...$0] } ?? "/"
      path = folder + path
    }
    return WebAddress(
      isSecure: isSecure, host: host, port: port, target: try Self.target(path: path, query: query))
  }

  private static func target(path: String, query: String?) throws(Problem) -> String {
    let text = withoutDots(path) + (query.map { "?" + $0 } ?? "")
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw Problem(sentence: "it has a control character")
    }
    return PercentEncoding.target(text)
  }

  /// Without `.` and `..` (RFC 3986 section 5.2.4); begins with a slash.
  private static func withoutDots(_ path: String) -> String {
    var parts: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(
      path.hasPrefix("/") ? 1 : 0)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment.lowercased() {
      case ".", "%2e": if isLast { parts.append("") }
      case "..", ".%2e", "%2e.", "%2e%2e":
        _ = parts.popLast()
        if isLast { parts.append("") }
      default: parts.append(segment)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}

extension PercentEncoding {
  /// Path and query with every byte encoded that may not stand in them; what is encoded already stays so.
  static func target(_ text: String) -> String {
    encoded(text) { byte in
      (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}#".utf8.contains(byte)
    }
  }

  /// All but what is printed encoded, and `%` itself, so that any text is one word that can be read back.
  static func word(_ text: String) -> String {
    encoded(text) { byte in (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "%") }
  }

  private static func encoded(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    String(decoding: escaped(text) { !isKept($0) }, as: UTF8.self)
  }
}
