import Foundation
import TestSupport
import Testing

/// The examples of `content/diagnostics/` are run: each page's files must give the report that the page shows.
@Suite struct ManualTests {
  static let pages: [String] = {
    let folder = Repository.root.appendingPathComponent("content/diagnostics").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".md") && $0 != "index.md" }.sorted()
  }()

  @Test(arguments: pages)
  func examplesPrintTheirReports(_ name: String) throws {
    let url = Repository.root.appendingPathComponent("content/diagnostics/\(name)")
    let page = try String(contentsOf: url, encoding: .utf8)
    let example = ManualExample(page)
    guard !example.reports.isEmpty else { return }
    let folder = try TemporaryFolder()
    if !example.files.contains(where: { $0.path == "content/site.toml" }) {
      try folder.write(
        "content/site.toml", Array("title = \"Example\"\nurl = \"https://example.com/\"\n".utf8))
    }
    for file in example.files { try folder.write(file.path, Array(file.text.utf8)) }
    let result = try Shell.run("presstime check", in: folder.url)
    if Recording.isOn {
      try example.recorded(result.errors, code: String(name.dropLast(3)), in: page, at: url)
    }
    for report in example.reports {
      #expect(
        result.errors.contains(report), "\(name) shows\n\(report)\nbut the program prints\n\(result.errors)")
    }
  }
}

/// The fenced blocks of a page: files, whose info string's second word is a path, and `text report` blocks.
struct ManualExample {
  private(set) var files: [(path: String, text: String)] = []
  private(set) var reports: [String] = []

  init(_ page: String) {
    var fence: (mark: String, words: [Substring], lines: [Substring])?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = fence {
        if line == open.mark {
          add(open.words, open.lines)
          fence = nil
        } else {
          fence?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        let mark = String(line.prefix { $0 == "`" })
        fence = (mark, line.dropFirst(mark.count).split(separator: " "), [])
      }
    }
  }

  /// Writes the page anew with what the program prints of its code, when that is not what it shows.
  func recorded(_ printed: String, code: String, in page: String, at url: URL) throws {
    guard reports.count == 1, let shown = reports.first, !printed.contains(shown) else { return }
    let parts = printed.components(separatedBy: "\n\n")
    guard let found = parts.first(where: { $0.contains("[\(code)]:") }) else { return }
    let marked = "```text report\n"
    try page.replacing(marked + shown, with: marked + found).write(to: url, atomically: true, encoding: .utf8)
  }

  private mutating func add(_ words: [Substring], _ lines: [Substring]) {
    guard words.count >= 2 else { return }
    let text = lines.joined(separator: "\n")
    if words[1] == "report" {
      reports.append(text)
    } else if words[1].contains("/") {
      files.append((String(words[1]), text + "\n"))
    }
  }
}
