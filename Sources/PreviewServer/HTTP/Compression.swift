import CZlib

/// When answers are sent as gzip (RFC 1952), and how.
enum Compression {
  /// Smaller ones gain nothing.
  private static let minimumSize = 1024
  /// Larger ones would take long to compress each time.
  static let maximumSize = 8 << 20

  /// Whether bytes of this type and size are worth it.
  static func helps(_ contentType: String, size: Int) -> Bool {
    guard (minimumSize...maximumSize).contains(size) else { return false }
    return contentType.hasPrefix("text/")
      || ["javascript", "json", "xml", "wasm", "manifest"].contains { contentType.contains($0) }
  }

  /// Whether the field `Accept-Encoding` takes gzip (RFC 9110 section 12.5.3).
  static func isAccepted(_ field: String?) -> Bool {
    var any: Bool?
    for item in (field ?? "").split(separator: ",") {
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      let isRefused = parts.dropFirst().contains { part in
        part.hasPrefix("q=") && (Double(part.dropFirst(2)) ?? 0) <= 0
      }
      switch parts.first {
      case "gzip", "x-gzip": return !isRefused
      case "*": any = !isRefused
      default: break
      }
    }
    return any ?? false
  }

  /// Nothing when there is no memory.
  static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    var count = 0
    guard let memory = unsafe presstime_gzip(bytes, bytes.count, &count) else { return nil }
    defer { unsafe presstime_gzip_free(memory) }
    return unsafe Array(UnsafeBufferPointer(start: memory, count: count))
  }
}
