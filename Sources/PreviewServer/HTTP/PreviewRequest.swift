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
  /// Whether it is the preview's script that asks, for a page that is open, and nobody who visits it.
  package let isUpdate: Bool

  package init(method: Method, path: String, query: String? = nil, isUpdate: Bool = false) {
    self.isUpdate = isUpdate
    self.method = method
    self.path = path
    self.query = query
  }
}
