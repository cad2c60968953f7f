import CCurl

/// Asks servers through libcurl, one after the other, and keeps connections between. For one thread.
@safe final class CurlClient {
  private let client: OpaquePointer
  private let network: NetworkSettings

  /// Nothing without memory.
  init?(_ library: CurlLibrary, _ network: NetworkSettings) {
    guard let client = unsafe presstime_curl_client_make(library.pointer) else { return nil }
    unsafe self.client = client
    self.network = network
  }

  deinit { unsafe presstime_curl_client_free(client) }

  /// Asks, and waits for the whole answer or the end of its time.
  func get(_ exchange: Exchange) throws(TransportProblem) -> HTTPResponse {
    let proxy = network.proxy(for: exchange.address)
    // Where a proxy leads to is its own affair; which proxy, the machine's.
    let receiver = AnswerReceiver(
      maximumBytes: exchange.maximumBytes, host: proxy == nil ? exchange.address.host : nil)
    let code = try withExtendedLifetime(receiver) { () throws(TransportProblem) -> Int32 in
      try begin(exchange, proxy, receiver)
      return unsafe presstime_curl_perform(client)
    }
    if let problem = receiver.problem { throw problem }
    guard code == 0 || receiver.isCut else { throw .failed(code) }
    return HTTPResponse(status: receiver.status, headers: receiver.headers, body: receiver.body)
  }

  private func begin(
    _ exchange: Exchange, _ proxy: String?, _ receiver: AnswerReceiver
  ) throws(TransportProblem) {
    var events = unsafe presstime_curl_events()
    unsafe events.context = Unmanaged.passUnretained(receiver).toOpaque()
    unsafe events.head = { context, bytes, count in
      unsafe AnswerReceiver.at(context)?.takeHead(UnsafeBufferPointer(start: bytes, count: count)) == true
        ? 1 : 0
    }
    unsafe events.body = { context, bytes, count in
      unsafe AnswerReceiver.at(context)?.takeBody(UnsafeBufferPointer(start: bytes, count: count)) == true
        ? 1 : 0
    }
    unsafe events.received = { context, count in
      unsafe AnswerReceiver.at(context)?.hasReceived(count) == true ? 1 : 0
    }
    unsafe events.connect = { context, bytes, count in
      unsafe AnswerReceiver.at(context)?.mayConnect(UnsafeBufferPointer(start: bytes, count: count)) == true
        ? 1 : 0
    }
    var code = unsafe presstime_curl_begin(client, &events)
    func set(_ option: Int, _ text: String?) {
      if let text, code == 0 { code = unsafe presstime_curl_set_text(client, Int32(option), text) }
    }
    set(PRESSTIME_CURL_URL, exchange.address.text)
    set(PRESSTIME_CURL_PROXY, proxy)
    set(PRESSTIME_CURL_CA_FILE, network.certificateFile)
    set(PRESSTIME_CURL_CA_FOLDER, network.certificateFolder)
    let lines = exchange.headers.map { header in
      // libcurl takes `Name:` for a header to leave out, and `Name;` for one without a value.
      header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
    }
    for (option, lines) in [
      (PRESSTIME_CURL_HTTP_HEADER, lines),
      (PRESSTIME_CURL_RESOLVE, network.resolutions(for: exchange.address)),
    ] where code == 0 && !lines.isEmpty {
      code = unsafe presstime_curl_set_lines(client, Int32(option), lines.joined(separator: "\n"))
    }
    if code == 0 {
      code = unsafe presstime_curl_set_number(
        client, Int32(PRESSTIME_CURL_TIMEOUT_MS), max(1, exchange.milliseconds))
    }
    if code == 0, exchange.isHead {
      code = unsafe presstime_curl_set_number(client, Int32(PRESSTIME_CURL_NO_BODY), 1)
    }
    guard code == 0 else { throw .libraryTooOld }
    // Every encoding that the library can undo; without one it is none.
    _ = unsafe presstime_curl_set_text(client, Int32(PRESSTIME_CURL_ACCEPT_ENCODING), "")
  }
}
