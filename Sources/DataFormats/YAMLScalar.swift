import Diagnostics

/// What a plain scalar is by YAML 1.2's core schema (section 10.3.2). Dates are texts here: models read them
/// by their own rules.
enum YAMLScalar {
  static func kind(of text: String) -> DataScalar.Kind {
    guard let first = text.utf8.first else { return .null }
    switch first {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"),
      UInt8(ascii: "f"), UInt8(ascii: "F"):
      return word(text)
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return number(text)
    default: return .string
    }
  }

  private static func word(_ text: String) -> DataScalar.Kind {
    switch text {
    case "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: .string
    }
  }

  private static func number(_ text: String) -> DataScalar.Kind {
    if let number = Int(text) { return .int(number) }
    if text.hasPrefix("0x"), let number = Int(text.dropFirst(2), radix: 16) { return .int(number) }
    if text.hasPrefix("0o"), let number = Int(text.dropFirst(2), radix: 8) { return .int(number) }
    let isNumeric = text.utf8.allSatisfy { $0.isASCIIDigit || "+-.eE".utf8.contains($0) }
    if isNumeric, text.utf8.contains(where: { $0.isASCIIDigit }), let number = Double(text),
      number.isFinite
    {
      return .double(number)
    }
    return .string
  }
}
