import Diagnostics

/// The host of a web address.
enum WebHost: Sendable, Hashable {
  /// In lower case.
  case name(String)
  case address(NetworkAddress)

  /// As it stands in a URL (RFC 3986 section 3.2.2): a name of ASCII, `192.0.2.1`, or `[2001:db8::1]`.
  init?(_ text: String) {
    if text.hasPrefix("["), text.hasSuffix("]") {
      guard let address = NetworkAddress(String(text.dropFirst().dropLast())), address.bytes.count == 16
      else {
        return nil
      }
      self = .address(address)
      return
    }
    if let address = NetworkAddress(text), address.bytes.count == 4 {
      self = .address(address)
      return
    }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    let isName = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(Self.isAllowed)
    }
    // A name that ends in a number is another spelling of an address for some programs: `127.1`, `0x7f000001`.
    guard isName, text.utf8.count <= 253, let last = labels.last, let first = last.utf8.first,
      !first.isASCIIDigit || !last.lowercased().utf8.allSatisfy(Self.isHexadecimal)
    else { return nil }
    self = .name(text.lowercased())
  }

  /// As `hosts` of a source says it: the same, and IPv6 without brackets too.
  init?(setting text: String) {
    if let host = WebHost(text) ?? WebHost("[\(text)]") { self = host } else { return nil }
  }

  /// As it stands in a URL.
  var text: String {
    switch self {
    case .name(let name): name
    case .address(let address): address.bytes.count == 4 ? address.text : "[\(address.text)]"
    }
  }

  /// Whether a connection for this host may go to an address: to any that is public, and to the one that it names
  /// itself. `localhost` is this machine.
  func mayConnect(to address: NetworkAddress) -> Bool {
    switch self {
    case .address(let named): address == named
    case .name("localhost"): address.isLoopback
    case .name: address.isPublic
    }
  }

  /// Whether it is this machine, or is said as an address: what a proxy elsewhere can't mean.
  var isLocal: Bool {
    switch self {
    case .address(let address): !address.isPublic
    case .name(let name): name == "localhost"
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte.hexadecimalValue != nil || byte == UInt8(ascii: "x")
  }
}
