/// What callgrind counted, read from its file (https://valgrind.org/docs/manual/cl-format.html).
struct CallgrindProfile {
  struct Function {
    let name: String
    /// The path of the program or library that holds it.
    let object: String
    /// Instructions of its own.
    fileprivate(set) var own = 0
    /// Instructions of the functions that it calls, and of those that they call, by callee.
    fileprivate(set) var calls: [Int: Int] = [:]

    /// With those of all that it calls; not for a function that calls itself.
    var inclusive: Int { calls.values.reduce(own, +) }
  }

  private(set) var functions: [Function] = []

  /// Names are said once and are numbers afterwards.
  private var names: [Substring: Substring] = [:]
  private var objects: [Substring: Substring] = [:]
  private var numbers: [Key: Int] = [:]

  private struct Key: Hashable {
    let name: Substring
    let object: Substring
  }

  init(_ text: String) {
    var object: Substring = ""
    var calleeObject: Substring = ""
    var function: Int?
    var callee: Int?
    // Set by a line of `calls=`: the next costs are the callee's.
    var isCall = false
    for line in text.split(separator: "\n") {
      guard let first = line.utf8.first else { continue }
      switch first {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"):
        let cost = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        guard let function else { continue }
        if !isCall { functions[function].own += cost }
        if isCall, let callee { functions[function].calls[callee, default: 0] += cost }
        isCall = false
      default:
        guard let equals = line.firstIndex(of: "=") else { continue }
        let value = line[line.index(after: equals)...]
        switch line[..<equals] {
        case "ob":
          object = Self.resolve(value, &objects)
        case "fn":
          function = number(Self.resolve(value, &names), object)
          calleeObject = object
        case "cob": calleeObject = Self.resolve(value, &objects)
        case "cfn":
          callee = number(Self.resolve(value, &names), calleeObject)
          calleeObject = object
        case "calls": isCall = true
        default: break
        }
      }
    }
  }

  private mutating func number(_ name: Substring, _ object: Substring) -> Int {
    // A recursive function is split by its depth: `name'2`.
    let name = name.prefix { $0 != "'" }
    let key = Key(name: name, object: object)
    if let number = numbers[key] { return number }
    numbers[key] = functions.count
    functions.append(Function(name: String(name), object: String(object)))
    return functions.count - 1
  }

  /// `(12) name` says a name, `(12)` repeats it.
  private static func resolve(_ value: Substring, _ known: inout [Substring: Substring]) -> Substring {
    guard value.first == "(", let close = value.firstIndex(of: ")") else { return value }
    let number = value[...close]
    let name = value[value.index(after: close)...].drop { $0 == " " }
    if name.isEmpty { return known[number] ?? "" }
    known[number] = name
    return name
  }
}
