import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An address that a connection goes to: 4 bytes (IPv4) or 16 (IPv6), in the order of the network.
struct NetworkAddress: Sendable, Hashable {
  let bytes: [UInt8]

  init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// `192.0.2.1` with four plain decimal numbers, or `2001:db8::1` (RFC 4291 section 2.2); nothing for the other
  /// spellings of numbers that some programs take for addresses.
  init?(_ text: String) {
    if text.utf8.contains(UInt8(ascii: ":")) {
      var memory = in6_addr()
      guard unsafe inet_pton(AF_INET6, text, &memory) == 1 else { return nil }
      bytes = unsafe withUnsafeBytes(of: &memory) { unsafe Array($0) }
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { $0.isASCIIDigit } && (part == "0" || !part.hasPrefix("0"))
        ? UInt8(part) : nil
    }
    guard parts.count == 4, numbers.count == 4 else { return nil }
    bytes = numbers
  }

  /// As it is written; IPv6 without brackets.
  var text: String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    var output = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard unsafe inet_ntop(AF_INET6, bytes, &output, socklen_t(output.count)) != nil else { return "" }
    return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes == Self.loopback }

  private static let loopback: [UInt8] = Array(repeating: 0, count: 15) + [1]

  /// Whether anybody on the internet is at this address. Not so are those of a machine itself, of its network, of
  /// tests and examples, of many receivers, and what nobody has been given: the special-purpose registries of IANA
  /// (RFC 6890, https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-), where they are in doubt too.
  var isPublic: Bool {
    if bytes.count == 4 { return !Self.special.contains { $0.holds(bytes) } }
    // An address of IPv4 in one of IPv6: mapped (RFC 4291 section 2.5.5.2), or for a translator (RFC 6052).
    for prefix in [Self.mapped, Self.translated] where prefix.holds(bytes) {
      return NetworkAddress(bytes: Array(bytes.suffix(4)))?.isPublic ?? false
    }
    return Self.global.holds(bytes) && !Self.specialGlobal.contains { $0.holds(bytes) }
  }

  /// A block of addresses: those that begin with so many bits.
  private struct Block {
    let bytes: [UInt8]
    let bits: Int

    init(_ bytes: [UInt8], _ bits: Int) {
      self.bytes = bytes
      self.bits = bits
    }

    func holds(_ address: [UInt8]) -> Bool {
      (0..<bits).allSatisfy { bit in
        let mask: UInt8 = 0x80 >> UInt8(bit % 8)
        let wanted = bit / 8 < bytes.count ? bytes[bit / 8] : 0
        return address[bit / 8] & mask == wanted & mask
      }
    }
  }

  private static let special = [
    Block([0], 8),  // this network
    Block([10], 8),  // private
    Block([100, 64], 10),  // shared by a provider's customers
    Block([127], 8),  // loopback
    Block([169, 254], 16),  // link-local; where clouds keep the keys of a machine
    Block([172, 16], 12),  // private
    Block([192, 0, 0], 24),  // protocols
    Block([192, 0, 2], 24),  // examples
    Block([192, 88, 99], 24),  // former relays of 6to4
    Block([192, 168], 16),  // private
    Block([198, 18], 15),  // benchmarks
    Block([198, 51, 100], 24),  // examples
    Block([203, 0, 113], 24),  // examples
    Block([224], 4),  // multicast
    Block([240], 4),  // reserved, and broadcast
  ]
  private static let mapped = Block(Array(repeating: 0, count: 10) + [0xFF, 0xFF], 96)
  private static let translated = Block([0x00, 0x64, 0xFF, 0x9B], 96)
  /// All that has been given to anybody so far.
  private static let global = Block([0x20], 3)
  private static let specialGlobal = [
    Block([0x20, 0x01, 0x00], 23),  // protocols, Teredo and benchmarks among them
    Block([0x20, 0x01, 0x0D, 0xB8], 32),  // examples
    Block([0x20, 0x02], 16),  // 6to4, which leads to any address of IPv4
    Block([0x3F, 0xFF, 0x00], 20),  // examples
  ]
}
