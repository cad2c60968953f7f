import Testing
import TestSupport

@testable import Files

/// Random sites, one after the other in one folder, against a model of what has to be there.
@Suite struct RandomOutputTests {
  /// Sites whose files and folders often have one another's names.
  private static func site(_ random: inout SeededGenerator) -> [String: String] {
    var site: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...10, using: &random) {
      let depth = Int.random(in: 1...3, using: &random)
      let path = (0..<depth).map { _ in ["a", "b", "c", "d"].randomElement(using: &random) ?? "a" }
        .joined(separator: "/")
      if isInTheWay(path, of: site.keys) { continue }
      site[path] = String(Int.random(in: 0...2, using: &random))
    }
    return site
  }

  /// Whether a file can't be there beside the others, because one would lie in the other.
  private static func isInTheWay(_ path: String, of others: some Sequence<String>) -> Bool {
    others.contains { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
  }

  @Test(arguments: 0..<30) func aFolderIsWhatTheModelSays(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var output = try TestedOutput()
    var site: [String: String]?
    var foreign: [String: String] = [:]
    for _ in 0..<12 {
      if let site, Bool.random(using: &random) {
        let path = Self.site(&random).keys.first ?? "own"
        if site[path] == nil, foreign[path] == nil,
          !Self.isInTheWay(path, of: Array(site.keys) + foreign.keys)
        {
          foreign[path] = "mine"
          try output.folder.write("public/" + path, text: "mine")
        }
      }
      let next = Self.site(&random)
      let before = (site ?? [:]).merging(foreign) { own, _ in own }
      let isRefused = next.keys.contains { Self.isInTheWay($0, of: foreign.keys) }
      let after = isRefused ? before : next.merging(foreign) { own, _ in own }
      let atomically = Bool.random(using: &random)
      let keeps = Bool.random(using: &random)
      let canExchange = atomically || Bool.random(using: &random)
      let moments = Snapshots(of: output, at: Int.random(in: 0..<40, using: &random))
      let isKilled = site != nil && Bool.random(using: &random)
      do {
        try output.build(
          next, keeping: { _ in keeps }, atomically: atomically, canExchange: canExchange,
          step: { if isKilled { moments.take() } })
        #expect(!isRefused)
      } catch { #expect(isRefused, "\(error)") }
      #expect(output.files == after, "\(before) to \(next)")
      #expect(output.isTidy)
      guard let moment = moments.all.first else {
        if !isRefused { (site, foreign) = (next, foreign.filter { next[$0.key] == nil }) }
        continue
      }
      if atomically { #expect(moment.files == before || moment.files == after) }
      try moment.finish()
      #expect(moment.files == before || moment.files == after)
      if moment.manifest == TestedOutput.manifest(next), !isRefused {
        (site, foreign) = (next, foreign.filter { next[$0.key] == nil })
      }
      output = moment
    }
  }
}
