import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A server of previews, and what is edited under it.
struct PreviewServer {
  let name: String
  /// The program and its arguments; `PORT` stands for a free port.
  let arguments: [String]
  /// The file of the post that is edited.
  let post: String
  /// The template of that post's page.
  let template: String
  let page: String
}

/// How long a server took until an edit was to be seen, in milliseconds.
struct PreviewTiming {
  let name: String
  /// From the start of the program to the first page.
  let start: Double
  let post: [Double]
  let template: [Double]
  /// Resident bytes at the end.
  let memory: Int
}

extension Workspace {
  /// Starts a server, edits under it, and stops it. Each kind of edit ends after `seconds` at the latest.
  func time(_ server: PreviewServer, runs: Int, seconds: Double) throws(BenchProblem) -> PreviewTiming {
    let clock = ContinuousClock()
    let port = try Self.freePort()
    let arguments = server.arguments.map { $0 == "PORT" ? String(port) : $0 }
    let began = clock.now
    let process = try ChildProcess(arguments: arguments).start(output: path("printed"))
    defer { ChildProcess.stop(process) }
    var connection: PageConnection?
    while connection?.page(server.page) == nil {
      try Interruption.check()
      guard clock.now - began < .seconds(300) else { throw BenchProblem("\(server.name) shows no page") }
      usleep(1000)
      connection = PageConnection(port: port)
    }
    guard let connection else { throw BenchProblem("\(server.name) shows no page") }
    let start = Self.milliseconds(clock.now - began)
    usleep(1_000_000)
    let post = try edit(server.post, shownBy: connection, server, runs, seconds) { $0 + "\n\($1)\n" }
    let template = try edit(server.template, shownBy: connection, server, runs, seconds) { text, marker in
      text.replacing("</h1>", with: "</h1><p>\(marker)</p>", maxReplacements: 1)
    }
    return PreviewTiming(
      name: server.name, start: start, post: post, template: template,
      memory: Self.residentMemory(of: process))
  }

  /// Writes a file again and again with another marker in it, each time until the page shows it.
  private func edit(
    _ file: String, shownBy connection: PageConnection, _ server: PreviewServer, _ runs: Int,
    _ seconds: Double,
    _ change: (_ text: String, _ marker: String) -> String
  ) throws(BenchProblem) -> [Double] {
    let clock = ContinuousClock()
    let original = try text(of: file)
    let first = clock.now
    var times: [Double] = []
    for run in 0..<runs where clock.now - first < .seconds(seconds) {
      try Interruption.check()
      let marker = "marker\(run)of\(file.utf8.count)"
      let changed = Array(change(original, marker).utf8)
      let begin = clock.now
      try withFiles { () throws(FileError) in try FileSystem.write(path(file), changed) }
      while connection.page(server.page).map({ PageConnection.find(Array(marker.utf8), in: $0) == nil })
        ?? true
      {
        guard clock.now - begin < .seconds(120) else {
          throw BenchProblem("\(server.name) does not show an edit")
        }
        usleep(200)
      }
      times.append(Self.milliseconds(clock.now - begin))
      usleep(200_000)
    }
    try withFiles { () throws(FileError) in try FileSystem.write(path(file), Array(original.utf8)) }
    return times
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
  }

  /// As the kernel tells it; 0 where it doesn't.
  private static func residentMemory(of process: pid_t) -> Int {
    let status = (try? FileSystem.readStream("/proc/\(process)/status")) ?? []
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }

  private static func freePort() throws(BenchProblem) -> Int {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
      }
    }
    guard result else { throw BenchProblem("no port is free") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
