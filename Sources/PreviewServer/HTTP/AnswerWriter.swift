import Files
import NIOCore
import NIOHTTP1
import NIOPosix

/// Writes one answer to its connection. Runs on the connection's event loop.
struct AnswerWriter: Sendable {
  /// A browser that takes nothing for so long has gone.
  private static let writeSeconds: Int64 = 120
  private static let aliveSeconds: Int64 = 15
  private static let pieceBytes = 256 << 10
  private let channel: any Channel
  private let version: HTTPVersion
  private let keepsAlive: Bool
  private let deadline: Deadline
  private let idleSeconds: Int64

  init(_ channel: any Channel, _ head: HTTPRequestHead, _ deadline: Deadline, idleSeconds: Int64) {
    self.channel = channel
    self.deadline = deadline
    self.idleSeconds = idleSeconds
    version = head.version
    keepsAlive = head.isKeepAlive
  }

  func write(_ answer: HTTPAnswer) {
    var headers = HTTPHeaders(answer.headers.map { ($0.name, Self.printable($0.value)) })
    headers.add(name: "Date", value: HTTPAnswer.date(ProcessEnvironment.now))
    if let length = answer.length { headers.add(name: "Content-Length", value: String(length)) }
    if case .events = answer.body {
    } else {
      headers.add(name: "Connection", value: keepsAlive ? "keep-alive" : "close")
    }
    let head = HTTPResponseHead(
      version: version, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    switch answer.body {
    case .none: end()
    case .bytes(let bytes):
      if !bytes.isEmpty {
        channel.write(
          HTTPServerResponsePart.body(.byteBuffer(channel.allocator.buffer(bytes: bytes))), promise: nil)
      }
      end()
    case .file(let path, let range): write(path, range)
    case .events(let stream): open(stream)
    }
  }

  /// No line break gets into a field.
  private static func printable(_ value: String) -> String {
    String(decoding: value.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }

  /// Sends a part of a file, piece by piece, as fast as it is taken.
  private func write(_ path: String, _ range: Range<Int>) {
    guard let file = ByteLog(reading: path) else { return channel.close(promise: nil) }
    send(file, range)
  }

  private func send(_ file: ByteLog, _ range: Range<Int>) {
    let piece = range.prefix(Self.pieceBytes)
    if piece.isEmpty { return end() }
    // Its length is said already, and it may have become shorter.
    guard let bytes = file.read(piece.lowerBound, piece.count) else { return channel.close(promise: nil) }
    deadline.set(Self.writeSeconds)
    let buffer = channel.allocator.buffer(bytes: bytes)
    channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(buffer))).whenSuccess { [channel] in
      // What was taken at once would go on within this call.
      channel.eventLoop.execute { send(file, piece.upperBound..<range.upperBound) }
    }
  }

  private func end() {
    deadline.set(Self.writeSeconds)
    let ended = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    ended.whenComplete { result in
      if keepsAlive, case .success = result { deadline.set(idleSeconds) } else { channel.close(promise: nil) }
    }
  }

  private func open(_ stream: EventStream) {
    channel.closeFuture.whenComplete { _ in stream.close() }
    channel.flush()
    let channel = channel
    stream.connect { bytes in Self.send(bytes, to: channel) }
    // So that a browser that has gone without a word is noticed.
    let alive = channel.eventLoop.scheduleRepeatedTask(
      initialDelay: .seconds(Self.aliveSeconds), delay: .seconds(Self.aliveSeconds)
    ) { _ in Self.send(Array(": alive\n\n".utf8), to: channel) }
    channel.closeFuture.whenComplete { _ in alive.cancel() }
  }

  private static func send(_ bytes: [UInt8], to channel: any Channel) {
    channel.eventLoop.execute {
      // Who takes nothing is closed, and asks anew.
      guard channel.isWritable else { return channel.close(promise: nil) }
      let buffer = channel.allocator.buffer(bytes: bytes)
      channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
    }
  }
}
