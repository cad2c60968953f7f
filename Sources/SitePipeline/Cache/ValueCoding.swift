import Models

extension Value {
  /// Whether it says nothing of other entries, and holds no text but that of its document.
  fileprivate var standsAlone: Bool {
    switch self {
    case .none, .bool, .int, .double, .string, .date, .body: true
    case .list(let items), .record(let items): items.allSatisfy(\.standsAlone)
    case .entry, .html: false
    }
  }
}

extension CacheWriter {
  /// Values of an entry; nothing is written, and false returned, where one hangs on more than its document.
  mutating func put(alone values: [Value]) -> Bool {
    guard values.allSatisfy(\.standsAlone) else { return false }
    put(values) { $0.put($1) }
    return true
  }

  private mutating func put(_ value: Value) {
    switch value {
    case .none, .entry, .html: put(0)
    case .bool(let flag): put(flag ? 2 : 1)
    case .int(let number):
      put(3)
      put(number)
    case .double(let number):
      put(4)
      put(fixed: number.bitPattern)
    case .string(let text):
      put(5)
      put(text)
    case .date(let date):
      put(6)
      put(Int(date.milliseconds))
    case .list(let items):
      put(7)
      put(items) { $0.put($1) }
    case .record(let items):
      put(8)
      put(items) { $0.put($1) }
    case .body: put(9)
    }
  }
}

extension CacheReader {
  /// Values of an entry whose text is `body`. They are not deeper than front matter is, and what is here has been
  /// checked by its digest. Hot.
  mutating func values(_ body: BodyID) -> [Value] { list { $0.value(body) } }

  private mutating func value(_ body: BodyID) -> Value {
    switch number() {
    case 1: .bool(false)
    case 2: .bool(true)
    case 3: .int(number())
    case 4: .double(Double(bitPattern: fixed()))
    case 5: .string(text())
    case 6: .date(DateTime(milliseconds: Int64(number())))
    case 7: .list(values(body))
    case 8: .record(values(body))
    case 9: .body(body)
    default: .none
    }
  }
}
