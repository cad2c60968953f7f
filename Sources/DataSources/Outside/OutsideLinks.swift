import CCurl
import Dispatch
package import Models
import Synchronization

/// Asks other sites whether what is linked to is there. One host is asked by two at a time, with a pause between, and is
/// not asked again while its answer is young enough.
package struct OutsideLinks: Sendable {
  /// What came of one address.
  package enum Verdict: Sendable, Hashable {
    case there
    /// Moved for good to another address.
    case moved(to: String)
    /// The server says that there is nothing, or there is no such server.
    case gone(String)
    /// No answer that tells: too late, too many requests, a mistake of the server.
    case unanswered(String)
    /// It may not be asked: an address of this machine or of its network.
    case refused(String)
  }

  private let store: OutsideStore
  private let environment: @Sendable (String) -> String?
  private let clock: DateTime
  private let age: Age
  /// Whether addresses of this machine are asked: by tests alone.
  var asksLocal = false
  /// Between two requests of one lane of a host, and before the second try.
  var pause: Duration = .milliseconds(100)
  var milliseconds = 15_000

  private static let maximumAtOnce = 16
  private static let maximumAtOnceOfHost = 2
  private static let maximumRedirects = 5
  /// Seconds that are waited for when a server says so.
  private static let longestPause = 5

  /// What is kept lies in `.presstime/external` of the site's folder.
  package init(
    site: String, environment: @escaping @Sendable (String) -> String?, clock: DateTime, age: Age
  ) {
    store = OutsideStore(site: site)
    self.environment = environment
    self.clock = clock
    self.age = age
  }

  /// Whether this machine can ask.
  package static var isPossible: Bool { CurlLibrary.shared != nil }

  /// The verdicts of addresses, in their order, and how many of them were asked for.
  package func verdicts(of urls: [String]) -> (verdicts: [Verdict], asked: Int) {
    var kept = store.read()
    var verdicts: [Verdict?] = urls.map { url in
      guard let known = kept[url], !age.isExceeded(by: Int(clock.seconds &- known.asked)) else { return nil }
      return known.verdict
    }
    let open = urls.indices.filter { verdicts[$0] == nil }
    let found = ask(open.map { urls[$0] })
    for (index, verdict) in zip(open, found) {
      verdicts[index] = verdict
      // What is wrong is asked for again by the next run.
      switch verdict {
      case .there, .moved: kept[urls[index]] = .init(asked: clock.seconds, verdict: verdict)
      case .gone, .unanswered, .refused: kept[urls[index]] = nil
      }
    }
    let linked = Set(urls)
    if !open.isEmpty { store.write(kept.filter { linked.contains($0.key) }) }
    return (verdicts.map { $0 ?? .unanswered("it was not asked") }, open.count)
  }

  // MARK: - Lanes

  private func ask(_ urls: [String]) -> [Verdict] {
    var groups: [String: [Int]] = [:]
    var hosts: [String] = []
    for (index, url) in urls.enumerated() {
      let host = URLReference(url).authority?.lowercased() ?? ""
      if groups[host] == nil { hosts.append(host) }
      groups[host, default: []].append(index)
    }
    let lanes = (0..<Self.maximumAtOnceOfHost).flatMap { lane in
      hosts.filter { (groups[$0]?.count ?? 0) > lane }
    }
    let work = Mutex((lanes: lanes[...], groups: groups))
    let verdicts = Mutex([Int: Verdict]())
    @Sendable func take() {
      guard let library = CurlLibrary.shared,
        let client = CurlClient(library, NetworkSettings(environment))
      else { return }
      while let host = work.withLock({ $0.lanes.popFirst() }) {
        var isFirst = true
        while let index = work.withLock({ work -> Int? in
          guard let first = work.groups[host]?.first else { return nil }
          work.groups[host]?.removeFirst()
          return first
        }) {
          if !isFirst { Pause.wait(pause) }
          isFirst = false
          let verdict = verdict(of: urls[index], client)
          verdicts.withLock { $0[index] = verdict }
        }
      }
    }
    let group = DispatchGroup()
    for number in 1..<max(1, min(lanes.count, Self.maximumAtOnce)) {
      DispatchQueue(label: "presstime.outside.\(number)").async(group: group) { take() }
    }
    take()
    group.wait()
    return verdicts.withLock { verdicts in
      urls.indices.map { verdicts[$0] ?? .unanswered("libcurl can't be used") }
    }
  }

  // MARK: - One address

  private func verdict(of url: String, _ client: CurlClient) -> Verdict {
    var address: WebAddress
    do { address = try WebAddress(url) } catch {
      let reason = "it can't be asked: \(error.sentence)"
      return error.isOfName ? .unanswered(reason) : .gone(reason)
    }
    // Where it has moved to for good, as long as each step says so.
    var moved: WebAddress?
    var isForGood = true
    for _ in 0...Self.maximumRedirects {
      if address.host.isLocal, !asksLocal {
        return .refused("it is an address of this machine or its network")
      }
      let response: HTTPResponse
      switch answer(from: address, client) {
      case .failure(let problem): return problem.verdict
      case .success(let found): response = found
      }
      guard [301, 302, 303, 307, 308].contains(response.status), let location = response.value(of: "location")
      else {
        if let problem = Self.problem(of: response.status) { return problem }
        return moved.map { .moved(to: $0.text) } ?? .there
      }
      do { address = try address.resolved(location) } catch {
        return .gone("it leads on to what can't be asked: \(error.sentence)")
      }
      isForGood = isForGood && (response.status == 301 || response.status == 308)
      if isForGood { moved = address }
    }
    return .gone("it leads on more than \(Self.maximumRedirects) times")
  }

  private static func problem(of status: Int) -> Verdict? {
    switch status {
    case 200..<300: nil
    // Who asks matters to them, so that nothing is known: readers may see a page.
    case 401, 402, 403, 405, 406, 407, 451, 999: .unanswered("the server answers \(status) to programs")
    case 408, 425, 429, 500...: .unanswered("the server answers \(status)")
    default: .gone("the server answers \(status)")
    }
  }

  private struct Problem: Error {
    let verdict: Verdict
    var isWorthRetrying = false
  }

  /// By HEAD, and by GET where that says no; once more where that may help.
  private func answer(from address: WebAddress, _ client: CurlClient) -> Result<HTTPResponse, Problem> {
    var result = once(address, client)
    switch result {
    case .failure(let problem) where problem.isWorthRetrying:
      Pause.wait(pause)
      result = once(address, client)
    case .success(let response) where [429, 503].contains(response.status):
      let seconds = RetryAfter.seconds(in: response, clock: clock) ?? 1
      guard seconds <= Self.longestPause else { break }
      Pause.wait(max(pause, .seconds(seconds)))
      result = once(address, client)
    default: break
    }
    return result
  }

  private func once(_ address: WebAddress, _ client: CurlClient) -> Result<HTTPResponse, Problem> {
    switch request(address, isHead: true, client) {
    case .success(let response) where response.status < 400 || response.status == 429:
      return .success(response)
    case .failure(let problem) where !problem.isWorthRetrying: return .failure(problem)
    default: return request(address, isHead: false, client)
    }
  }

  private func request(
    _ address: WebAddress, isHead: Bool, _ client: CurlClient
  ) -> Result<HTTPResponse, Problem> {
    var exchange = Exchange(
      address: address,
      headers: [
        .init(name: "Accept", value: "*/*"), .init(name: "User-Agent", value: "Presstime link check"),
      ],
      milliseconds: milliseconds, maximumBytes: 64 << 10)
    exchange.isHead = isHead
    do { return .success(try client.get(exchange)) } catch {
      switch error {
      // It is there; the rest is not wanted.
      case .bodyTooLarge: return .success(HTTPResponse(status: 200, headers: [], body: []))
      case .headTooLarge:
        return .failure(Problem(verdict: .unanswered("the server sends headers without end")))
      case .refused:
        return .failure(Problem(verdict: .refused("its host is this machine, or of its network")))
      case .libraryTooOld:
        return .failure(Problem(verdict: .unanswered("libcurl is too old to be used safely")))
      case .failed(let code): return .failure(Self.problem(ofCode: code))
      }
    }
  }

  private static func problem(ofCode code: Int32) -> Problem {
    switch Int(code) {
    case PRESSTIME_CURL_NO_ADDRESS:
      Problem(verdict: .gone("the name of the host is not known"), isWorthRetrying: true)
    case PRESSTIME_CURL_TIMEOUT: Problem(verdict: .unanswered("the server did not answer in time"))
    case PRESSTIME_CURL_CERTIFICATE:
      Problem(verdict: .gone("the certificate of the server can't be trusted"))
    default:
      Problem(
        verdict: .unanswered("libcurl says \"\(CurlLibrary.shared?.meaning(code) ?? "error \(code)")\""),
        isWorthRetrying: true)
    }
  }
}
