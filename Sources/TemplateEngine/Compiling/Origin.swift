/// Where a value comes from, as far as a template reads it: what a page's key must digest (DESIGN §7).
indirect enum Origin: Sendable, Hashable {
  /// What a header binds, a collection, a global name.
  case named(String)
  /// A component's prop, which each call replaces by what it passes.
  case prop(Int)
  case field(Origin, String)
  case element(Origin)
  /// A list whose elements are those of another, chosen or put in order by a filter as it is written.
  case filtered(Origin, String)

  /// The same with a component's props replaced; nothing when a call passes a value that comes from nowhere.
  func replacing(_ arguments: [Origin?]) -> Origin? {
    switch self {
    case .named: return self
    case .prop(let index): return index < arguments.count ? arguments[index] : nil
    case .field(let base, let name): return base.replacing(arguments).map { .field($0, name) }
    case .element(let base): return base.replacing(arguments).map { .element($0) }
    case .filtered(let base, let text): return base.replacing(arguments).map { .filtered($0, text) }
    }
  }

  /// How many steps it is from its root.
  var depth: Int {
    switch self {
    case .named, .prop: 0
    case .field(let base, _), .element(let base), .filtered(let base, _): base.depth + 1
    }
  }
}

/// What one program reads, before the components that it calls are put in.
struct ReadSet: Sendable {
  struct Call: Sendable, Hashable {
    let program: Int
    let arguments: [Origin?]
  }

  var origins: Set<Origin> = []
  var calls: Set<Call> = []
  /// Collection expressions that depend on loop variables, with their names.
  var dependencies: [String: Set<String>] = [:]

  mutating func formUnion(_ other: ReadSet) {
    origins.formUnion(other.origins)
    calls.formUnion(other.calls)
    dependencies.merge(other.dependencies) { $0.union($1) }
  }
}

/// What the pages of a route read: access paths from what the header binds and from global names, and collection
/// expressions with the paths that are read of their elements.
package struct TemplateReads: Sendable, Hashable {
  package struct Collection: Sendable, Hashable {
    /// As the template writes it: `posts | filter(.category == post.category) | take(5)`.
    package let expression: String
    /// Of an element; empty when only which elements there are, and in which order, is read.
    package let paths: [String]
    /// Loop variables that the expression depends on.
    package let dependsOn: [String]
  }

  /// `post.title`, `post.author.name`, `options.accent`; `**` stands for everything below.
  package let paths: [String]
  package let collections: [Collection]
}

/// Puts the components' reads into those of a route.
struct ReadResolver {
  /// A path longer than this goes round a circle, like the children of children.
  private static let maximumDepth = 8
  private static let maximumCalls = 2

  let components: [Int: ReadSet]
  let collections: Set<String>
  private var paths: Set<String> = []
  private var elements: [String: Set<String>] = [:]
  private var dependencies: [String: Set<String>] = [:]
  /// Components that have been gone into, and how often any was.
  private var seen: Set<Int> = []
  private var steps = 0
  /// More than any page has; components that call others twice would be gone into for ever.
  private static let mostSteps = 20_000

  init(components: [Int: ReadSet], collections: Set<String>) {
    self.components = components
    self.collections = collections
  }

  mutating func resolve(_ reads: ReadSet) -> TemplateReads {
    add(reads, arguments: nil, open: [])
    return TemplateReads(
      paths: Self.withoutLists(paths),
      collections: elements.keys.sorted().map { expression in
        TemplateReads.Collection(
          expression: expression, paths: Self.withoutLists(elements[expression] ?? []),
          dependsOn: (dependencies[expression] ?? []).sorted())
      })
  }

  private mutating func add(_ reads: ReadSet, arguments: [Origin?]?, open: [Int]) {
    for origin in reads.origins {
      if let origin = arguments.map({ origin.replacing($0) }) ?? origin { add(origin) }
    }
    dependencies.merge(reads.dependencies) { $0.union($1) }
    for call in reads.calls {
      let passed = call.arguments.map { argument in
        arguments.map { outer in argument.flatMap { $0.replacing(outer) } } ?? argument
      }
      let isCircle =
        open.count { $0 == call.program } >= Self.maximumCalls
        || passed.contains { ($0?.depth ?? 0) > Self.maximumDepth } || steps >= Self.mostSteps
      if isCircle {
        // All of what it is given may be read.
        for case let origin? in passed { add(.field(origin, "**")) }
      }
      if !isCircle || !seen.contains(call.program), let component = components[call.program] {
        steps += 1
        seen.insert(call.program)
        add(component, arguments: passed, open: open + [call.program])
      }
    }
  }

  private mutating func add(_ origin: Origin) {
    let (collection, path) = written(origin)
    if let collection {
      elements[collection, default: []].formUnion(path.isEmpty ? [] : [path])
    } else if !path.isEmpty {
      paths.insert(path)
    }
  }

  /// The collection expression that an origin belongs to, if any, and the path from there.
  private func written(_ origin: Origin) -> (collection: String?, path: String) {
    switch origin {
    case .named(let name): return collections.contains(name) ? (name, "") : (nil, name)
    case .prop: return (nil, "")
    case .field(let base, let name):
      let (collection, path) = written(base)
      // `posts.page` is a page of its own.
      if let collection, path.isEmpty, case .named = base { return (nil, collection + "." + name) }
      return (collection, path.isEmpty ? name : path + "." + name)
    case .element(let base):
      let (collection, path) = written(base)
      return (collection, path.isEmpty ? path : path + "[]")
    case .filtered(let base, let text):
      let (collection, path) = written(base)
      return path.isEmpty ? (collection.map { $0 + text }, path) : (collection, path)
    }
  }

  /// A list whose elements are read is read with them.
  private static func withoutLists(_ paths: Set<String>) -> [String] {
    var lists: Set<String> = []
    for path in paths {
      var rest = path.utf8[...]
      while let open = rest.firstIndex(of: UInt8(ascii: "[")) {
        rest = rest[open...].dropFirst()
        if rest.first == UInt8(ascii: "]") { lists.insert(String(path[..<open])) }
      }
    }
    return paths.subtracting(lists).sorted()
  }
}
