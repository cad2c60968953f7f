import Diagnostics
import Models

/// What the templates of a theme know of each other.
struct ThemeIndex {
  struct Prop: Sendable {
    let name: String
    let type: ValueType
    let defaultValue: Expression?
    /// Whether its type could not be read, which is reported; what uses it stays silent.
    var isBroken = false
  }

  /// What a component does with what stands between its tags.
  enum SlotUse: Sendable {
    /// It writes nothing of it, so there may be nothing.
    case none
    /// It asks with `{% if slot %}` whether there is something.
    case optional
    case required
  }

  struct Component: Sendable {
    let name: String
    let source: SourceFile
    let props: [Prop]
    let slot: SlotUse
    /// Number of its program.
    let program: Int
  }

  struct Route {
    let parameters: [RouteParameter]
  }

  /// Whether the entries of a model have URLs.
  enum URLs {
    case always, sometimes, never
  }

  var components: [String: Component] = [:]
  /// By path in the theme.
  var routes: [String: Route] = [:]
  var urls: [ModelID: URLs] = [:]
  /// Paths of routes that the site drops.
  var dropped: Set<String> = []
  /// Printed paths of templates that other sites use too.
  var shared: Set<String> = []
}
