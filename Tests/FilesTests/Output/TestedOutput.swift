import Digests
import Foundation
import Synchronization
import Testing

@testable import Files

/// The output folder `public` in a folder of its own, built from texts by path.
final class TestedOutput: Sendable {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A copy of another with all that lies beside its output: what a build leaves that is killed now.
  init(copyOf other: TestedOutput) throws {
    folder = try TemporaryFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: other.folder.path) {
      try FileManager.default.copyItem(
        atPath: other.folder.path + "/" + name, toPath: folder.path + "/" + name)
    }
  }

  var path: String { folder.path + "/public" }

  /// Builds `site`. Files that are the same in the last build and named by `keeping` are kept, not written.
  func build(
    _ site: [String: String], keeping: (String) -> Bool = { _ in false }, atomically: Bool = false,
    canExchange: Bool = true, step: @escaping @Sendable () -> Void = {}
  ) throws {
    let output = try OutputFolder(at: path, canExchange: canExchange, step: step)
    let manifest = Self.manifest(site)
    for (path, text) in site.sorted(by: { $0.key < $1.key }) {
      if keeping(path), let old = output.previous.file(at: path), old == manifest.file(at: path) { continue }
      try output.write(path, Array(text.utf8))
    }
    try output.commit(output.change(to: manifest), atomically: atomically)
  }

  static func manifest(_ site: [String: String]) -> OutputManifest {
    OutputManifest(
      files: site.mapValues { text in
        .init(size: text.utf8.count, digest: Digest(of: Array(text.utf8)), key: nil)
      })
  }

  /// What the next command does first; every change it makes is a step.
  func finish(step: @escaping @Sendable () -> Void = {}) throws {
    try OutputFolder(at: path, step: step).abandon()
  }

  /// The files in the output by path, without the marker; links as `-> where`, empty folders with a slash.
  var files: [String: String] { Self.files(in: path) }

  static func files(in path: String) -> [String: String] {
    var found: [String: String] = [:]
    func add(_ folder: String) {
      let full = folder.isEmpty ? path : path + "/" + folder
      let entries = (try? FileSystem.entries(in: full)) ?? []
      if entries.isEmpty, !folder.isEmpty { found[folder + "/"] = "" }
      for entry in entries {
        let inner = FilePath.joined(folder, entry.name ?? "?")
        switch entry.kind {
        case .folder: add(inner)
        case .link:
          found[inner] =
            "-> "
            + ((try? FileManager.default.destinationOfSymbolicLink(atPath: path + "/" + inner)) ?? "")
        default:
          found[inner] = (try? FileSystem.read(path + "/" + inner)).map {
            String(decoding: $0, as: UTF8.self)
          }
        }
      }
    }
    add("")
    found[OutputFolder.marker] = nil
    return found
  }

  /// What the marker in the output says.
  var manifest: OutputManifest? {
    (try? FileSystem.read(path + "/" + OutputFolder.marker)).flatMap { OutputManifest($0) }
  }

  /// Whether nothing is left of what lay to the side.
  var isTidy: Bool {
    let names = (try? FileSystem.names(in: folder.path)) ?? []
    return names.allSatisfy { $0?.contains("presstime-new") == false }
      && !files.keys.contains { $0.contains("presstime-") }
  }
}

/// Copies of an output, one for each step of a change, or for one of them.
final class Snapshots: Sendable {
  private let source: TestedOutput
  private let only: Int?
  private let state = Mutex<(steps: Int, taken: [TestedOutput])>((0, []))

  init(of source: TestedOutput, at only: Int? = nil) {
    self.source = source
    self.only = only
  }

  func take() {
    let step = state.withLock {
      $0.steps += 1
      return $0.steps - 1
    }
    guard only == nil || only == step else { return }
    do {
      let copy = try TestedOutput(copyOf: source)
      state.withLock { $0.taken.append(copy) }
    } catch { Issue.record(error, "step \(step) could not be copied") }
  }

  var all: [TestedOutput] { state.withLock(\.taken) }
}

extension OutputFolder {
  func change(to manifest: OutputManifest) -> ManifestChange { ManifestChange(from: previous, to: manifest) }
}

extension OutputFolder {
  /// The same of an array.
  @discardableResult
  func write(_ path: String, _ bytes: [UInt8]) throws(FileError) -> Int64? {
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(FileError) in
      try unsafe write(path, UnsafeRawBufferPointer(bytes))
    }
  }
}
