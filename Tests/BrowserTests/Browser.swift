import Foundation
import Glibc

/// Headless Chromium, driven through its DevTools protocol on a pipe (https://chromedevtools.github.io/devtools-protocol/).
///
/// Messages are JSON with a NUL behind each; the browser reads them at descriptor 3 and writes at 4.
final class Browser {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private let process: pid_t
  private let commands: Int32
  private let replies: Int32
  private let profile: URL
  private var number = 0
  private var pending: [UInt8] = []

  /// Where Debian has it.
  static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Whether there is one; says once that tests are skipped when there is not.
  static let isInstalled: Bool = {
    if program == nil {
      print("the browser tests are skipped: there is no Chromium; `make test-browser` installs it")
    }
    return program != nil
  }()

  init() throws {
    guard let program = Self.program else { throw Problem(description: "there is no Chromium") }
    profile = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    let (toBrowser, fromBrowser) = (Pipe(), Pipe())
    let arguments = [
      program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
      "--disable-dev-shm-usage", "--window-size=1000,700", "--user-data-dir=\(profile.path)", "about:blank",
    ]
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // Numbers above 4 first, so that neither end is lost when the other is put in its place.
    let (input, output) = (
      fcntl(toBrowser.fileHandleForReading.fileDescriptor, F_DUPFD_CLOEXEC, 50),
      fcntl(fromBrowser.fileHandleForWriting.fileDescriptor, F_DUPFD_CLOEXEC, 50)
    )
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 3)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 4)
    for descriptor: Int32 in [1, 2] {
      unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var process: pid_t = 0
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let failure = unsafe posix_spawn(&process, program, &actions, nil, &words, environ)
    for index in arguments.indices { unsafe free(words[index]) }
    close(input)
    close(output)
    guard failure == 0 else { throw Problem(description: "Chromium can't be started: \(failure)") }
    self.process = process
    commands = fcntl(toBrowser.fileHandleForWriting.fileDescriptor, F_DUPFD_CLOEXEC, 50)
    replies = fcntl(fromBrowser.fileHandleForReading.fileDescriptor, F_DUPFD_CLOEXEC, 50)
  }

  /// Ends the browser and removes its profile.
  func stop() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    unsafe waitpid(process, &status, 0)
    close(commands)
    close(replies)
    try? FileManager.default.removeItem(at: profile)
  }

  /// A new tab.
  func open() throws -> Tab {
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
    let session =
      try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
    let tab = Tab(browser: self, session: session ?? "")
    _ = try tab.call("Page.enable", [:])
    return tab
  }

  /// One command and its result.
  func call(_ method: String, _ parameters: [String: Any], session: String? = nil) throws -> [String: Any] {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    var position = 0
    while position < bytes.count {
      let count = unsafe bytes[position...].withUnsafeBytes {
        unsafe write(commands, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw Problem(description: "Chromium has ended") }
      position += count
    }
    while true {
      let reply = try receive()
      guard reply["id"] as? Int == number else { continue }
      if let error = reply["error"] { throw Problem(description: "\(method): \(error)") }
      return reply["result"] as? [String: Any] ?? [:]
    }
  }

  private func receive() throws -> [String: Any] {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      if let end = pending.firstIndex(of: 0) {
        let message = Data(pending[..<end])
        pending.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var file = pollfd(fd: replies, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&file, 1, 60_000) > 0 else { throw Problem(description: "Chromium does not answer") }
      let count = unsafe read(replies, &buffer, buffer.count)
      guard count > 0 else { throw Problem(description: "Chromium has ended") }
      pending += buffer[..<count]
    }
  }
}

/// One tab of the browser.
struct Tab {
  let browser: Browser
  let session: String

  @discardableResult func call(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    try browser.call(method, parameters, session: session)
  }

  /// Goes to an address, and waits until it is loaded.
  func go(to address: String) throws {
    try call("Page.navigate", ["url": address])
    try wait(until: "document.readyState === 'complete' && location.href.startsWith('http')")
  }

  /// What an expression of JavaScript is, as JSON has it; promises are waited for.
  @discardableResult func evaluate(_ expression: String) throws -> Any? {
    let result = try call(
      "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let exception = result["exceptionDetails"] {
      throw Browser.Problem(description: "\(expression): \(exception)")
    }
    return (result["result"] as? [String: Any])?["value"]
  }

  /// Waits until an expression is true.
  func wait(until expression: String, seconds: Double = 20) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if (try? evaluate("Boolean(\(expression))")) as? Bool == true { return }
      usleep(20_000)
    }
    let text = try? evaluate("document.body && document.body.innerText.slice(0, 500)")
    throw Browser.Problem(
      description: "never true: \(expression); the page says: \(text.map { "\($0)" } ?? "nothing")")
  }

  /// Writes a picture of what is seen.
  func screenshot(to file: URL) throws {
    let result = try call("Page.captureScreenshot", ["format": "png"])
    let data = (result["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
    try data.write(to: file)
  }
}
