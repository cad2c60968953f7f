import Models

/// What a source is asked with, its variables expanded: of use for one run, and never stored.
struct SourceRequest: Sendable {
  let address: WebAddress
  let headers: [HTTPOrigin.Header]
  /// The hosts that it may be asked at.
  let hosts: Set<WebHost>
  let secrets: Secrets

  /// Expands the variables of a source, and checks what comes of them.
  init(_ origin: HTTPOrigin, environment: (String) -> String?) throws(SourceFailure) {
    var values: [String: String] = [:]
    func expanded(_ text: String, _ place: String) throws(SourceFailure) -> String {
      guard let text = VariableText(text) else {
        throw .lasting(
          .sourceBadRequest, "\(place) has a `${` that begins no variable",
          help: "write `${NAME}` with letters, digits and `_`")
      }
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
    let url = try expanded(origin.url, "`url`")
    if url.utf8.contains(UInt8(ascii: "#")) {
      throw .lasting(
        .sourceBadRequest, "`url` can't be asked: it has a `#`",
        help: "leave out what is behind `#`, or write it `%23` where it belongs to a value")
    }
    do { address = try WebAddress(url) } catch {
      throw .lasting(
        .sourceBadRequest, "`url` can't be asked: \(error.sentence)",
        help: "write the whole address, like `https://api.example.com/posts`")
    }
    var hosts: Set = [address.host]
    for text in origin.hosts {
      guard let host = WebHost(setting: text) else {
        throw .lasting(
          .sourceBadRequest, "`\(text)` in `hosts` is no host",
          help: "write its name alone, like `cdn.example.com`")
      }
      hosts.insert(host)
    }
    self.hosts = hosts
    var headers: [HTTPOrigin.Header] = []
    for header in origin.headers {
      if let problem = header.problem {
        throw .lasting(.sourceBadRequest, problem.message, help: problem.help)
      }
      headers.append(
        .init(name: header.name, value: try expanded(header.value, "the header `\(header.name)`")))
    }
    self.headers = headers
    secrets = Secrets(values)
  }
}

extension HTTPOrigin.Header {
  /// Headers that say how a message is carried, which is not for a site to say.
  private static let reserved: Set = [
    "accept-encoding", "connection", "content-length", "expect", "host", "if-match", "if-modified-since",
    "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "range", "te", "trailer",
    "transfer-encoding", "upgrade",
  ]

  /// Why it can't be sent, in a sentence and with a mend; nothing for a good one, as far as it has no variables.
  package var problem: (message: String, help: String)? {
    let isToken =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
          || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    if !isToken {
      return ("`\(name)` is no name of a header", "write letters, digits and `-`, like `Authorization`")
    }
    if Self.reserved.contains(name.lowercased()) || name.lowercased().hasPrefix("proxy-") {
      return ("the header `\(name)` is Presstime's own", "leave it out")
    }
    if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return ("the header `\(name)` has a line break or another control character", "write it in one line")
    }
    return nil
  }
}
