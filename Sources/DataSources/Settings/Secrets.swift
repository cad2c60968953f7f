import Diagnostics

/// The values of variables that a request was made with, so that they can be kept out of all that is said and stored,
/// also where a server repeats them: as they are, percent-encoded, or with escapes of JSON, in capitals or not.
struct Secrets: Sendable {
  private struct Secret: Sendable {
    /// The value, in lower case.
    let bytes: [UInt8]
    let name: String
    let isHost: Bool
  }

  private let secrets: [Secret]

  /// Shorter values are nothing that could be kept secret, and stand in any text.
  private static let leastShown = 4
  /// Shorter values may be words or versions, which an answer has for its own reasons.
  private static let leastStored = 16

  /// The values of variables by name. Those of `hosts` say where a server is: they are not shown, but an answer may be
  /// full of them for good reasons, such as the addresses of pictures.
  init(_ values: [String: String], hosts: Set<String> = []) {
    let secrets = values.map { name, value in
      Secret(bytes: value.utf8.map(\.lowercasedASCII), name: name, isHost: hosts.contains(name))
    }
    // The longest first: one value may begin with another.
    self.secrets = secrets.filter { $0.bytes.count >= Self.leastShown }
      .sorted { ($1.bytes.count, $0.name) < ($0.bytes.count, $1.name) }
  }

  /// A text with `${NAME}` in the place of each value, to be shown.
  func hidden(_ text: String) -> String {
    if secrets.isEmpty { return text }
    let shown = Self.replaced(Array(text.utf8), secrets) { secret, _ in Array("${\(secret.name)}".utf8) }
    return String(decoding: shown, as: UTF8.self)
  }

  /// Bytes with `*` in the place of each value, every other byte where it was, to be shown.
  func masked(_ bytes: [UInt8]) -> [UInt8] {
    Self.replaced(bytes, secrets) { _, count in Array(repeating: UInt8(ascii: "*"), count: count) }
  }

  /// Bytes with `${NAME}` in the place of each value that is long enough to be told from other texts, to be stored.
  func withdrawn(_ bytes: [UInt8]) -> [UInt8] {
    let stored = secrets.filter { !$0.isHost && $0.bytes.count >= Self.leastStored }
    return Self.replaced(bytes, stored) { secret, _ in Array("${\(secret.name)}".utf8) }
  }

  /// Whether a text that is to be stored has one of the values in it, but that of a host.
  func appear(in text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Self.replaced(bytes, secrets.filter { !$0.isHost }) { _, _ in [] } != bytes
  }

  private static func replaced(
    _ bytes: [UInt8], _ secrets: [Secret], _ replacement: (Secret, Int) -> [UInt8]
  ) -> [UInt8] {
    if secrets.isEmpty { return bytes }
    // Most bytes begin nothing.
    var mayBegin = [Bool](repeating: false, count: 256)
    for case let first? in secrets.map(\.bytes.first) { mayBegin[Int(first)] = true }
    mayBegin[Int(UInt8(ascii: "%"))] = true
    mayBegin[Int(UInt8(ascii: "\\"))] = true
    var output: [UInt8] = []
    var (copied, index) = (0, 0)
    while index < bytes.count {
      guard mayBegin[Int(bytes[index].lowercasedASCII)],
        let (secret, count) = secrets.lazy.compactMap({ secret in
          length(of: secret.bytes, in: bytes, at: index).map { (secret, $0) }
        }).first
      else {
        index += 1
        continue
      }
      output += bytes[copied..<index]
      output += replacement(secret, count)
      index += count
      copied = index
    }
    return copied == 0 ? bytes : output + bytes[copied...]
  }

  /// How many bytes spell a value at a place; nothing when another text stands there.
  private static func length(of value: [UInt8], in bytes: [UInt8], at start: Int) -> Int? {
    let isPlain =
      start + value.count <= bytes.count
      && value.indices.allSatisfy { bytes[start + $0].lowercasedASCII == value[$0] }
    if isPlain { return value.count }
    var index = start
    for wanted in value {
      if let (byte, count) = escape(in: bytes, at: index), byte.lowercasedASCII == wanted {
        index += count
      } else if index < bytes.count, bytes[index].lowercasedASCII == wanted {
        index += 1
      } else {
        return nil
      }
    }
    return index - start
  }

  /// The byte that `%2F`, `\u002f` or `\/` stands for.
  private static func escape(in bytes: [UInt8], at index: Int) -> (byte: UInt8, count: Int)? {
    func digits(_ range: Range<Int>) -> UInt8? {
      guard range.upperBound <= bytes.count else { return nil }
      return UInt8(String(decoding: bytes[range], as: UTF8.self), radix: 16)
    }
    guard index + 1 < bytes.count else { return nil }
    switch bytes[index] {
    case UInt8(ascii: "%"): return digits(index + 1..<index + 3).map { ($0, 3) }
    case UInt8(ascii: "\\") where bytes[index + 1] == UInt8(ascii: "u"):
      return digits(index + 2..<index + 6).map { ($0, 6) }
    case UInt8(ascii: "\\"): return (bytes[index + 1], 2)
    default: return nil
    }
  }

}
