/// What a source is asked with, its variables expanded: of use for one run, and never stored.
struct SourceRequest: Sendable {
  let address: WebAddress
  let headers: [HTTPOrigin.Header]
  /// The hosts that it may be asked at.
  let hosts: Set<WebHost>
  let secrets: Secrets

  /// Expands the variables of a source, and checks what comes of them.
  init(_ origin: HTTPOrigin, environment: (String) -> String?) throws(SourceFailure) {
    if let problem = origin.problem { throw .lasting(.sourceBadRequest, problem.message, help: problem.help) }
    var values: [String: String] = [:]
    let url = try Self.expanded(origin.url, environment, &values)
    if let problem = HTTPOrigin.problem(of: url) {
      throw .lasting(.sourceBadRequest, problem.message, help: problem.help)
    }
    do { address = try WebAddress(url) } catch {
      throw .lasting(.sourceBadRequest, "`url` can't be asked: \(error.sentence)", help: "look at `url`")
    }
    hosts = Set([address.host] + origin.hosts.compactMap { WebHost(setting: $0) })
    var elsewhere: Set<String> = []
    var headers: [HTTPOrigin.Header] = []
    for header in origin.headers {
      elsewhere.formUnion(VariableText(header.value)?.variables ?? [])
      headers.append(.init(name: header.name, value: try Self.expanded(header.value, environment, &values)))
    }
    self.headers = headers
    secrets = Secrets(values, hosts: origin.hostVariables.subtracting(elsewhere))
  }

  /// A text with the values of its variables, which are remembered in `values`.
  private static func expanded(
    _ text: String, _ environment: (String) -> String?, _ values: inout [String: String]
  ) throws(SourceFailure) -> String {
    guard let text = VariableText(text) else { return "" }
    for name in text.variables where values[name] == nil {
      guard let value = environment(name), !value.isEmpty else {
        throw .lasting(
          .sourceVariable, "the environment has no variable `\(name)`",
          help: "set it where Presstime runs: `export \(name)=…`, or as a secret of the CI job")
      }
      if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
        throw .lasting(
          .sourceVariable, "the variable `\(name)` has a line break or another control character",
          help: "set it without; a value from a file often ends in a line break")
      }
      values[name] = value
    }
    return text.expanded { values[$0] }
  }
}
