import Diagnostics
import Digests
package import Files
import Images
import Models
import TemplateEngine

/// How an output differs from what a build from nothing makes.
package struct VerifiedSite: Sendable {
  /// Files that were compared.
  package internal(set) var files = 0
  /// One sentence each, in the order of the plan.
  package internal(set) var differences: [String] = []
  /// What was found wrong with files, before the site's severities.
  var problems: [Diagnostic] = []
}

extension SitePlan {
  /// Makes every page and file again, and compares each byte with what lies in the output.
  package func compared(with output: OutputFolder) -> VerifiedSite {
    let found = Parallel.map(
      pages.count + files.count, jobs: checked.loaded.options.jobs, by: { placeOfWork(on: $0) }
    ) { index -> (difference: String?, problem: Diagnostic?) in
      if index < pages.count {
        return (difference(pages[index].path.file, render(pages[index]).bytes, output), nil)
      }
      let file = files[index - pages.count]
      switch file.content {
      case .bytes(let bytes): return (difference(file.output, bytes, output), nil)
      case .derived(let picture):
        let (bytes, problem) = self.made(picture)
        guard let bytes else { return ("\(file.shownAs) can't be made", problem) }
        return (difference(file.output, bytes, output), problem)
      case .photograph(let path):
        guard let bytes = try? FileSystem.read(path) else { return ("\(file.shownAs) can't be read", nil) }
        return (difference(file.output, StrippedPicture.bytes(bytes), output), nil)
      case .disk(let path):
        guard let bytes = try? FileSystem.read(path) else { return ("\(file.shownAs) can't be read", nil) }
        return (difference(file.output, bytes, output), nil)
      }
    }
    var result = VerifiedSite(
      files: found.count, differences: found.compactMap(\.difference), problems: found.compactMap(\.problem))
    let made = Set(pages.map(\.path.file) + files.map(\.output))
    for path in output.previous.paths where !made.contains(path) {
      result.differences.append("\(path) is there, and a build from nothing does not make it")
    }
    return result
  }

  private func difference(_ path: String, _ bytes: [UInt8], _ output: OutputFolder) -> String? {
    guard let there = try? output.read(path) else { return "\(path) is not there" }
    if there == bytes { return nil }
    let same = zip(there, bytes).prefix { $0 == $1 }.count
    return "\(path) differs from byte \(same) on: it has \(there.count) bytes, and should have \(bytes.count)"
  }
}
