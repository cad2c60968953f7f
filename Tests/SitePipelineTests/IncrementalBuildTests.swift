import Diagnostics
import Files
import Foundation
import SiteTestSupport
import TestSupport
import Testing

@testable import SitePipeline

/// A build that keeps what has not changed must end as a build from nothing does.
@Suite struct IncrementalBuildTests {
  /// Edits of each site; `make test-edits` makes thousands.
  static let edits = ProcessInfo.processInfo.environment["PRESSTIME_EDITS"].flatMap { Int($0) } ?? 12

  @Test(arguments: 0..<8) func aBuildAfterAnyEditEqualsABuildFromNothing(seed: Int) throws {
    let site = try EditedSite(seed: UInt64(100 + seed), isLenient: true, isMultilingual: seed % 2 == 1)
    defer { site.remove() }
    let outputs = try BuiltOutputs()
    defer { outputs.remove() }
    var succeeded = 0
    var errors: [String: Int] = [:]
    for step in 0..<Self.edits {
      if step > 0 { _ = try site.edit() }
      var options = site.options
      options.trustsTimes = step % 3 > 0
      let report = try outputs.build(options, "seed \(seed), step \(step)")
      if report.succeeded { succeeded += 1 }
      for problem in report.diagnostics where problem.severity == .error {
        errors[problem.message, default: 0] += 1
      }
    }
    // Otherwise little was tried.
    #expect(succeeded > Self.edits / 2, "\(errors)")
  }
}

/// One folder that is built again and again, and one that is built from nothing each time.
private final class BuiltOutputs {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "presstime-\(UUID().uuidString)")
  private var before = OutputManifest()

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Builds into both, and expects them to be the same, and what differs from the last build to have been rendered.
  func build(_ options: BuildOptions, _ what: String) throws -> BuildReport {
    let kept = folder.appendingPathComponent("kept").path
    let clean = folder.appendingPathComponent("clean").path
    try? FileManager.default.removeItem(atPath: clean)
    let checked = SiteBuild(options).check(kept)
    let report = try SiteBuild(options).build(to: kept)
    let expected = try SiteBuild(options).build(to: clean, usingCache: false)
    #expect(report.diagnostics == expected.diagnostics, "\(what)")
    #expect(checked.diagnostics == expected.diagnostics, "\(what)")
    #expect(report.succeeded == expected.succeeded, "\(what)")
    guard report.succeeded else { return report }
    #expect(report.bytes == expected.bytes, "\(what)")
    #expect(report.pages.planned == report.pages.rendered + report.pages.kept, "\(what)")
    let (here, there) = (try files(kept), try files(clean))
    #expect(Set(here.keys) == Set(there.keys), "\(what)")
    for (path, bytes) in here { #expect(bytes == there[path], "\(what): \(path)") }
    let manifest = try #require(OutputManifest(Array(here[OutputFolder.marker] ?? Data())))
    let changed = manifest.paths.count { path in
      let file = manifest.file(at: path)
      return file?.key != nil && before.file(at: path)?.digest != file?.digest
    }
    #expect(changed <= report.pages.rendered, "\(what)")
    before = manifest
    return report
  }

  private func files(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let url = URL(fileURLWithPath: folder + "/" + name)
      if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        files[name] = try Data(contentsOf: url)
      }
    }
    return files
  }
}
