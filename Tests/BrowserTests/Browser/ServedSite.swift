import Foundation
import TestSupport

/// A new site that `presstime serve` shows: the built program, as a user runs it.
final class ServedSite {
  let folder: URL
  let address: String
  private let process = Process()

  /// `prepare` writes more into the folder before it is served.
  init(_ options: [String] = [], _ prepare: (URL) throws -> Void = { _ in }) throws {
    let parent = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    folder = parent.appendingPathComponent("site")
    _ = try Shell.run("presstime init site", in: parent)
    try prepare(folder)
    let log = parent.appendingPathComponent("log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    process.executableURL = URL(fileURLWithPath: Shell.products + "/presstime")
    process.arguments =
      ["serve", folder.path] + (options.contains("--port") ? [] : ["--port", "0"]) + options
    process.standardOutput = try FileHandle(forWritingTo: log)
    process.standardError = process.standardOutput
    try process.run()
    var found = ""
    for _ in 0..<500 where found.isEmpty {
      usleep(20_000)
      let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      if let match = text.firstMatch(of: /http:\/\/localhost:\d+\//) { found = String(match.output) }
    }
    guard !found.isEmpty else {
      process.terminate()
      throw Browser.Problem(
        description: "serve says no address: \((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
    }
    address = found
  }

  /// Rewrites a file of the site.
  func edit(_ path: String, _ change: (String) -> String) throws {
    let file = folder.appendingPathComponent(path)
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(change(text).utf8).write(to: file)
  }

  /// Ends the server as Ctrl-C does; how many seconds that took.
  func stop() -> Double {
    let start = Date()
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    return Date().timeIntervalSince(start)
  }

  deinit {
    // A test that has failed did not end it.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder.deletingLastPathComponent())
  }

  var exitCode: Int32 { process.terminationStatus }
}
