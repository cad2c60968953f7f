import Models

/// Which types fit where, and what they have in common.
enum TypeRules {
  static let maximumDepth = 100
  static let mostParts = 20_000

  /// Whether a type has no more parts than are left, and is not deeper than that.
  static func isBounded(_ type: ValueType, parts: inout Int, depth: Int) -> Bool {
    parts -= 1
    guard parts >= 0, depth >= 0 else { return false }
    switch type {
    case .optional(let inner): return isBounded(inner, parts: &parts, depth: depth)
    case .list(let element): return isBounded(element, parts: &parts, depth: depth - 1)
    case .record(let record):
      for field in record.fields where !isBounded(field.type, parts: &parts, depth: depth - 1) {
        return false
      }
      return true
    default: return true
    }
  }

  /// Whether a value of `actual` may stand where `expected` is wanted.
  static func fits(_ actual: ValueType, _ expected: ValueType) -> Bool {
    if actual == expected { return true }
    switch (actual, expected) {
    case (.none, .optional), (.optional(.none), .optional): return true
    case (.optional(let inner), .optional(let wanted)): return fits(inner, wanted)
    case (_, .optional(let wanted)): return fits(actual, wanted)
    case (.union, .string), (.slug, .string), (.url, .string): return true
    case (.union(let fewer), .union(let more)): return Set(fewer).isSubset(of: more)
    case (.int, .double): return true
    case (.body, .html): return true
    case (.list(let element), .list(let wanted)): return element == .none || fits(element, wanted)
    case (.record(let a), .record(let b)):
      if case .group = a.kind, case .group = b.kind {
        // One that a header binds has its URL behind the others' fields.
        return a.fields.count >= b.fields.count
          && zip(a.fields, b.fields).allSatisfy { fits($0.type, $1.type) }
      }
      return a.kind == b.kind && a.fields.count == b.fields.count
        && zip(a.fields, b.fields).allSatisfy { $0.name == $1.name && fits($0.type, $1.type) }
    default: return false
    }
  }

  /// The type of the elements of a list that has some: a list of `none` is the empty one, which fits every list.
  static func element(_ type: ValueType) -> ValueType { type == .none ? .optional(.none) : type }

  /// The narrowest type that both fit; nothing when there is none.
  static func common(_ a: ValueType, _ b: ValueType) -> ValueType? {
    if fits(a, b) { return b }
    if fits(b, a) { return a }
    switch (a, b) {
    case (.none, _): return b.asOptional
    case (_, .none): return a.asOptional
    case (.optional(let inner), _): return common(inner, b.unwrapped).map { $0.asOptional }
    case (_, .optional(let inner)): return common(a, inner).map { $0.asOptional }
    case (.union(let left), .union(let right)): return .union(left + right.filter { !left.contains($0) })
    case (.record(let left), .record(let right)):
      guard left.kind == .plain, right.kind == .plain, left.fields.map(\.name) == right.fields.map(\.name)
      else {
        return nil
      }
      var fields: [RecordType.Member] = []
      for (a, b) in zip(left.fields, right.fields) {
        guard let type = common(a.type, b.type) else { return nil }
        fields.append(.init(a.name, type))
      }
      return .record(RecordType(name: left.name, fields: fields))
    case (.list(let left), .list(let right)): return common(left, right).map { .list($0) }
    default: return a.isText && b.isText ? .string : nil
    }
  }

  /// Whether two values can ever be equal.
  static func comparable(_ a: ValueType, _ b: ValueType) -> Bool {
    let (left, right) = (a.unwrapped, b.unwrapped)
    if a == .none || b == .none { return a.isOptional && b.isOptional }
    if case .union(let some) = left, case .union(let others) = right {
      return !Set(some).isDisjoint(with: others)
    }
    return common(left, right) != nil && !isCompound(left) && !isCompound(right)
  }

  private static func isCompound(_ type: ValueType) -> Bool {
    switch type {
    case .list, .record, .body, .html: true
    default: false
    }
  }

  /// Whether values of the type have an order.
  static func isOrdered(_ type: ValueType) -> Bool {
    switch type {
    case .int, .double, .date, .string, .slug, .url, .union, .bool: true
    default: false
    }
  }

  /// Whether the type can be written where text is wanted.
  static func isPrintable(_ type: ValueType) -> Bool {
    switch type {
    case .bool, .int, .double, .string, .date, .url, .slug, .union: true
    default: false
    }
  }
}
