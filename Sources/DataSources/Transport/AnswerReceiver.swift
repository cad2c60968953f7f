/// Takes an answer as it comes in, and ends the exchange where it goes beyond its bounds.
final class AnswerReceiver {
  private(set) var status = 0
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private(set) var problem: TransportProblem?
  /// Whether the exchange was ended since nobody needs the rest.
  private(set) var isCut = false
  private let maximumBytes: Int
  /// The host whose address is checked; nothing for a proxy.
  private let host: WebHost?
  private var headBytes = 0
  private var isInHead = true
  private var ignoredBytes = 0

  /// All heads of an answer together; those of real servers have a few KiB.
  private static let maximumHeadBytes = 256 << 10
  /// Of a page that says why there is no answer; the connection is worth so much.
  private static let maximumIgnoredBytes = 64 << 10

  init(maximumBytes: Int, host: WebHost?) {
    self.maximumBytes = maximumBytes
    self.host = host
  }

  /// The receiver that libcurl was given.
  static func at(_ context: UnsafeMutableRawPointer?) -> AnswerReceiver? {
    unsafe context.map { unsafe Unmanaged<AnswerReceiver>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A line of a head (RFC 9112 section 2.1); false to end the exchange.
  func takeHead(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    headBytes += bytes.count
    guard headBytes <= Self.maximumHeadBytes else {
      problem = .headTooLarge
      return false
    }
    var line = unsafe String(decoding: bytes, as: UTF8.self)
    while let last = line.unicodeScalars.last, last == "\r" || last == "\n" {
      line.unicodeScalars.removeLast()
    }
    if line.hasPrefix("HTTP/") {
      // An interim answer comes before the one that counts.
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      headers = []
      isInHead = true
    } else if line.isEmpty {
      isInHead = false
    } else if isInHead, let colon = line.firstIndex(of: ":") {
      // What comes behind the body is no head.
      let value = line[line.index(after: colon)...]
      headers.append((line[..<colon].lowercased(), Self.trimmed(value)))
    }
    return true
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return String(text)
  }

  /// A part of the body, decompressed; false to end the exchange.
  func takeBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard HTTPResponse.isAnswer(status) else {
      ignoredBytes += bytes.count
      isCut = ignoredBytes > Self.maximumIgnoredBytes
      return !isCut
    }
    guard bytes.count <= maximumBytes - body.count else {
      problem = .bodyTooLarge
      return false
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  /// How much has come before it is decompressed; false to end the exchange.
  func hasReceived(_ count: Int64) -> Bool {
    // The bound of the status's own is reached first.
    guard count > Int64(maximumBytes), HTTPResponse.isAnswer(status) else { return true }
    problem = .bodyTooLarge
    return false
  }

  /// Whether a connection may go to an address.
  func mayConnect(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let address = unsafe NetworkAddress(bytes: Array(bytes)) else { return false }
    guard let host, !host.mayConnect(to: address) else {
      // Another address of the same name may have been refused before.
      problem = nil
      return true
    }
    problem = .refused(address)
    return false
  }
}
