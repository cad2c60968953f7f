import DataFormats
import Diagnostics
import Models

/// What the values at one key of many files have in common: counted one by one, then said as a type.
struct ValueShape {
  /// Values that are not null.
  private(set) var count = 0
  private(set) var nulls = 0
  private var bools = 0
  /// Texts and numbers that say yes or no as well as a `Bool` does.
  private var flags = 0
  private var ints = 0
  private var doubles = 0
  private var dates = 0
  private var addresses = 0
  private(set) var empties = 0
  private var strings = 0
  private var trues = 0
  /// How often each text stands there; no more than `mostTexts` are told apart.
  private var texts: [String: Int] = [:]
  private var hasMoreTexts = false
  private(set) var lists = 0
  private(set) var maps = 0
  /// The shape of all elements of lists, if there are any.
  private var elements: [ValueShape] = []
  /// Keys of maps, in the order in which they are met.
  private(set) var keys: [String] = []
  private var members: [String: ValueShape] = [:]

  private static let mostTexts = 64

  var scalars: Int { count - lists - maps }

  /// The shape of the values at a key of its maps.
  func member(_ key: String) -> ValueShape? { members[key] }

  mutating func add(_ node: DataNode) {
    if node.isNull {
      nulls += 1
      return
    }
    count += 1
    switch node.content {
    case .scalar(let scalar): add(scalar)
    case .list(let nodes):
      lists += 1
      if elements.isEmpty { elements.append(ValueShape()) }
      for node in nodes { elements[0].add(node) }
    case .map(let map):
      maps += 1
      for member in map { add(member) }
    }
  }

  private mutating func add(_ member: DataMember) {
    if members[member.key] == nil { keys.append(member.key) }
    members[member.key, default: ValueShape()].add(member.value)
  }

  private mutating func add(_ scalar: DataScalar) {
    let text = scalar.text
    if texts[text] != nil || texts.count < Self.mostTexts {
      texts[text, default: 0] += 1
    } else {
      hasMoreTexts = true
    }
    if ["true", "false", "yes", "no", "on", "off", "1", "0"].contains(text.lowercased()) { flags += 1 }
    if ["true", "yes", "on", "1"].contains(text.lowercased()) { trues += 1 }
    switch scalar.kind {
    case .null: break
    case .bool: bools += 1
    case .int:
      if Int(text.hasPrefix("+") ? String(text.dropFirst()) : text) != nil { ints += 1 } else { strings += 1 }
    case .double(let number):
      if number.isFinite { doubles += 1 } else { strings += 1 }
    case .date:
      if Self.isDate(text) { dates += 1 } else { strings += 1 }
    case .string:
      if text.isEmpty {
        empties += 1
      } else if Self.isDate(text) {
        dates += 1
      } else if Self.isAddress(text) {
        addresses += 1
      } else {
        strings += 1
      }
    }
  }

  /// A date that begins with year, month and day; `2024` and `May 5` may be anything.
  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(10))
    guard bytes.count == 10 else { return false }
    let isDay = bytes.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : byte.isASCIIDigit
    }
    guard isDay, case .success = DateTime.parse(text, in: .utc) else { return false }
    return true
  }

  private static func isAddress(_ text: String) -> Bool {
    let rest =
      text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
    return !rest.isEmpty
      && rest.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value < 0x7F && !"\"'<>\\^`{|}".unicodeScalars.contains($0)
      }
  }

  /// Both shapes in one.
  private func merged(with other: ValueShape) -> ValueShape {
    var merged = self
    merged.count += other.count
    merged.nulls += other.nulls
    merged.bools += other.bools
    merged.flags += other.flags
    merged.ints += other.ints
    merged.doubles += other.doubles
    merged.dates += other.dates
    merged.addresses += other.addresses
    merged.empties += other.empties
    merged.strings += other.strings
    merged.trues += other.trues
    for (text, uses) in other.texts { merged.texts[text, default: 0] += uses }
    merged.hasMoreTexts = hasMoreTexts || other.hasMoreTexts
    merged.lists += other.lists
    merged.maps += other.maps
    if let elements = other.elements.first {
      merged.elements = [merged.elements.first?.merged(with: elements) ?? elements]
    }
    for key in other.keys {
      guard let shape = other.members[key] else { continue }
      if merged.members[key] == nil { merged.keys.append(key) }
      merged.members[key] = merged.members[key]?.merged(with: shape) ?? shape
    }
    return merged
  }
}

// MARK: - Types

extension ValueShape {
  /// A type as `site.toml` writes it.
  struct TypeText: Equatable {
    var text: String
    /// A union needs parentheses before a `?`.
    var isUnion = false
    var isList = false

    var optional: String { isUnion ? "(\(text))?" : text + "?" }
  }

  /// How deep a type may nest; the language allows a little more.
  private static let mostDepth = 12

  /// The type that most of the values have, and whether all have it; nothing when no type can say it.
  func type(choices: Bool = true, depth: Int = 0) -> (type: TypeText, fitsAll: Bool)? {
    guard depth < Self.mostDepth else { return nil }
    if lists > 0 {
      // A lone value is a list of one.
      var element = elements.first ?? ValueShape()
      if count > lists { element = element.merged(with: withoutLists) }
      guard let (type, fits) = element.type(choices: false, depth: depth + 1) else { return nil }
      let text = element.nulls > 0 ? type.optional : type.text
      return (TypeText(text: "[\(text)]", isList: true), fits)
    }
    guard maps > 0 else { return scalarType(choices: choices) }
    if scalars >= maps { return scalarType(choices: choices).map { ($0.type, false) } }
    guard let (record, fits) = record(depth: depth) else { return nil }
    return (record, fits && scalars == 0)
  }

  private var withoutLists: ValueShape {
    var shape = self
    shape.count -= lists
    shape.lists = 0
    shape.elements = []
    shape.nulls = 0
    return shape
  }

  private func record(depth: Int) -> (type: TypeText, fitsAll: Bool)? {
    var fits = true
    var fields: [String] = []
    for key in keys {
      guard let shape = members[key], Self.isWord(key), let (type, all) = shape.type(depth: depth + 1) else {
        return nil
      }
      fits = fits && all
      // An absent list of a record is an empty one.
      let isRequired = type.isList || (shape.count == maps && shape.nulls == 0)
      fields.append("\(key): \(isRequired ? type.text : type.optional)")
    }
    return (TypeText(text: fields.isEmpty ? "{}" : "{ \(fields.joined(separator: ", ")) }"), fits)
  }

  private static func isWord(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_")
      }
  }

  private func scalarType(choices: Bool) -> (type: TypeText, fitsAll: Bool)? {
    let all = scalars
    if all == 0 { return (TypeText(text: "String"), true) }
    if bools > 0 {
      if flags == all { return (TypeText(text: "Bool"), true) }
      // No text takes a `Bool`, but the choice of a union does.
      if let union = union(of: texts.count) { return (union, true) }
      return (TypeText(text: "String"), false)
    }
    if ints == all { return (TypeText(text: "Int"), true) }
    if ints + doubles == all { return (TypeText(text: "Double"), true) }
    if dates == all { return (TypeText(text: "Date"), true) }
    if addresses == all { return (TypeText(text: "URL"), true) }
    if choices, strings == all, texts.count > 1, all >= texts.count * 3, let union = union(of: 8) {
      return (union, true)
    }
    return (TypeText(text: "String"), true)
  }

  /// The texts as a union, the commonest first, if there are no more than `most` and all can be written.
  private func union(of most: Int) -> TypeText? {
    guard !hasMoreTexts, texts.count <= most, texts.keys.allSatisfy(Self.isChoice) else { return nil }
    let members = texts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\"\($0.key)\"" }
    return TypeText(text: members.joined(separator: " | "), isUnion: texts.count > 1)
  }

  private static func isChoice(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 40
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\"" }
  }

  /// The declaration of a field whose values have this shape in `present` of `files` files.
  func declaration(_ type: TypeText, isEverywhere: Bool) -> String {
    if type.isList { return isEverywhere ? type.text : type.text + " = []" }
    // A required text that says nothing counts as absent.
    if isEverywhere, nulls == 0, empties == 0 { return type.text }
    if type.text == "Bool", trues == scalars { return "Bool = false" }
    return type.optional
  }
}
