/// What a plain scalar is by YAML 1.2's core schema (section 10.3.2). Dates are texts here: models read them
/// by their own rules.
enum YAMLScalar {
  static func kind(of text: String) -> DataScalar.Kind {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    guard let first = text.utf8.first, (0x30...0x39).contains(first) || "+-.".utf8.contains(first) else {
      return .string
    }
    if let number = Int(text) { return .int(number) }
    if text.hasPrefix("0x"), let number = Int(text.dropFirst(2), radix: 16) { return .int(number) }
    if text.hasPrefix("0o"), let number = Int(text.dropFirst(2), radix: 8) { return .int(number) }
    let isNumeric = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    if isNumeric, text.utf8.contains(where: { (0x30...0x39).contains($0) }), let number = Double(text),
      number.isFinite
    {
      return .double(number)
    }
    return .string
  }
}
