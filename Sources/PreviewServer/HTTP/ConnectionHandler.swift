import NIOCore
import NIOHTTP1
import NIOPosix

/// One connection: reads a request, has it answered, writes the answer, and closes who is too slow.
///
/// Its state belongs to the connection's event loop. Requests that come before an answer is written wait in NIO's
/// pipeline, so there is one at a time.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// A request that brings a body larger than this is not listened to.
  private static let maximumBody = 64 << 10
  private let channel: any Channel
  private let settings: ServerSettings
  private let rules: HostRules
  private let workers: NIOThreadPool
  private let answer: @Sendable (PreviewRequest) -> PreviewResponse
  private let deadline: Deadline
  private var head: HTTPRequestHead?
  private var bodySize = 0

  init(
    _ channel: any Channel, _ settings: ServerSettings, _ rules: HostRules, _ workers: NIOThreadPool,
    _ answer: @escaping @Sendable (PreviewRequest) -> PreviewResponse
  ) {
    self.channel = channel
    self.settings = settings
    self.rules = rules
    self.workers = workers
    self.answer = answer
    deadline = Deadline(channel)
  }

  func channelActive(context: ChannelHandlerContext) {
    deadline.set(settings.requestSeconds)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline.clear()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      bodySize = 0
      deadline.set(settings.requestSeconds)
    case .body(let bytes):
      bodySize += bytes.readableBytes
      if bodySize > Self.maximumBody { context.close(promise: nil) }
    case .end:
      guard let head else { return }
      self.head = nil
      deadline.clear()
      respond(to: head)
    }
  }

  private func respond(to head: HTTPRequestHead) {
    let writer = AnswerWriter(channel, head, deadline, idleSeconds: settings.idleSeconds)
    switch Self.read(head, rules) {
    case .failure(let refusal):
      writer.write(HTTPAnswer(refusal.response, method: .get, HTTPAnswer.Conditions()))
    case .success(let request):
      let conditions = HTTPAnswer.Conditions(of: head)
      workers.runIfActive(eventLoop: channel.eventLoop) { [answer] in
        HTTPAnswer(answer(request), method: request.method, conditions)
      }.whenSuccess { writer.write($0) }
    }
  }

  struct Refusal: Error {
    let response: PreviewResponse
  }

  /// The request as the site takes it, or why it gets none of it.
  static func read(_ head: HTTPRequestHead, _ rules: HostRules) -> Result<PreviewRequest, Refusal> {
    func refuse(
      _ status: Int, _ text: String, _ headers: [(name: String, value: String)] = []
    ) -> Result<
      PreviewRequest, Refusal
    > { .failure(Refusal(response: HTTPAnswer.plain(status, text + "\n", headers: headers))) }
    guard head.method == .GET || head.method == .HEAD else {
      return refuse(405, "A preview is only read.", [("Allow", "GET, HEAD")])
    }
    let hosts = head.headers["Host"]
    guard hosts.count == 1 || (hosts.isEmpty && head.version == .http1_0) else {
      return refuse(400, "A request says one host.")
    }
    guard let target = RequestTarget(head.uri) else { return refuse(400, "This is no path of a site.") }
    for host in hosts + (target.host.map { [$0] } ?? []) where !rules.allows(host) {
      return refuse(
        403,
        "This preview does not answer for the host `\(host.prefix(100))`.\n"
          + "If it is a tunnel of yours, name it: presstime serve --allow-host NAME")
    }
    return .success(
      PreviewRequest(
        method: head.method == .HEAD ? .head : .get, path: target.path, query: target.query,
        isUpdate: head.headers.contains(name: "Presstime-Update")))
  }
}

extension HTTPAnswer.Conditions {
  init(of head: HTTPRequestHead) {
    self.init()
    let headers = head.headers
    func joined(_ name: String) -> String? {
      let values = headers[name]
      return values.isEmpty ? nil : values.joined(separator: ",")
    }
    ifNoneMatch = joined("If-None-Match")
    ifModifiedSince = headers.first(name: "If-Modified-Since")
    // It is of what GET gives alone (RFC 9110 section 14.2).
    range = head.method == .GET ? headers.first(name: "Range") : nil
    ifRange = headers.first(name: "If-Range")
    acceptEncoding = joined("Accept-Encoding")
  }
}

/// When a connection is closed unless something happens before; used on its event loop only.
final class Deadline: Sendable {
  private let channel: any Channel
  private let scheduled: NIOLoopBoundBox<Scheduled<Void>?>

  init(_ channel: any Channel) {
    self.channel = channel
    scheduled = NIOLoopBoundBox(nil, eventLoop: channel.eventLoop)
  }

  func set(_ seconds: Int64) {
    clear()
    let channel = channel
    scheduled.value = channel.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
  }

  func clear() {
    scheduled.value?.cancel()
    scheduled.value = nil
  }
}
