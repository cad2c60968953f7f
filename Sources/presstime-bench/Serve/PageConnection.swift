#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One connection to a server of this machine that is asked for pages again and again.
final class PageConnection {
  private let descriptor: Int32

  /// Nothing when nobody listens.
  init?(port: Int) {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(clamping: port).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, size)
      }
    }
    if result != 0 { return nil }
  }

  deinit { close(descriptor) }

  /// The page at a path, by the length that its answer says; nothing when the connection ended.
  func page(_ path: String) -> [UInt8]? {
    let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    guard unsafe send(descriptor, request, request.count, 0) == request.count else { return nil }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var end: Int?
    while end.map({ answer.count < $0 }) ?? true {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      answer += buffer[..<count]
      if end == nil, let head = Self.find(Array("\r\n\r\n".utf8), in: answer) {
        let fields = String(decoding: answer[..<head], as: UTF8.self).lowercased().split(separator: "\r\n")
        let length = fields.first { $0.hasPrefix("content-length:") }?.split(separator: " ").last
        guard let length = length.flatMap({ Int($0) }) else { return nil }
        end = head + 4 + length
      }
    }
    return answer
  }

  /// Where some bytes stand first.
  static func find(_ wanted: [UInt8], in bytes: [UInt8]) -> Int? {
    guard let first = wanted.first else { return 0 }
    var place = 0
    while place + wanted.count <= bytes.count {
      if bytes[place] == first, bytes[place..<place + wanted.count].elementsEqual(wanted) { return place }
      place += 1
    }
    return nil
  }
}
