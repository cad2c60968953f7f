/// When a site may replace the type of a field that a theme relies on: each value of the new type must be
/// one of the old type, held in the same way.
enum Narrowing {
  static func allows(_ new: ValueType, for old: ValueType) -> Bool {
    if new == old { return true }
    switch (new, old) {
    case (.optional(let newWrapped), .optional(let oldWrapped)): return allows(newWrapped, for: oldWrapped)
    case (_, .optional(let oldWrapped)): return allows(new, for: oldWrapped)
    case (.union, .string), (.slug, .string), (.url, .string): return true
    case (.union(let fewer), .union(let more)): return Set(fewer).isSubset(of: more)
    case (.list(let newElement), .list(let oldElement)): return allows(newElement, for: oldElement)
    default: return false
    }
  }
}
