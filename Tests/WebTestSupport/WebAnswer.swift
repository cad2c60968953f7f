import Foundation
import NIOCore

/// What a server does with a request.
public struct WebAnswer: Sendable {
  /// One thing that it does, after the other.
  public enum Step: Sendable {
    /// Writes.
    case send([UInt8])
    /// Writes the same so many times.
    case stream([UInt8], times: Int)
    /// Does nothing for so many seconds.
    case wait(Double)
  }

  var steps: [Step]
  /// Whether the connection ends behind it.
  var closes: Bool

  /// An answer with a body and its length.
  public static func body(
    _ body: [UInt8], status: Int = 200, type: String = "application/json", headers: [(String, String)] = []
  ) -> WebAnswer {
    var head = "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    return WebAnswer(steps: [.send(Array((head + "\r\n").utf8) + body)], closes: false)
  }

  /// An answer in JSON.
  public static func json(_ text: String, _ headers: [(String, String)] = []) -> WebAnswer {
    body(Array(text.utf8), headers: headers)
  }

  /// An answer that says no more than its status; 304 has no body.
  public static func status(_ status: Int, _ headers: [(String, String)] = []) -> WebAnswer {
    if status != 304 {
      return body(Array("status \(status)".utf8), status: status, type: "text/plain", headers: headers)
    }
    let lines = headers.map { "\($0): \($1)\r\n" }.joined()
    return WebAnswer(steps: [.send(Array("HTTP/1.1 304 Not Modified\r\n\(lines)\r\n".utf8))], closes: false)
  }

  /// A redirect.
  public static func redirect(_ location: String, status: Int = 302) -> WebAnswer {
    self.status(status, [("Location", location)])
  }

  /// Bytes as they are, whatever they are; then the connection ends.
  public static func raw(_ steps: [Step]) -> WebAnswer { WebAnswer(steps: steps, closes: true) }

  /// The same of a text, with `\n` for each line end of a head.
  public static func raw(_ text: String) -> WebAnswer {
    raw([.send(Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8))])
  }

  /// Nothing: the connection ends.
  public static var drop: WebAnswer { raw([]) }

  /// The same answer after so many seconds.
  public func after(_ seconds: Double) -> WebAnswer {
    WebAnswer(steps: [.wait(seconds)] + steps, closes: closes)
  }

  /// `ending` is called before the last step: behind it the client may ask again before this thread goes on.
  func write(to channel: any Channel, ending: () -> Void) {
    func send(_ bytes: [UInt8]) -> Bool {
      (try? channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).wait()) != nil
    }
    if steps.isEmpty { ending() }
    for (index, step) in steps.enumerated() {
      if index == steps.count - 1 { ending() }
      switch step {
      case .send(let bytes): if !send(bytes) { return }
      case .stream(let bytes, let times): for _ in 0..<times where !send(bytes) { return }
      case .wait(let seconds): Thread.sleep(forTimeInterval: seconds)
      }
    }
    if closes { try? channel.close().wait() }
  }
}
