import Digests
import Files
import Models

/// An answer as it goes over the wire: with validators, a range, or compressed, as the request asks for.
struct HTTPAnswer: Sendable {
  enum Body: Sendable {
    case none
    case bytes([UInt8])
    case file(String, Range<Int>)
    case events(EventStream)
  }

  var status: Int
  var headers: [(name: String, value: String)]
  var body: Body
  /// Of the body; nothing for one that does not end.
  var length: Int?

  /// The fields of a request that change what is sent.
  struct Conditions: Sendable {
    var ifNoneMatch: String?
    var ifModifiedSince: String?
    var range: String?
    var ifRange: String?
    var acceptEncoding: String?
  }

  init(_ response: PreviewResponse, method: PreviewRequest.Method, _ conditions: Conditions) {
    status = response.status
    headers =
      [("Content-Type", response.contentType), ("X-Content-Type-Options", "nosniff")] + response.headers
    switch response.body {
    case .events(let stream):
      headers.append(("Cache-Control", "no-store"))
      body = .events(stream)
      length = nil
    case .bytes(let bytes):
      body = .bytes(bytes)
      length = bytes.count
      setCaching(response)
      finish(response, tag: Digest(of: bytes).hexadecimal, modified: nil, conditions)
    case .file(let path):
      guard let (size, modified) = FileSystem.status(path) else {
        self = HTTPAnswer(
          Self.plain(404, "There is no such file any more.\n"), method: method, conditions)
        return
      }
      body = .file(path, 0..<size)
      length = size
      setCaching(response)
      let tag = String(modified, radix: 16) + "-" + String(size, radix: 16)
      finish(response, tag: tag, modified: Self.date(modified / 1_000_000_000), conditions)
    }
    if method == .head { body = .none }
  }

  /// A short answer in words.
  static func plain(
    _ status: Int, _ text: String, headers: [(name: String, value: String)] = []
  ) -> PreviewResponse {
    PreviewResponse(
      status: status, contentType: "text/plain; charset=utf-8", headers: headers,
      body: .bytes(Array(text.utf8)))
  }

  private mutating func setCaching(_ response: PreviewResponse) {
    if !response.headers.contains(where: { $0.name.lowercased() == "cache-control" }) {
      headers.append(("Cache-Control", "no-cache"))
    }
  }

  /// Decides between the whole, a part, its compressed form, and nothing (RFC 9110 sections 13 and 14).
  private mutating func finish(
    _ response: PreviewResponse, tag: String, modified: String?, _ conditions: Conditions
  ) {
    guard status == 200, let size = length else { return compress(response, conditions) }
    let isCompressed = Compression.helps(response.contentType, size: size)
    let takesGzip =
      isCompressed && conditions.range == nil && Compression.isAccepted(conditions.acceptEncoding)
    // That of a file says when it was written, not what is in it.
    let etag = (modified == nil ? "" : "W/") + "\"" + tag + (takesGzip ? "-gz" : "") + "\""
    headers.append(("ETag", etag))
    if isCompressed { headers.append(("Vary", "Accept-Encoding")) }
    if let modified { headers.append(("Last-Modified", modified)) }
    headers.append(("Accept-Ranges", "bytes"))
    if isUnchanged(etag, modified, conditions) {
      status = 304
      body = .none
      length = nil
      return
    }
    if takesGzip { return compress(response, conditions) }
    // A weak tag is no promise for parts of a file (RFC 9110 section 13.1.5).
    let isSame = conditions.ifRange.map { ($0 == etag && modified == nil) || $0 == modified } ?? true
    switch ByteRange(isSame ? conditions.range : nil, size: size) {
    case .whole: break
    case .unsatisfiable:
      status = 416
      headers.append(("Content-Range", "bytes */\(size)"))
      body = .none
      length = 0
    case .part(let range):
      status = 206
      headers.append(("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"))
      length = range.count
      switch body {
      case .bytes(let bytes): body = .bytes(Array(bytes[range]))
      case .file(let path, _): body = .file(path, range)
      case .none, .events: break
      }
    }
  }

  private func isUnchanged(_ etag: String, _ modified: String?, _ conditions: Conditions) -> Bool {
    if let field = conditions.ifNoneMatch {
      return field.split(separator: ",").contains { item in
        var tag = item.filter { $0 != " " }
        if tag.hasPrefix("W/") { tag.removeFirst(2) }
        return tag == "*" || tag == (etag.hasPrefix("W/") ? String(etag.dropFirst(2)) : etag)
      }
    }
    // As nginx does it: the date is one that this server gave.
    return modified != nil && conditions.ifModifiedSince == modified
  }

  private mutating func compress(_ response: PreviewResponse, _ conditions: Conditions) {
    guard let size = length, Compression.helps(response.contentType, size: size),
      Compression.isAccepted(conditions.acceptEncoding)
    else { return }
    let whole: [UInt8]? =
      switch body {
      case .bytes(let bytes): bytes
      case .file(let path, _): try? FileSystem.read(path)
      case .none, .events: nil
      }
    guard let whole, let compressed = Compression.gzip(whole) else { return }
    headers.append(("Content-Encoding", "gzip"))
    body = .bytes(compressed)
    length = compressed.count
  }

  private static let dateFormat = try? DateFormat("%a, %d %b %Y %H:%M:%S GMT")

  /// A date as HTTP writes it (RFC 9110 section 5.6.7).
  static func date(_ seconds: Int64) -> String {
    dateFormat?.string(DateTime(secondsSinceEpoch: seconds), in: .utc) ?? ""
  }
}
