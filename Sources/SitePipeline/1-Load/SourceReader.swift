import DataFormats
import DataSources
import Diagnostics
import Models

/// `[sources.NAME]` and `[data.NAME]` of `site.toml`.
extension ConfigReader {
  mutating func readSources(_ table: inout ConfigTable) -> [SourceConfig] {
    var found: [SourceConfig] = []
    for (kind, shape) in [("sources", SourceSettings.Shape.entries), ("data", .value)] {
      var names = ConfigTable(table.node(kind), name: kind, source: source)
      for member in names.allMembers() {
        if let config = readSource(member, shape, kind) { found.append(config) }
      }
      diagnostics += names.finish()
    }
    return found
  }

  /// One name stands for one collection.
  mutating func checkNames(_ sources: [SourceConfig], _ collections: [CollectionConfig]) {
    for config in sources where config.settings.shape == .entries {
      guard let twin = collections.first(where: { $0.name == config.name && $0.declaration != nil }) else {
        continue
      }
      diagnostics.append(
        Diagnostic(
          .siteSetting, "`\(config.name)` is a source, and can't be the folder of a collection as well",
          in: source, twin.declaration ?? .fileStart,
          help: "give one of them another name; templates can name both"))
    }
  }

  private mutating func readSource(
    _ member: DataMember, _ shape: SourceSettings.Shape, _ kind: String
  ) -> SourceConfig? {
    var table = ConfigTable(member.value, name: "\(kind).\(member.key)", source: source)
    defer { diagnostics += table.finish() }
    let isTaken = shape == .entries && Self.reservedNames.contains(member.key)
    guard Self.isName(member.key), !isTaken else {
      table.report(
        "\(shape == .entries ? "a source" : "data") can't be called `\(member.key)`", member.keySpan,
        help: "use a word that templates can name, like `notes`"
          + (isTaken
            ? "; " + Self.reservedNames.map { "`\($0)`" }.joined(separator: ", ") + " are taken" : ""))
      _ = table.allMembers()
      return nil
    }
    let (origin, span, isSound) = readOrigin(&table, member)
    let items = shape == .entries ? "items" : "value"
    let path = table.string(items, example: "data.posts")
    let model =
      shape == .entries
      ? table.string("model", example: "Post") : table.string("type", example: "{ temperature: Double }")
    if shape == .value, model == nil, !table.hasMember("type") {
      table.report(
        "`data.\(member.key)` needs a type", member.keySpan,
        help:
          "say what it holds: `type = \"{ temperature: Double, station: String? }\"`, `\"[String]\"`, or a model's name"
      )
    }
    var isTrusted = true
    var times = Times()
    if case .http(let http)? = origin {
      isTrusted = table.bool("trusted") ?? false
      times = readTimes(&table)
      let read = readHTTP(http, &table)
      return config(
        member, shape, .http(read), span, path, model, &table, isUsable: isSound, isTrusted: isTrusted, times)
    }
    reportRemoteSettings(&table, hasFile: origin != nil)
    return config(
      member, shape, origin ?? .file(""), span, path, model, &table, isUsable: origin != nil,
      isTrusted: isTrusted,
      times)
  }

  private struct Times {
    var revalidate = Age.seconds(0)
    var maxStale = Age.unbounded
    var onError = SourceSettings.OnError.fail
  }

  private mutating func config(
    _ member: DataMember, _ shape: SourceSettings.Shape, _ origin: SourceSettings.Origin, _ span: Span,
    _ path: (text: String, span: Span)?, _ model: (text: String, span: Span)?, _ table: inout ConfigTable,
    isUsable: Bool, isTrusted: Bool, _ times: Times
  ) -> SourceConfig {
    let name = model?.text ?? (shape == .entries ? "Post" : "")
    var order: [OrderKey] = []
    var isHTML = false
    if shape == .entries {
      order = Self.defaultOrder(ofModel: name)
      if let text = table.string("order", example: "-publishedAt, path") {
        order = Self.orderKeys(text.text, text.span)
      }
      isHTML = table.choice("body", of: ["markdown", "html"]) == "html"
    }
    let ignored = table.strings("ignore", example: "_links") ?? []
    for (text, span) in ignored { _ = table.glob(text, span) }
    let settings = SourceSettings(
      name: member.key, shape: shape, origin: origin, items: itemPath(path, &table), model: name,
      revalidate: times.revalidate, maxStale: times.maxStale, onError: times.onError,
      declaration: Location(source, member.keySpan))
    return SourceConfig(
      settings: settings, isUsable: isUsable && (shape == .entries || model != nil), originSpan: span,
      itemsSpan: path?.span, modelSpan: model?.span, order: order,
      ignored: IgnoredMembers(ignored.map(\.text)),
      isHTML: isHTML, isTrusted: isTrusted)
  }

  private func itemPath(_ path: (text: String, span: Span)?, _ table: inout ConfigTable) -> [String] {
    guard let path, !path.text.isEmpty else { return [] }
    let parts = path.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.contains("") {
      table.report(
        "`\(path.text)` is no path in an answer", path.span,
        help: "write the names of members with dots between them, from the top: `data.posts`")
      return []
    }
    return parts
  }

  // MARK: - Where it comes from

  /// Where a source is, and where that is said; one that is not sound is known in kind alone, so that its other settings
  /// are read.
  private func readOrigin(
    _ table: inout ConfigTable, _ member: DataMember
  ) -> (origin: SourceSettings.Origin?, span: Span, isSound: Bool) {
    let file = table.string("file", example: "data/posts.json")
    let url = table.string("url", example: "https://api.example.com/posts")
    let isSaid = table.hasMember("file") || table.hasMember("url")
    switch (file, url) {
    case (let file?, let url?):
      table.report(
        "`\(member.key)` has a `file` and a `url`", url.span, help: "keep one: data comes from one place")
      return (nil, file.span, false)
    case (let file?, nil):
      if let problem = Self.problem(ofFile: file.text) {
        table.report("`\(file.text)` is no data file: \(problem.message)", file.span, help: problem.help)
        return (nil, file.span, false)
      }
      return (.file(Self.plainPath(file.text)), file.span, true)
    case (nil, let url?):
      if let problem = Self.problem(ofURL: url.text) {
        table.report("`\(url.text)` can't be asked for: \(problem.message)", url.span, help: problem.help)
        return (.http(HTTPOrigin(url: url.text)), url.span, false)
      }
      return (.http(HTTPOrigin(url: url.text)), url.span, true)
    case (nil, nil):
      if !isSaid {
        table.report(
          "`\(member.key)` does not say where its data comes from", member.keySpan,
          help: "add `url = \"https://api.example.com/posts\"`, or `file = \"data/posts.json\"`")
      }
      return (nil, member.keySpan, false)
    }
  }

  private struct Problem {
    let message: String
    let help: String
  }

  private static func plainPath(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private static func problem(ofFile path: String) -> Problem? {
    let parts = plainPath(path).split(separator: "/")
    if path.hasPrefix("/") || parts.contains("..") || parts.count < 2
      || !["data", "content"].contains(parts.first)
    {
      return Problem(
        message: "data files lie in `data/`, beside `content/`",
        help: "move it there, and write `file = \"data/\(parts.last ?? "posts.json")\"`")
    }
    if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) {
      return Problem(message: "there is a control character or a backslash in it", help: "rename the file")
    }
    if SourceLoader.format(ofFile: path) == nil {
      return Problem(
        message: "its name does not say its format",
        help: "JSON, YAML and TOML are read: end it with `.json`, `.yaml` or `.toml`")
    }
    return nil
  }

  private static func problem(ofURL text: String) -> Problem? {
    if let problem = problem(ofVariablesIn: text) { return problem }
    if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      return Problem(
        message: "there is a space in it, or a control character", help: "write a space as `%20`")
    }
    let url = URLReference(text)
    guard let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let authority = url.authority, !authority.isEmpty
    else {
      return Problem(
        message: "it is no whole address", help: "write it with its scheme: `https://api.example.com/posts`")
    }
    if authority.contains("@") {
      return Problem(
        message: "it holds a name or a password, which would stand in messages",
        help: "put them into a header: `headers = { Authorization = \"Basic ${API_LOGIN}\" }`")
    }
    if url.fragment != nil {
      return Problem(message: "a part behind `#` is not sent", help: "remove it")
    }
    return nil
  }

  /// `${NAME}` stands for a variable of the environment.
  private static func problem(ofVariablesIn text: String) -> Problem? {
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      let behind = rest[start.upperBound...]
      guard let end = behind.firstIndex(of: "}") else {
        return Problem(message: "`${` is never closed", help: "write a variable as `${API_TOKEN}`")
      }
      let name = behind[..<end]
      let isName =
        name.utf8.first.map { !$0.isASCIIDigit } ?? false
        && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0.isASCIIAlphanumeric }
      if !isName {
        return Problem(
          message: "`${\(name)}` is no variable of the environment",
          help: "write a variable as `${API_TOKEN}`")
      }
      rest = behind[behind.index(after: end)...]
    }
    return nil
  }

  // MARK: - HTTP

  private static let remoteSettings = [
    "revalidate", "max_stale", "on_error", "headers", "next", "hosts", "timeout", "max_bytes", "max_pages",
    "trusted",
  ]

  private func reportRemoteSettings(_ table: inout ConfigTable, hasFile: Bool) {
    for name in Self.remoteSettings {
      guard let member = table.member(name), hasFile else { continue }
      table.report(
        "`\(name)` is for a `url`: a file is read by each build", member.keySpan, help: "remove it")
    }
  }

  private func readTimes(_ table: inout ConfigTable) -> Times {
    var times = Times()
    times.revalidate = readAge("revalidate", &table) ?? times.revalidate
    times.maxStale = readAge("max_stale", &table) ?? times.maxStale
    if table.choice("on_error", of: ["fail", "warn"]) == "warn" { times.onError = .warn }
    return times
  }

  func readAge(_ name: String, _ table: inout ConfigTable) -> Age? {
    guard let node = table.node(name) else { return nil }
    if case .scalar(let scalar) = node.content {
      if case .int(let seconds) = scalar.kind, seconds >= 0 { return .seconds(seconds) }
      if scalar.kind == .string, let age = Age(scalar.text) { return age }
    }
    table.report(
      "`\(name)` is a time", node.span,
      help:
        "write seconds, `\(name) = 60`, or a number with `s`, `m`, `h`, `d` or `w`, `\"10m\"`, or `\"never\"`"
    )
    return nil
  }

  private func readHTTP(_ origin: HTTPOrigin, _ table: inout ConfigTable) -> HTTPOrigin {
    var origin = origin
    origin.headers = readHeaders(&table)
    origin.next = itemPath(table.string("next", example: "links.next"), &table)
    origin.hosts = readHosts(&table)
    origin.timeout = table.number("timeout", from: 1, to: 3600, unit: "seconds") ?? origin.timeout
    origin.maximumBytes =
      table.number("max_bytes", from: 1, to: 1 << 30, unit: "bytes") ?? origin.maximumBytes
    origin.maximumPages =
      table.number("max_pages", from: 1, to: 100_000, unit: "pages") ?? origin.maximumPages
    return origin
  }

  private func readHosts(_ table: inout ConfigTable) -> [String] {
    (table.strings("hosts", example: "cdn.example.com") ?? []).compactMap { host in
      let isHost =
        !host.text.isEmpty
        && host.text.utf8.allSatisfy { byte in
          byte.isASCIIAlphanumeric || "-.:[]".utf8.contains(byte)
        }
      if isHost { return host.text.lowercased() }
      table.report(
        "`\(host.text)` is no host", host.span, help: "write its name alone, like `cdn.example.com`")
      return nil
    }
  }

  private func readHeaders(_ table: inout ConfigTable) -> [HTTPOrigin.Header] {
    guard let node = table.node("headers") else { return [] }
    guard case .map(let members) = node.content else {
      table.report(
        "`headers` must be a table", node.span,
        help: "write `headers = { Authorization = \"Bearer ${API_TOKEN}\" }`")
      return []
    }
    var headers: [HTTPOrigin.Header] = []
    for member in members {
      guard let problem = Self.problem(ofHeader: member) else {
        if case .scalar(let scalar) = member.value.content {
          headers.append(HTTPOrigin.Header(name: member.key, value: scalar.text))
        }
        continue
      }
      table.report(problem.message, member.keySpan, help: problem.help)
    }
    return headers
  }

  /// RFC 9110, sections 5.1 and 5.5.
  private static func problem(ofHeader member: DataMember) -> Problem? {
    guard !member.key.isEmpty, member.key.utf8.allSatisfy(\.isHTTPToken) else {
      return Problem(
        message: "`\(member.key)` can't be the name of a header", help: "use letters, digits and `-`")
    }
    let taken = ["host", "content-length", "transfer-encoding", "connection", "te", "upgrade", "trailer"]
    if taken.contains(member.key.lowercased()) {
      return Problem(message: "the header `\(member.key)` is Presstime's own", help: "remove it")
    }
    guard case .scalar(let scalar) = member.value.content, scalar.kind == .string else {
      return Problem(
        message: "the header `\(member.key)` must be a text", help: "write `\(member.key) = \"…\"`")
    }
    if scalar.text.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
      return Problem(
        message: "there is a control character in the header `\(member.key)`",
        help: "a header is one line of text")
    }
    return problem(ofVariablesIn: scalar.text).map {
      Problem(message: "the header `\(member.key)`: \($0.message)", help: $0.help)
    }
  }
}
