package import Diagnostics

/// The text of a type in `site.toml` (DESIGN §4), parsed but not looked up: `[Author]`, `Int = 3`,
/// `"a" | "b"`, `{ src: Image, credit: String? }`.
struct TypeExpression {
  indirect enum Shape {
    case name(String)
    case union([String])
    case optional(TypeExpression)
    case list(TypeExpression)
    case record([(name: String, type: TypeExpression)])
  }

  let shape: Shape
  /// Bytes of the text.
  let range: Range<Int>
}

/// Why a type's text could not be read, and where in it.
struct TypeSyntaxError: Error {
  let message: String
  let range: Range<Int>
  let help: String?
}

/// Reads a type, and a default behind `=` if there is one.
struct TypeParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private static let maximumDepth = 16

  private init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The type, and the bytes of the default's literal when the text has one.
  static func parse(
    _ text: String
  ) throws(TypeSyntaxError) -> (type: TypeExpression, defaultRange: Range<Int>?) {
    var parser = TypeParser(text)
    let type = try parser.type()
    parser.skipSpace()
    if parser.position == parser.bytes.count { return (type, nil) }
    guard parser.take(UInt8(ascii: "=")) else {
      throw parser.unexpected("expected `?`, `|`, `=` or the end of the type")
    }
    parser.skipSpace()
    guard parser.position < parser.bytes.count else {
      throw parser.unexpected("expected a default value after `=`")
    }
    return (type, parser.position..<parser.bytes.count)
  }

  private mutating func type() throws(TypeSyntaxError) -> TypeExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw unexpected("this type is nested too deeply") }
    var type = try union()
    skipSpace()
    while take(UInt8(ascii: "?")) {
      if case .optional = type.shape { throw unexpected("one `?` is enough") }
      type = TypeExpression(shape: .optional(type), range: type.range.lowerBound..<position)
      skipSpace()
    }
    return type
  }

  private mutating func union() throws(TypeSyntaxError) -> TypeExpression {
    skipSpace()
    let start = position
    guard peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") else { return try primary() }
    var members: [String] = []
    repeat {
      skipSpace()
      let memberStart = position
      let member = try literal()
      if members.contains(member) {
        throw TypeSyntaxError(
          message: "`\"\(member)\"` is in this union twice", range: memberStart..<position, help: nil)
      }
      members.append(member)
      skipSpace()
    } while take(UInt8(ascii: "|"))
    return TypeExpression(shape: .union(members), range: start..<position)
  }

  private mutating func primary() throws(TypeSyntaxError) -> TypeExpression {
    let start = position
    if take(UInt8(ascii: "[")) {
      let element = try type()
      try expect(UInt8(ascii: "]"), "to close the list")
      return TypeExpression(shape: .list(element), range: start..<position)
    }
    if take(UInt8(ascii: "(")) {
      let inner = try type()
      try expect(UInt8(ascii: ")"), "to close the parenthesis")
      return inner
    }
    if take(UInt8(ascii: "{")) { return try record(from: start) }
    guard let name = word() else {
      throw unexpected(
        "expected a type", help: "types are `String`, `Int`, `[String]`, `\"a\" | \"b\"`, a model's name, …")
    }
    return TypeExpression(shape: .name(name), range: start..<position)
  }

  private mutating func record(from start: Int) throws(TypeSyntaxError) -> TypeExpression {
    var fields: [(name: String, type: TypeExpression)] = []
    skipSpace()
    while !take(UInt8(ascii: "}")) {
      let nameStart = position
      guard let name = word() else { throw unexpected("expected the name of a field") }
      if fields.contains(where: { $0.name == name }) {
        throw TypeSyntaxError(
          message: "`\(name)` is in this record twice", range: nameStart..<position, help: nil)
      }
      try expect(UInt8(ascii: ":"), "and the type of `\(name)`")
      fields.append((name, try type()))
      skipSpace()
      if !take(UInt8(ascii: ",")), peek != UInt8(ascii: "}") {
        throw unexpected("expected `,` or `}` in this record")
      }
      skipSpace()
    }
    return TypeExpression(shape: .record(fields), range: start..<position)
  }

  private mutating func literal() throws(TypeSyntaxError) -> String {
    let start = position
    guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw unexpected("expected another string in quotes after `|`")
    }
    position += 1
    guard let end = bytes[position...].firstIndex(of: quote) else {
      throw TypeSyntaxError(
        message: "this string is never closed", range: start..<bytes.count, help: nil)
    }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    position = end + 1
    return text
  }

  private mutating func word() -> String? {
    skipSpace()
    let start = position
    while let byte = peek, byte == UInt8(ascii: "_") || Self.isAlphanumeric(byte) { position += 1 }
    return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ reason: String) throws(TypeSyntaxError) {
    if !take(byte) { throw unexpected("expected `\(String(UnicodeScalar(byte)))` \(reason)") }
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private func unexpected(_ message: String, help: String? = nil) -> TypeSyntaxError {
    let start = min(position, max(0, bytes.count - 1))
    return TypeSyntaxError(message: message, range: start..<min(start + 1, bytes.count), help: help)
  }
}

extension ModelSet {
  /// Why a written type means nothing.
  package struct TypeProblem: Error, Sendable {
    package let code: DiagnosticCode
    package let message: String
    package let help: String?

    package init(code: DiagnosticCode, message: String, help: String?) {
      self.code = code
      self.message = message
      self.help = help
    }
  }

  /// The type that `text` says; `alsoKnown` are names besides the built-in types and the models.
  package func type(written text: String, alsoKnown: [String: ValueType]) -> Result<ValueType, TypeProblem> {
    let expression: TypeExpression
    do { expression = try TypeParser.parse(text).type } catch {
      return .failure(TypeProblem(code: .modelSyntax, message: error.message, help: error.help))
    }
    return type(of: expression, alsoKnown)
  }

  private func type(
    of expression: TypeExpression, _ names: [String: ValueType]
  ) -> Result<ValueType, TypeProblem> {
    switch expression.shape {
    case .union(let members): return .success(.union(members))
    case .optional(let wrapped): return type(of: wrapped, names).map { $0.asOptional }
    case .list(let element): return type(of: element, names).map { .list($0) }
    case .record(let fields):
      var members: [RecordType.Member] = []
      for field in fields {
        switch type(of: field.type, names) {
        case .success(let type): members.append(RecordType.Member(field.name, type))
        case .failure(let problem): return .failure(problem)
        }
      }
      return .success(.record(RecordType(name: nil, fields: members)))
    case .name(let name):
      if let type = DeclarationReader.builtInTypes[name] ?? names[name] { return .success(type) }
      if let id = id(of: name) { return .success(.model(id)) }
      let known = DeclarationReader.builtInTypes.keys.sorted() + self.names + names.keys.sorted()
      return .failure(
        TypeProblem(
          code: .modelUnknownType, message: "there is no type `\(name)`",
          help: Suggestion.sentence(for: name, among: known)
            ?? "types are `String`, `Int`, `[Post]`, a model's name, …"))
    }
  }
}
