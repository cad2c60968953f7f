import Diagnostics

extension HTTPOrigin {
  /// Why it can't be asked, as far as that is known without the environment, in a sentence and with a mend; nothing for
  /// a good one.
  package var problem: (message: String, help: String)? {
    guard let variables = VariableText(url)?.variables else { return Self.badVariable("`url`") }
    if variables.isEmpty, let problem = Self.problem(of: url) { return problem }
    for header in headers {
      if let problem = header.problem { return problem }
      if VariableText(header.value) == nil { return Self.badVariable("the header `\(header.name)`") }
    }
    if let host = hosts.first(where: { WebHost(setting: $0) == nil }) {
      return ("`\(host)` in `hosts` is no host", "write its name alone, like `cdn.example.com`")
    }
    return nil
  }

  private static func badVariable(_ place: String) -> (String, String) {
    ("\(place) has a `${` that begins no variable", "write `${NAME}` with letters, digits and `_`")
  }

  /// Why a URL, its variables expanded, can't be asked. Nothing of it is said: it may hold a secret.
  static func problem(of url: String) -> (message: String, help: String)? {
    if url.utf8.contains(UInt8(ascii: "#")) {
      return (
        "`url` can't be asked: it has a `#`",
        "leave out what is behind `#`, or write it `%23` where it belongs to a value"
      )
    }
    do {
      _ = try WebAddress(url)
      return nil
    } catch {
      return (
        "`url` can't be asked: \(error.sentence)",
        "write the whole address, like `https://api.example.com/posts`"
      )
    }
  }

  /// The variables that say where the server is: those before the path of `url`.
  var hostVariables: Set<String> {
    var rest = url[...]
    if let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") {
      rest = rest[rest.index(colon, offsetBy: 3)...]
    }
    let place = rest.prefix { $0 != "/" && $0 != "?" }
    return Set(VariableText(String(place))?.variables ?? [])
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
    guard !name.isEmpty, name.utf8.allSatisfy(\.isHTTPToken) else {
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
