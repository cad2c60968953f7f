import DataFormats
import Diagnostics

/// The settings file of another generator. What is asked for counts as carried; the rest is listed.
struct OldSettings {
  let source: SourceFile?
  private let root: DataNode?
  let problems: [Diagnostic]
  private var asked: Set<String> = []

  /// Reads a file by its suffix; no file is as good as an empty one.
  init(_ path: String?, in site: OldSite) {
    guard let path, let source = site.source(path) else {
      (self.source, root, problems) = (nil, nil, [])
      return
    }
    let format: DataFormat =
      switch Paths.suffix(of: path) {
      case "toml": .toml
      case "json": .json
      default: .yaml
      }
    let parse = DataParser.parse(file: source, as: format)
    self.source = source
    root = parse.node
    problems = parse.diagnostics
  }

  /// What stands at a dotted key.
  mutating func node(_ path: String...) -> DataNode? {
    guard let first = path.first else { return nil }
    asked.insert(first)
    guard let node = root?.node(at: path), !node.isNullOrEmpty else { return nil }
    return node
  }

  mutating func string(_ path: String...) -> String? {
    guard let first = path.first else { return nil }
    asked.insert(first)
    guard let text = root?.node(at: path)?.text, !text.isEmpty else { return nil }
    return text
  }

  func has(_ key: String) -> Bool { root?.member(key) != nil }

  /// Says that a setting is of no use to the new site, or is met by it anyway.
  mutating func passOver(_ keys: String...) { asked.formUnion(keys) }

  /// One for each setting that was not asked for.
  func rest() -> [Finding] {
    guard let source, case .map(let members)? = root?.content else { return [] }
    return members.filter { !asked.contains($0.key) }.map { member in
      Finding(
        .setting, "Settings without a counterpart", at: Location(source, member.keySpan),
        advice: "most are for plugins and themes; those of a theme of your own become its [options]")
    }
  }
}

extension DataNode {
  var members: [DataMember] { if case .map(let members) = content { members } else { [] } }

  /// The elements of a list; a lone value is a list of one.
  var elements: [DataNode] { if case .list(let elements) = content { elements } else { [self] } }

  /// A text at a key of a map.
  func text(_ key: String) -> String? { member(key)?.value.text }
}
