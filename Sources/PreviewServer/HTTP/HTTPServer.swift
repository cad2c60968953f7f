import NIOCore
import NIOHTTP1
import NIOPosix

/// Answers HTTP/1.1 on one address. Requests are parsed by SwiftNIO; answers are made off its event loops.
package final class HTTPServer: Sendable {
  package init() {}
}
