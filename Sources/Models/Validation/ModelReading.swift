/// How the entries of a model say its fields: which keys of front matter are looked up for which field.
///
/// Worked out once for a model, with a number for each key, so that the keys of an entry are looked up once each.
struct ModelReading: Sendable {
  /// What one field is read from.
  struct FieldKeys: Sendable {
    let role: Role
    /// By source of the field: the numbers of the keys that it begins with.
    let sources: [[Int]]
    /// The field's own name, and the other spellings that count beside it.
    let name: Int
    let spellings: [Int]
  }

  /// What a field is treated apart for.
  enum Role: Sendable {
    case body, draft, slug, other
  }

  let numbers: [String: Int]
  /// By number.
  let keys: [String]
  /// By position of the field.
  let fields: [FieldKeys]
  let published: Int
  let draft: Int
  /// Whether some other field than `draft` says that it is read from `published`.
  let isPublishedTaken: Bool
  /// Whether a date is read from the file's name.
  let takesDateFromName: Bool

  init(_ fields: [Field]) {
    var numbers: [String: Int] = [:]
    var keys: [String] = []
    func number(_ key: String) -> Int {
      if let known = numbers[key] { return known }
      numbers[key] = keys.count
      keys.append(key)
      return keys.count - 1
    }
    /// By key: the fields that name it as where they are read.
    let readers: [String: [String]] = Dictionary(
      fields.filter { !$0.isComputed }.flatMap { field in
        field.sources.flatMap(\.keys).map { ($0, [field.name]) }
      },
      uniquingKeysWith: +)
    func isKey(_ key: String, ofOtherThan name: String) -> Bool {
      (readers[key] ?? []).contains { $0 != name }
    }
    self.fields = fields.map { field in
      let spellings = (Spelling.others[field.name] ?? []).filter { !isKey($0, ofOtherThan: field.name) }
      return FieldKeys(
        role: Self.role(of: field), sources: field.sources.map { $0.keys.map(number) },
        name: number(field.name), spellings: spellings.map(number))
    }
    published = number("published")
    draft = number("draft")
    isPublishedTaken = isKey("published", ofOtherThan: "draft")
    takesDateFromName = fields.contains { $0.type.unwrapped == .date && $0.sources.contains(.fileName) }
    self.numbers = numbers
    self.keys = keys
  }

  private static func role(of field: Field) -> Role {
    if field.name == "body", field.type.unwrapped == .body { return .body }
    if field.name == "draft", field.type == .bool { return .draft }
    return field.name == "slug" ? .slug : .other
  }
}
