/// What is answered, before HTTP's own affairs: the server adds validators, ranges, compression and lengths.
package struct PreviewResponse: Sendable {
  package enum Body: Sendable {
    case bytes([UInt8])
    /// A file on disk, which is sent piece by piece.
    case file(String)
    /// Stays open (server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html).
    case events(EventStream)
  }

  /// The status of HTTP, as 200.
  package let status: Int
  /// As `text/html; charset=utf-8`.
  package let contentType: String
  /// Further fields.
  package let headers: [(name: String, value: String)]
  package let body: Body

  package init(
    status: Int = 200, contentType: String, headers: [(name: String, value: String)] = [], body: Body
  ) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }
}
