/// One GET or HEAD over HTTP: what is asked, and within which bounds.
struct Exchange: Sendable {
  var address: WebAddress
  /// Sent as they are; names and values have been checked.
  var headers: [HTTPOrigin.Header]
  /// Until the answer is there as a whole; more than 0.
  var milliseconds: Int
  /// Of the body, compressed and decompressed.
  var maximumBytes: Int
  /// Whether the head alone is wanted.
  var isHead = false
}

/// What a server has answered.
struct HTTPResponse: Sendable {
  var status: Int
  /// Names in lower case, in the order they came in.
  var headers: [(name: String, value: String)]
  /// Decompressed; empty where the status says that it is no answer.
  var body: [UInt8]

  /// The values of all headers of a name in lower case.
  func values(of name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

  /// The value of the first.
  func value(of name: String) -> String? { headers.first { $0.name == name }?.value }

  /// Whether it is an answer to take. Those of other kinds are without a body, of a part, or say to ask elsewhere.
  var isAnswer: Bool { Self.isAnswer(status) }

  static func isAnswer(_ status: Int) -> Bool { status == 200 || status == 203 }
}

/// Why there is no answer.
enum TransportProblem: Error, Sendable, Hashable {
  case bodyTooLarge
  case headTooLarge
  /// The name of the host leads to this address, which is not public.
  case refused(NetworkAddress)
  /// What libcurl says; its number, as `curl.h` has it.
  case failed(Int32)
  /// The library lacks what keeps an exchange within its bounds.
  case libraryTooOld
}
