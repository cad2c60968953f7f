import Glibc

/// A connection that sends whatever bytes a test wants to.
final class SocketClient {
  let descriptor: Int32
  private var received: [UInt8] = []

  init?(port: Int) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var timeout = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
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

  /// False when the other side has closed.
  @discardableResult func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let count = unsafe bytes[position...].withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      position += count
    }
    return true
  }

  /// Reads more; false at the end.
  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }

  /// Everything up to the end of the connection.
  func rest() -> String {
    while fill() {}
    defer { received = [] }
    return String(decoding: received, as: UTF8.self)
  }

  /// Everything up to and with `text`; what there was when the connection ended before.
  func text(through text: String) -> String {
    let wanted = Array(text.utf8)
    var place = 0
    while true {
      while place + wanted.count <= received.count {
        if received[place...].starts(with: wanted) {
          let found = Array(received[..<(place + wanted.count)])
          received.removeFirst(found.count)
          return String(decoding: found, as: UTF8.self)
        }
        place += 1
      }
      if !fill() { return rest() }
    }
  }

  struct Response {
    let status: Int
    let fields: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// One whole answer, by its length; nothing when the connection ended before.
  func response(hasBody: Bool = true) -> Response? {
    let head = text(through: "\r\n\r\n")
    guard head.hasSuffix("\r\n\r\n") else { return nil }
    var lines = head.split(separator: "\r\n").map(String.init)
    guard let status = Int(lines.removeFirst().split(separator: " ").dropFirst().first ?? "") else {
      return nil
    }
    var fields: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
    }
    let length = hasBody && status != 304 ? Int(fields["content-length"] ?? "0") ?? 0 : 0
    while received.count < length { if !fill() { return nil } }
    let body = Array(received[..<length])
    received.removeFirst(length)
    return Response(status: status, fields: fields, body: body)
  }

  /// Sends a request of one host, and reads its answer.
  func get(_ path: String, _ fields: [String] = [], method: String = "GET") -> Response? {
    let lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + fields
    send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    return response(hasBody: method != "HEAD")
  }
}
