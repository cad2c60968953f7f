import Digests

/// Diagnostics as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts and editors read.
package struct SARIFReport: Sendable {
  private let version: String
  private let manual: String
  private let paths: PathSpelling

  /// `version` is that of the program, `manual` the address of its manual, ending in `/`; `paths` lead from the root
  /// of the repository.
  package init(version: String, manual: String, paths: PathSpelling) {
    self.version = version
    self.manual = manual
    self.paths = paths
  }

  /// A whole SARIF log on one line, with one run and the rules that it needs.
  package func json(of diagnostics: [Diagnostic]) -> String {
    let codes = Set(diagnostics.map(\.code)).sorted { $0.name < $1.name }
    let indices = Dictionary(
      codes.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var seen: [SeenLine: Int] = [:]
    let results = diagnostics.map { diagnostic -> String in
      let line = SeenLine(path: diagnostic.location?.path, digest: Self.digest(of: diagnostic))
      seen[line, default: 0] += 1
      return result(
        diagnostic, rule: indices[diagnostic.code.name] ?? 0,
        fingerprint: "\(line.digest.hexadecimal.prefix(16)):\(seen[line] ?? 1)")
    }
    let driver = Self.object([
      ("name", Self.text("Presstime")), ("version", Self.text(version)),
      ("informationUri", Self.text(manual)),
      ("rules", Self.list(codes.map(rule))),
    ])
    let root = Self.object([("description", Self.message("The root of the repository"))])
    let run = Self.object([
      ("tool", Self.object([("driver", driver)])),
      ("originalUriBaseIds", Self.object([(Self.root, root)])),
      ("columnKind", Self.text("unicodeCodePoints")),
      ("results", Self.list(results)),
    ])
    return Self.object([
      ("$schema", Self.text("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", Self.text("2.1.0")), ("runs", Self.list([run])),
    ])
  }

  private struct SeenLine: Hashable {
    var path: String?
    var digest: Digest
  }

  private static let root = "SRCROOT"

  private func rule(_ code: DiagnosticCode) -> String {
    let page = "\(manual)diagnostics/\(Self.encoded(code.name))/"
    let words = code.name.split(separator: ".", maxSplits: 1).map {
      $0.split(separator: "-").joined(separator: " ")
    }
    let title = words.joined(separator: ": ")
    return Self.object([
      ("id", Self.text(code.name)), ("shortDescription", Self.message(title)), ("helpUri", Self.text(page)),
      (
        "help",
        Self.object([
          ("text", Self.text("What it means and how to mend it: \(page)")),
          ("markdown", Self.text("[What it means and how to mend it](\(page))")),
        ])
      ),
      ("defaultConfiguration", Self.object([("level", Self.text(Self.level(code.severity)))])),
    ])
  }

  private func result(_ diagnostic: Diagnostic, rule: Int, fingerprint: String) -> String {
    // Braces stand for themselves, since no result has arguments to put into them.
    let message = ([diagnostic.message] + diagnostic.help.map { "help: " + $0 }).joined(separator: "\n")
    var members = [
      ("ruleId", Self.text(diagnostic.code.name)), ("ruleIndex", String(rule)),
      ("level", Self.text(Self.level(diagnostic.severity))), ("message", Self.message(message)),
      ("locations", Self.list([diagnostic.location.map { place($0, diagnostic.label) }].compactMap { $0 })),
    ]
    if !diagnostic.related.isEmpty {
      members.append(
        ("relatedLocations", Self.list(diagnostic.related.map { place($0.location, $0.label) })))
    }
    members.append(
      ("partialFingerprints", Self.object([("primaryLocationLineHash", Self.text(fingerprint))])))
    return Self.object(members)
  }

  private func place(_ location: Location, _ label: String) -> String {
    var physical = [("artifactLocation", artifact(location.path))]
    if location.line > 0 {
      let region = [
        ("startLine", location.line), ("startColumn", location.column), ("endLine", location.endLine),
        ("endColumn", location.endColumn),
      ]
      physical.append(("region", Self.object(region.map { ($0.0, String($0.1)) })))
    }
    var members = [("physicalLocation", Self.object(physical))]
    if !label.isEmpty { members.append(("message", Self.message(label))) }
    return Self.object(members)
  }

  private func artifact(_ path: String) -> String {
    guard let file = paths.file(path) else {
      return Self.object([("uri", Self.text(Self.encoded(path, keeping: ":?&=%")))])
    }
    if file.hasPrefix("/") { return Self.object([("uri", Self.text("file://" + Self.encoded(file)))]) }
    return Self.object([("uri", Self.text(Self.encoded(file))), ("uriBaseId", Self.text(Self.root))])
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .off: "none"
    }
  }

  // MARK: - Fingerprints

  /// Of the code, the message and the line without its spaces: the same when the line moves, and in a file that is
  /// renamed. Several of one digest in a file are numbered.
  private static func digest(of diagnostic: Diagnostic) -> Digest {
    let line = (diagnostic.location?.lineText ?? "").utf8.filter { $0 > 0x20 }
    // No text holds this byte, so that what ends one is not what begins the next.
    return Digest(
      of: Array(
        [Array(diagnostic.code.name.utf8), Array(diagnostic.message.utf8), line].joined(separator: [0xFF])))
  }

  // MARK: - JSON

  private static func object(_ members: [(name: String, json: String)]) -> String {
    "{" + members.map { "\(JSONReport.quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
  }

  private static func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

  private static func text(_ text: String) -> String { JSONReport.quoted(text) }

  private static func message(_ text: String) -> String { object([("text", Self.text(text))]) }

  /// A path as part of a URI: all but the unreserved characters and `/` percent-encoded (RFC 3986 section 2).
  private static func encoded(_ path: String, keeping kept: String = "") -> String {
    let bytes = PercentEncoding.escaped(path) { byte in
      !(byte.isUnreservedInURI || byte == UInt8(ascii: "/") || kept.utf8.contains(byte))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
