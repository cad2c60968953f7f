import Diagnostics

/// Which hosts a request may be for.
///
/// A foreign web page can make a browser ask this server under a name of its own (DNS rebinding); such a request has
/// that name in its `Host`, and gets nothing.
struct HostRules: Sendable {
  private let names: Set<String>
  /// Whether any address may be asked for: the server listens at all of the machine's.
  private let allowsAddresses: Bool

  init(host: String, allowed: [String], machine: String) {
    allowsAddresses = ["0.0.0.0", "::", "[::]"].contains(host)
    var names: Set<String> = ["localhost", "127.0.0.1", "::1", Self.name(host)]
    names.formUnion(allowed.map(Self.name))
    if allowsAddresses, !machine.isEmpty {
      names.formUnion([Self.name(machine), Self.name(machine + ".local")])
    }
    self.names = names
  }

  /// Whether a request with this `Host` is answered (RFC 9110 section 7.2); its port is not looked at.
  func allows(_ host: String) -> Bool {
    let name = Self.name(host)
    return names.contains(name) || (allowsAddresses && Self.isAddress(name))
  }

  /// In lower case, without port, brackets and the dot at the end.
  private static func name(_ host: String) -> String {
    var name = Substring(host.lowercased())
    if name.hasPrefix("[") {
      name = name.dropFirst().prefix { $0 != "]" }
    } else if name.count(where: { $0 == ":" }) <= 1, let colon = name.firstIndex(of: ":") {
      name = name[..<colon]
    }
    if name.hasSuffix(".") { name = name.dropLast() }
    return String(name)
  }

  private static func isAddress(_ name: String) -> Bool {
    if name.contains(":") {
      return name.utf8.allSatisfy { $0.hexadecimalValue != nil || $0 == UInt8(ascii: ":") }
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
