/// What a browser asks for, decoded and checked.
package struct PreviewRequest: Sendable {
  package enum Method: Sendable {
    case get, head
  }

  package let method: Method
  /// Below the root, without a slash before it, percent-decoded; no part of it is empty, `.` or `..`. Empty, or with a
  /// slash at its end, for a folder.
  package let path: String
  /// What stands behind the `?`, as it was sent.
  package let query: String?

  package init(method: Method, path: String, query: String? = nil) {
    self.method = method
    self.path = path
    self.query = query
  }
}
