import Diagnostics
import Importing

/// What an import has done, in words or in JSON.
struct ImportReport {
  private let imported: ImportedSite
  private let outcome: Import.Outcome
  private let site: OldSite
  private let folder: String

  init(_ imported: ImportedSite, _ outcome: Import.Outcome, site: OldSite, into folder: String) {
    self.imported = imported
    self.outcome = outcome
    self.site = site
    self.folder = folder
  }

  private var others: Int { imported.files.count - imported.posts - imported.pages }

  // MARK: - Text

  /// The list of what is not carried comes first, so that what counts stands at the end.
  func text(withPlaces: Bool) -> String {
    let groups = groups.map { text(of: $0, withPlaces) }
    var parts: [String] = []
    if !groups.isEmpty { parts.append("Not carried:\n\n" + groups.joined(separator: withPlaces ? "\n" : "")) }
    parts.append(summary)
    if !outcome.lowered.isEmpty { parts.append(lowered) }
    parts.append(end)
    return parts.joined(separator: "\n")
  }

  private func text(of group: [Finding], _ withPlaces: Bool) -> String {
    guard let first = group.first else { return "" }
    let files = Set(group.map(\.location.path)).count
    let times = BuildSummary.counted(group.count, "time")
    let count =
      files == group.count
      ? BuildSummary.counted(files, "file") : "\(times) in \(BuildSummary.counted(files, "file"))"
    var lines = ["  \(Self.printable(first.name)): \(count)"]
    if !first.advice.isEmpty { lines.append("    \(first.advice)") }
    if withPlaces { lines += group.map { "    \(Self.place($0.location))" } }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func place(_ location: Location) -> String {
    let path = printable(location.path)
    return location.line > 0 ? "\(path):\(location.line):\(location.column)" : path
  }

  /// Names of files and tags may hold anything; each stands on one line.
  private static func printable(_ text: String) -> String {
    TextReport.printable(text).replacing("\n", with: " ")
  }

  private var summary: String {
    let content = folder == "." ? "content" : folder + "/content"
    return """
      \(imported.generator.name), by `\(imported.mark)`: \(BuildSummary.counted(imported.posts, "post")), \
      \(BuildSummary.counted(imported.pages, "page")) and \(BuildSummary.counted(others, "other file")), copied to \(content)
      \(content)/site.toml says what they are

      """
  }

  private var lowered: String {
    let lines = outcome.lowered.map { lowering in
      "  \(lowering.code): \(BuildSummary.counted(lowering.problems, "problem")) in \(BuildSummary.counted(lowering.inFiles, "file"))\n"
    }
    return "Old texts have these, which site.toml lowers to warnings:\n" + lines.joined()
  }

  private var end: String {
    let site = folder == "." ? "" : " " + folder
    if outcome.errors.isEmpty { return "Next: presstime serve\(site)" }
    let count = outcome.errors.count
    return
      "\(BuildSummary.counted(count, "error")) \(count == 1 ? "is" : "are") left that no setting can lower; "
      + "`presstime check\(site)` shows what is to be mended"
  }

  /// Findings of one kind and name, in the order of kinds, the largest first.
  private var groups: [[Finding]] {
    var byName: [String: [Finding]] = [:]
    var names: [String] = []
    for finding in imported.findings {
      let key = finding.kind.rawValue + " " + finding.name
      if byName[key] == nil { names.append(key) }
      byName[key, default: []].append(finding)
    }
    let groups = names.compactMap { byName[$0] }
    let kinds = Finding.Kind.allCases
    return groups.enumerated().sorted { a, b in
      let (x, y) = (a.element.first?.kind, b.element.first?.kind)
      let (i, j) = (kinds.firstIndex { $0 == x } ?? 0, kinds.firstIndex { $0 == y } ?? 0)
      return (i, b.element.count, a.offset) < (j, a.element.count, b.offset)
    }.map { group in
      group.element.sorted {
        ($0.location.path, $0.location.line, $0.location.column) < (
          $1.location.path, $1.location.line, $1.location.column
        )
      }
    }
  }

  // MARK: - JSON

  /// `{generator, mark, posts, pages, files, lowered, notCarried, diagnostics}` on one line.
  var json: String {
    let lowered = outcome.lowered.map { lowering in
      "{\"code\":\(JSONReport.quoted(lowering.code)),\"problems\":\(lowering.problems),\"files\":\(lowering.inFiles)}"
    }
    let found = groups.joined().map(Self.json)
    return
      "{\"generator\":\(JSONReport.quoted(imported.generator.rawValue)),\"mark\":\(JSONReport.quoted(imported.mark)),"
      + "\"posts\":\(imported.posts),\"pages\":\(imported.pages),\"files\":\(others),"
      + "\"lowered\":[\(lowered.joined(separator: ","))],\"notCarried\":[\(found.joined(separator: ","))],"
      + "\"diagnostics\":\(JSONReport.json(of: outcome.errors))}"
  }

  private static func json(_ finding: Finding) -> String {
    let place = JSONReport.json(ofPlaces: [finding.location]).dropFirst(2).dropLast(2)
    return
      "{\"kind\":\(JSONReport.quoted(finding.kind.rawValue)),\"name\":\(JSONReport.quoted(finding.name)),"
      + "\"advice\":\(JSONReport.quoted(finding.advice)),\(place)}"
  }
}
