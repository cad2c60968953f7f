import Models

/// Asks for single pages of one source: redirects, repetitions, and the bounds of both.
struct PageRequest {
  let request: SourceRequest
  let client: CurlClient
  let settings: HTTPOrigin
  let clock: DateTime
  /// When the whole answer has to be there.
  let deadline: ContinuousClock.Instant
  /// Between a failed request and the next, at first; then twice as long.
  let pause: Duration
  /// How many requests were made.
  private(set) var requests = 0

  init(
    _ request: SourceRequest, _ client: CurlClient, _ settings: HTTPOrigin, clock: DateTime,
    deadline: ContinuousClock.Instant, pause: Duration
  ) {
    self.request = request
    self.client = client
    self.settings = settings
    self.clock = clock
    self.deadline = deadline
    self.pause = pause
  }

  /// What came of asking for a page.
  struct Reply {
    var response: HTTPResponse
    /// Where the answer is from, after redirects.
    var address: WebAddress
  }

  /// More redirects lead nowhere.
  private static let maximumRedirects = 5
  /// A request is made so many times at the most.
  private static let maximumAttempts = 3
  /// Seconds that are waited for when a server says so; longer ones are for the next run.
  private static let longestPause = 5

  /// Asks for the page at `address`, of at most so many bytes: its answer, or 304 where it is as `kept` has it.
  mutating func page(
    at address: WebAddress, kept: KeptPage?, maximumBytes: Int
  ) throws(SourceFailure) -> Reply {
    var address = address
    var mayHaveHeaders = true
    for _ in 0...Self.maximumRedirects {
      // Once another server has had a say, the secrets stay here.
      mayHaveHeaders = mayHaveHeaders && address.origin == request.address.origin
      let response = try response(
        from: address, headers: headers(secret: mayHaveHeaders, kept: kept), maximumBytes: maximumBytes)
      if response.isAnswer || (response.status == 304 && kept?.hasValidators == true) {
        return Reply(response: response, address: address)
      }
      guard [301, 302, 303, 307, 308].contains(response.status), let location = response.value(of: "location")
      else {
        throw .status(response, clock: clock, hasLostHeaders: !mayHaveHeaders && !request.headers.isEmpty)
      }
      address = try permitted(location, from: address, as: "a redirect")
    }
    throw .passing(.sourceRefused, "the server redirects more than \(Self.maximumRedirects) times")
  }

  /// The address that a reference of an answer means, if it may be asked.
  func permitted(
    _ reference: String, from base: WebAddress, as what: String
  ) throws(SourceFailure) -> WebAddress {
    let address: WebAddress
    do { address = try base.resolved(reference) } catch {
      throw .passing(.sourceRefused, "\(what) can't be followed: \(error.sentence)")
    }
    if base.isSecure, !address.isSecure {
      throw .passing(
        .sourceRefused, "\(what) leads from https to \(shown(address)), where anybody could read along",
        help: "the server should say an address with `https://`")
    }
    guard request.hosts.contains(address.host) else {
      throw .passing(
        .sourceRefused, "\(what) leads to \(shown(address)), which `site.toml` does not allow",
        help: "if it should be asked too, add its host to `hosts`")
    }
    return address
  }

  /// Scheme and host, without what a server may have put into them.
  private func shown(_ address: WebAddress) -> String { request.secrets.hidden(address.origin.text) }

  private func headers(secret: Bool, kept: KeptPage?) -> [HTTPOrigin.Header] {
    var headers = secret ? request.headers : []
    func add(_ name: String, _ value: String) {
      guard !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) else { return }
      headers.append(.init(name: name, value: value))
    }
    add("Accept", "application/json")
    add("User-Agent", "Presstime")
    if let kept, !kept.entityTag.isEmpty { add("If-None-Match", kept.entityTag) }
    if let kept, !kept.lastModified.isEmpty { add("If-Modified-Since", kept.lastModified) }
    return headers
  }

  /// Asks one server, again where that may help.
  private mutating func response(
    from address: WebAddress, headers: [HTTPOrigin.Header], maximumBytes: Int
  ) throws(SourceFailure) -> HTTPResponse {
    var pause = pause
    for attempt in 1...Self.maximumAttempts {
      let isLast = attempt == Self.maximumAttempts
      do {
        let response = try attemptedResponse(from: address, headers: headers, maximumBytes: maximumBytes)
        let failure = SourceFailure.status(response, clock: clock, hasLostHeaders: false)
        guard !isLast, let wait = wait(before: failure, pause) else { return response }
        Pause.wait(wait)
      } catch {
        guard !isLast, let wait = wait(before: error, pause) else { throw error }
        Pause.wait(wait)
      }
      pause *= 2
    }
    // Not reached: the last attempt returns or throws.
    throw .passing(.sourceNoAnswer, "the server gave no answer")
  }

  /// How long to wait before asking again; nothing when that would be of no use, or too late.
  private func wait(before failure: SourceFailure, _ pause: Duration) -> Duration? {
    var wait = pause
    if let seconds = failure.retryAfter {
      guard seconds <= Self.longestPause else { return nil }
      wait = max(pause, .seconds(seconds))
    } else if !failure.isWorthRetrying {
      return nil
    }
    return ContinuousClock.now + wait < deadline ? wait : nil
  }

  private mutating func attemptedResponse(
    from address: WebAddress, headers: [HTTPOrigin.Header], maximumBytes: Int
  ) throws(SourceFailure) -> HTTPResponse {
    let (seconds, attoseconds) = (deadline - ContinuousClock.now).components
    let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    guard milliseconds > 0 else { throw tooLate }
    requests += 1
    do {
      return try client.get(
        Exchange(
          address: address, headers: headers, milliseconds: milliseconds, maximumBytes: maximumBytes))
    } catch { throw failure(error, asking: address) }
  }

  var tooLate: SourceFailure {
    .passing(
      .sourceNoAnswer,
      "the answer was not there as a whole within \(settings.timeout) second\(settings.timeout == 1 ? "" : "s")",
      help: "try again, or raise `timeout`")
  }
}
