import Foundation

/// Headless Chromium, driven through its DevTools protocol on a pipe (https://chromedevtools.github.io/devtools-protocol/).
///
/// Messages are JSON with a NUL behind each; the browser reads them at descriptor 3 and writes at 4.
final class Browser {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private let process = Process()
  private let commands = Pipe()
  private let replies = Pipe()
  private let profile: URL
  private var number = 0
  private var pending: [UInt8] = []
  /// What browsers say without being asked: method, session and parameters.
  private(set) var events: [[String: Any]] = []

  /// Where systems have it.
  static let program = [
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Whether there is one; says once that tests are skipped when there is not.
  static let isInstalled: Bool = {
    if program == nil {
      print("the browser tests are skipped: there is no Chromium; `make test-browser` installs it")
    }
    return program != nil
  }()

  init() throws {
    guard let program = Self.program else { throw Problem(description: "there is no Chromium") }
    // A browser that has ended must not end the tests.
    _ = signal(SIGPIPE, SIG_IGN)
    profile = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // `Process` gives a child descriptors 0 to 2 only; the shell puts two of them where the browser looks.
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", program, "--headless=new",
      "--no-sandbox",
      "--disable-gpu", "--remote-debugging-pipe", "--no-first-run", "--disable-dev-shm-usage",
      "--window-size=1000,700", "--user-data-dir=\(profile.path)", "about:blank",
    ]
    process.standardInput = commands
    process.standardOutput = replies
    try process.run()
  }

  /// Ends the browser and removes its profile.
  func stop() {
    _ = try? call("Browser.close", [:])
    for _ in 0..<250 where process.isRunning { usleep(20_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    // Processes of the browser that end after it write there still.
    for _ in 0..<50 where FileManager.default.fileExists(atPath: profile.path) {
      try? FileManager.default.removeItem(at: profile)
      usleep(20_000)
    }
  }

  /// A new tab: in a window of its own, so that it hides no other, or in front of one, in its window.
  func open(inFront other: Tab? = nil) throws -> Tab {
    try other?.call("Page.bringToFront", [:])
    let target = try call("Target.createTarget", ["url": "about:blank", "newWindow": other == nil])[
      "targetId"]
    let session = try call("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"]
    let tab = Tab(browser: self, session: session as? String ?? "")
    for domain in ["Page", "Runtime", "Log"] { try tab.call(domain + ".enable", [:]) }
    return tab
  }

  /// One command and its result.
  func call(_ method: String, _ parameters: [String: Any], session: String? = nil) throws -> [String: Any] {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = try JSONSerialization.data(withJSONObject: message) + [0]
    try commands.fileHandleForWriting.write(contentsOf: bytes)
    while true {
      let reply = try receive()
      if reply["id"] == nil { events.append(reply) }
      guard reply["id"] as? Int == number else { continue }
      if let error = reply["error"] { throw Problem(description: "\(method): \(error)") }
      return reply["result"] as? [String: Any] ?? [:]
    }
  }

  private func receive() throws -> [String: Any] {
    let input = replies.fileHandleForReading
    while true {
      if let end = pending.firstIndex(of: 0) {
        let message = Data(pending[..<end])
        pending.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var file = pollfd(fd: input.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&file, 1, 60_000) > 0 else { throw Problem(description: "Chromium does not answer") }
      let bytes = input.availableData
      guard !bytes.isEmpty else { throw Problem(description: "Chromium has ended") }
      pending += bytes
    }
  }
}
