import Foundation
import TestSupport
import Testing

/// Whole commands on whole small sites: `Tests/Scenarios/*.txt`.
@Suite struct ScenarioTests {
  static let files: [String] = {
    let folder = Repository.root.appendingPathComponent("Tests/Scenarios").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  @Test(arguments: files)
  func commandsPrintWhatIsWritten(_ name: String) throws {
    let scenario = try Scenario(contentsOf: Repository.root.appendingPathComponent("Tests/Scenarios/\(name)"))
    for problem in try scenario.run() { Issue.record(Comment(rawValue: problem)) }
  }

  @Test func thereAreScenarios() {
    #expect(Self.files.count > 10)
  }
}
