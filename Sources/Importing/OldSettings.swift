import DataFormats
import Diagnostics
import Files
import Models

/// The settings of another generator, in one file or several. What is asked for counts as carried; the rest is listed.
struct OldSettings {
  /// A key at the top, and the file that says it.
  struct Setting {
    let member: DataMember
    let source: SourceFile

    var location: Location { Location(source, member.keySpan) }
  }

  /// What later files say goes before what earlier ones say.
  private var settings: [Setting] = []
  private let site: OldSite
  /// Whether `baseURL` and `baseurl` are one key.
  private let ignoresCase: Bool
  private var asked: Set<String> = []
  /// Where files can't be read.
  private var unread: [Location] = []

  /// Reads a file by its suffix; no file is as good as an empty one.
  init(_ path: String?, in site: OldSite, ignoresCase: Bool = false) {
    self.site = site
    self.ignoresCase = ignoresCase
    if let path { add(path) }
  }

  /// Reads one more file: all of it as what stands at `key`, or its keys beside those of the others.
  mutating func add(_ path: String, under key: String? = nil) {
    guard var source = site.source(path) else { return }
    let format: DataFormat =
      switch FilePath.suffix(of: path) {
      case "toml": .toml
      case "json": .json
      default: .yaml
      }
    var parse = DataParser.parse(file: source, as: format)
    if parse.node == nil, format == .yaml, let bytes = Self.withoutAnchors(source.bytes) {
      // The lines are the same, which is all that places need.
      source = SourceFile(path: source.path, bytes: bytes)
      parse = DataParser.parse(file: source, as: format)
    }
    guard let root = parse.node else {
      unread += parse.diagnostics.compactMap(\.location)
      return
    }
    let members = key.map { [DataMember(key: $0, keySpan: .fileStart, value: root)] } ?? root.members
    settings = members.map { [source] in Setting(member: $0, source: source) } + settings
  }

  /// YAML with `key: &name value` and `key: *name` as if the value stood at both; nothing when there is no such name.
  private static func withoutAnchors(_ bytes: [UInt8]) -> [UInt8]? {
    var values: [[UInt8]: [UInt8]] = [:]
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    var isChanged = false
    for index in lines.indices {
      let line = lines[index]
      let marks: [UInt8] = [UInt8(ascii: "&"), UInt8(ascii: "*")]
      guard
        let start = line.indices.first(where: {
          $0 > 1 && marks.contains(line[$0]) && line[$0 - 1] == 0x20
            && line[..<$0].last { $0 != 0x20 } == UInt8(ascii: ":")
        })
      else { continue }
      let name = Array(line[(start + 1)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ",") })
      let rest = start + 1 + name.count
      if line[start] == UInt8(ascii: "&") {
        values[name] = Array(line[rest...].drop { $0 == 0x20 })
        lines[index] = Array(line[..<start] + line[rest...])
        isChanged = true
      } else if let value = values[name], !value.isEmpty {
        lines[index] = Array(line[..<start]) + value
        isChanged = true
      }
    }
    return isChanged ? Array(lines.joined(separator: [0x0A])) : nil
  }

  private func isSame(_ a: String, _ b: String) -> Bool {
    a == b || (ignoresCase && a.lowercased() == b.lowercased())
  }

  private mutating func ask(_ key: String) { asked.insert(ignoresCase ? key.lowercased() : key) }

  /// Every file's setting of this key.
  mutating func all(_ key: String) -> [Setting] {
    ask(key)
    return settings.filter { isSame($0.member.key, key) }
  }

  /// What stands at a dotted key.
  mutating func node(_ path: String...) -> DataNode? { find(path) { $0.isNullOrEmpty ? nil : $0 } }

  mutating func string(_ path: String...) -> String? {
    find(path) { node in node.text.flatMap { $0.isEmpty ? nil : $0 } }
  }

  private mutating func find<Found>(_ path: [String], _ taken: (DataNode) -> Found?) -> Found? {
    guard let first = path.first else { return nil }
    ask(first)
    for setting in settings where isSame(setting.member.key, first) {
      var node: DataNode? = setting.member.value
      for key in path.dropFirst() { node = node?.members.first { isSame($0.key, key) }?.value }
      if let node, let found = taken(node) { return found }
    }
    return nil
  }

  func has(_ key: String) -> Bool { settings.contains { isSame($0.member.key, key) } }

  /// Where a key stands first.
  func location(of key: String) -> Location? { settings.first { isSame($0.member.key, key) }?.location }

  /// Whether a flag is set.
  mutating func isOn(_ key: String) -> Bool { string(key)?.lowercased() == "true" }

  /// Says that a setting is of no use to the new site, or is met by it anyway.
  mutating func passOver(_ keys: String...) { for key in keys { ask(key) } }

  /// One for each setting that was not asked for, and for each file that can't be read.
  func rest() -> [Finding] {
    unread.map {
      Finding(
        .setting, "Settings that can't be read", at: $0,
        advice: "mend the file and import once more, for nothing that it says is carried")
    }
      + settings.filter { !asked.contains(ignoresCase ? $0.member.key.lowercased() : $0.member.key) }.map {
        Finding(
          .setting, "Settings without a counterpart", at: $0.location,
          advice: "most are for plugins and themes; those of a theme of your own become its [options]")
      }
  }

  /// One for each key of a table of the theme's own settings.
  mutating func themeSettings(_ key: String, but known: Set<String> = []) -> [Finding] {
    all(key).flatMap { setting in
      setting.member.value.members.filter { !known.contains($0.key) }.map { member in
        Finding(
          .setting, "Settings of the theme", at: Location(setting.source, member.keySpan),
          advice: "those of a theme of your own become its [options]")
      }
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
