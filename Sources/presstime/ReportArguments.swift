import ArgumentParser
import Diagnostics
import Files

/// The forms that problems are printed in.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  /// For people, on standard error.
  case text
  /// One object with the summary and the problems.
  case json
  /// For code hosts and editors.
  case sarif
  /// Commands that GitHub Actions turns into annotations.
  case github
  /// One line each, as compilers print them.
  case line
}

/// How the problems of a site are printed.
struct ReportArguments: ParsableArguments {
  @Option(help: "The form in which problems are printed; all but text go to standard output. (default: text)")
  var format: ReportFormat?

  @Flag(help: "Print one JSON object, diagnostics included, instead of text; the same as --format json.")
  var json = false

  func validate() throws {
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) say different things; give one")
    }
  }

  var chosen: ReportFormat { json ? .json : format ?? .text }

  /// Whether standard output is one document, and standard error is kept for what else goes wrong.
  var isDocument: Bool { chosen == .json || chosen == .sarif }

  /// Prints problems in every form but JSON, where they are part of the summary.
  func print(_ diagnostics: [Diagnostic], of site: SiteArguments) {
    switch chosen {
    case .text: Console.report(diagnostics)
    case .json: break
    case .sarif:
      let report = SARIFReport(
        version: Version.text, manual: Manual.address, paths: RepositoryRoot.spelling(of: site.folder))
      Console.print(report.json(of: diagnostics))
    case .github:
      let paths = RepositoryRoot.spelling(of: site.folder)
      Console.print(GitHubReport.text(of: diagnostics, paths: paths), terminator: "")
    case .line:
      let paths = PathSpelling(prefix: site.path(""))
      Console.print(LineReport.text(of: diagnostics, paths: paths), terminator: "")
    }
  }

  /// Prints how a run has ended, where it is not in the way of a program that reads the problems.
  func printSummary(_ text: String) {
    switch chosen {
    case .text: Console.print(text)
    case .github, .line: Console.printError(text)
    case .json, .sarif: break
    }
  }
}

/// Where the paths begin that code hosts know: the site may be a folder of a larger repository.
enum RepositoryRoot {
  /// From `GITHUB_WORKSPACE` if the site is in it, else from the nearest folder that holds `.git`, else from the site.
  static func spelling(of site: String) -> PathSpelling {
    let folder = FileSystem.realPath(site)
    let workspace =
      (ProcessEnvironment.value("GITHUB_WORKSPACE") ?? "").isEmpty
      ? nil : ProcessEnvironment.value("GITHUB_WORKSPACE").map { FileSystem.realPath($0) }
    let root = workspace.flatMap { FileSystem.isInside(folder, $0) ? $0 : nil } ?? repository(around: folder)
    guard let root, FileSystem.isInside(folder, root) else { return PathSpelling(prefix: "") }
    let rest = folder.dropFirst(root.count).drop { $0 == "/" }
    return PathSpelling(prefix: rest.isEmpty ? "" : rest + "/")
  }

  private static func repository(around folder: String) -> String? {
    var path = Substring(folder)
    while !path.isEmpty {
      if FileSystem.kind(path + "/.git") != nil { return String(path) }
      path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }
    return nil
  }
}
