public import Foundation

/// Runs commands as a user's shell does, with the built `presstime` on the path.
public enum Shell {
  /// What a command printed, and its exit code.
  public struct Result: Sendable {
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String
    /// 0 when all went well.
    public let status: Int32
  }

  /// The folder of the built products, where the tests' own program lies too.
  public static var products: String {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: link ?? CommandLine.arguments[0]).deletingLastPathComponent().path
  }

  /// `2026-11-23T00:00:00Z`: builds in tests take place on that day unless they say another.
  static let clock = "1795392000"

  /// Runs a command line in a folder.
  public static func run(_ command: String, in folder: URL) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": products + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "SOURCE_DATE_EPOCH": clock,
    ]
    // Files, not pipes: a command that prints much must not wait for its reader.
    let capture = try TemporaryFolder()
    let (out, err) = (capture.url.appendingPathComponent("out"), capture.url.appendingPathComponent("err"))
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self), status: process.terminationStatus)
  }
}

/// A folder that goes away with the value.
public final class TemporaryFolder: Sendable {
  /// Where it is, links resolved.
  public let url: URL

  /// Makes a new folder.
  public init() throws {
    let name = "presstime-test-" + UUID().uuidString
    url = FileManager.default.temporaryDirectory.appendingPathComponent(name).resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file and the folders above it.
  public func write(_ path: String, _ bytes: [UInt8]) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Every file below the folder by its path, with its bytes.
  public func files(below path: String) throws -> [String: [UInt8]] {
    let root = url.appendingPathComponent(path)
    var files: [String: [UInt8]] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: root.path) ?? .init() {
      let file = root.appendingPathComponent(name)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      files[name] = Array(try Data(contentsOf: file))
    }
    return files
  }
}

/// `make record` runs the tests so that golden files are written anew; the run fails, and the diff is read.
public enum Recording {
  /// Whether this run writes golden files anew.
  public static let isOn = ProcessInfo.processInfo.environment["PRESSTIME_RECORD"] == "1"
}

/// The folder of the repository.
public enum Repository {
  /// Where `Package.swift` lies.
  public static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder
  }()
}
