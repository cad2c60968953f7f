/// The values of variables that a request was made with, so that they can be kept out of all that is said and stored,
/// also where a server repeats them. They are looked for as they are, percent-encoded, and with the escapes of JSON,
/// in capitals or not.
struct Secrets: Sendable {
  /// Spellings of a value, in lower case, with the name of its variable.
  private struct Spelling: Sendable {
    let bytes: [UInt8]
    let name: String
  }

  private let spellings: [Spelling]
  /// Which of them begin with a byte.
  private let byFirstByte: [UInt8: [Spelling]]

  /// Shorter values are nothing that could be kept secret, and stand in any text.
  private static let leastShown = 4
  /// Shorter values may be words or versions, which an answer has for its own reasons.
  private static let leastStored = 16

  init(_ values: [String: String]) {
    var spellings: [Spelling] = []
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      let forms = [
        value, PercentEncoding.component(value), PercentEncoding.target(value),
        Self.escaped(value, slash: false),
        Self.escaped(value, slash: true),
      ]
      for form in Set(forms.map { $0.lowercased() }) where form.utf8.count >= Self.leastShown {
        spellings.append(Spelling(bytes: Array(form.utf8), name: name))
      }
    }
    // The longest first: one value may begin with another.
    spellings.sort { ($1.bytes.count, $0.name) < ($0.bytes.count, $1.name) }
    self.spellings = spellings
    byFirstByte = Dictionary(grouping: spellings) { $0.bytes.first ?? 0 }
  }

  private static func escaped(_ text: String, slash: Bool) -> String {
    var out = ""
    for character in text {
      if character == "\"" || character == "\\" || (slash && character == "/") { out += "\\" }
      out.append(character)
    }
    return out
  }

  /// A text with `${NAME}` in the place of each value, to be shown.
  func hidden(_ text: String) -> String {
    if spellings.isEmpty { return text }
    return String(
      decoding: replaced(Array(text.utf8), Self.leastShown) { Array("${\($0.name)}".utf8) }, as: UTF8.self)
  }

  /// Bytes with `*` in the place of each value, every other byte where it was, to be shown.
  func masked(_ bytes: [UInt8]) -> [UInt8] {
    replaced(bytes, Self.leastShown) { Array(repeating: UInt8(ascii: "*"), count: $0.bytes.count) }
  }

  /// Bytes with `${NAME}` in the place of each value that is long enough to be told from other texts, to be stored.
  func withdrawn(_ bytes: [UInt8]) -> [UInt8] {
    replaced(bytes, Self.leastStored) { Array("${\($0.name)}".utf8) }
  }

  /// Whether a text has one of the values in it.
  func appear(in text: String) -> Bool { !spellings.isEmpty && hidden(text) != text }

  private func replaced(_ bytes: [UInt8], _ least: Int, _ replacement: (Spelling) -> [UInt8]) -> [UInt8] {
    if spellings.isEmpty { return bytes }
    var output: [UInt8] = []
    var copied = 0
    var index = 0
    while index < bytes.count {
      let candidates = byFirstByte[Self.lower(bytes[index])] ?? []
      guard
        let found = candidates.first(where: {
          $0.bytes.count >= least && Self.stands($0.bytes, in: bytes, at: index)
        })
      else {
        index += 1
        continue
      }
      output += bytes[copied..<index]
      output += replacement(found)
      index += found.bytes.count
      copied = index
    }
    if copied == 0 { return bytes }
    return output + bytes[copied...]
  }

  private static func stands(_ spelling: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
    index + spelling.count <= bytes.count
      && spelling.indices.allSatisfy { lower(bytes[index + $0]) == spelling[$0] }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
