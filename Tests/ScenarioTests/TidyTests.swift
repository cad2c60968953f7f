import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SitePipeline
@testable import TemplateEngine

/// The rules of the house, held against the sources.
@Suite struct TidyTests {
  /// What each target may import of the others; `Sources/README.md` says why.
  static let imports: [String: Set<String>] = [
    "presstime": [
      "PreviewServer", "SitePipeline", "DataSources", "Interchange", "Importing", "Files", "Models",
      "Diagnostics",
    ],
    "PreviewServer": [
      "CPreviewClient", "CZlib", "SitePipeline", "TemplateEngine", "MarkdownEngine", "DataSources", "Files",
      "Models", "Digests", "Diagnostics",
      "NIOCore", "NIOPosix",
      "NIOHTTP1",
    ],
    "SitePipeline": [
      "TemplateEngine", "MarkdownEngine", "Highlighting", "DataSources", "Interchange", "DefaultTheme",
      "Images",
      "Files", "Models", "DataFormats", "Digests",
      "Diagnostics",
    ],
    "Images": ["CVips"],
    "TemplateEngine": ["Models", "Digests", "Diagnostics"],
    "DataSources": ["CCurl", "Files", "Models", "DataFormats", "Digests", "Diagnostics"],
    "Interchange": ["Models", "Diagnostics"],
    "Importing": ["Files", "Models", "DataFormats", "Diagnostics"],
    "MarkdownEngine": ["CCmarkGFM", "Models", "Diagnostics"],
    "Highlighting": ["DataFormats", "Digests", "Diagnostics"],
    "Models": ["DataFormats", "Digests", "Diagnostics"],
    "DataFormats": ["CYAML", "CTOML", "Diagnostics"],
    "Files": ["CFileExchange", "CHeap", "CProgramIdentity", "Digests", "Diagnostics"],
    "Digests": ["CXXHash"],
    "DefaultTheme": ["CDefaultTheme"],
    "Diagnostics": ["Digests"],
    "presstime-bench": ["DefaultTheme", "Files", "Diagnostics"],
  ]
  /// Modules of the system that any target may import.
  static let systemModules: Set<String> = ["Glibc", "Musl", "Darwin", "Dispatch", "Synchronization", "Swift"]

  struct Source: Sendable {
    let path: String
    let target: String
    let lines: [String]
  }

  static let sources: [Source] = {
    let root = Repository.root.appendingPathComponent("Sources")
    let names = (FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String]) ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8) else {
        return nil
      }
      let target = String(name.prefix { $0 != "/" })
      return Source(path: name, target: target, lines: text.components(separatedBy: "\n"))
    }
  }()

  @Test func importsGoDownOnly() {
    #expect(Self.sources.count > 80)
    for source in Self.sources {
      for line in source.lines {
        guard let match = line.firstMatch(of: /^(?:@\S+ )*(?:package |public )?import (\w+)/) else {
          continue
        }
        let module = String(match.1)
        if Self.systemModules.contains(module)
          || (source.target.hasPrefix("presstime") && module == "ArgumentParser")
        {
          continue
        }
        let allowed = Self.imports[source.target] ?? []
        #expect(allowed.contains(module), "\(source.path) imports \(module)")
      }
    }
  }

  @Test func filesAndFunctionsStayShort() {
    for source in Self.sources {
      #expect(source.lines.count <= 450, "\(source.path) has \(source.lines.count) lines: is it one idea?")
      var start: (line: Int, indent: String)?
      for (number, line) in source.lines.enumerated() {
        let indent = String(line.prefix { $0 == " " })
        if line.contains(/^\s*(\w+ )*(func|init)\b.*\{$/) { start = (number, indent) }
        guard let open = start, line == open.indent + "}" else { continue }
        #expect(number - open.line <= 80, "\(source.path):\(open.line + 1) is a long function")
        start = nil
      }
    }
  }

  @Test func namesSayWhatThingsAre() {
    for source in Self.sources {
      for word in ["Utils", "Helper", "Manager", "Common", "Misc"] {
        #expect(!source.path.contains(word), "\(source.path) has a name that says nothing")
      }
      for (number, line) in source.lines.enumerated() {
        #expect(
          !line.contains(/try!|fatalError\(|\bas! |precondition\(|TODO|FIXME/),
          "\(source.path):\(number + 1) can trap")
      }
    }
  }

  // MARK: - Diagnostics

  /// Codes as the sources declare them.
  static let declaredCodes: Set<String> = {
    var codes: Set<String> = []
    for source in sources {
      for line in source.lines {
        if let match = line.firstMatch(of: /= DiagnosticCode\("([a-z0-9.-]+)"/) {
          codes.insert(String(match.1))
        }
      }
    }
    return codes
  }()

  @Test func theCatalogHoldsEveryCode() {
    let names = DiagnosticCatalog.all.map(\.name)
    #expect(Set(names) == Self.declaredCodes)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
  }

  @Test func everyCodeHasAPageInTheManual() throws {
    let index = try String(
      contentsOf: Repository.root.appendingPathComponent("content/diagnostics/index.md"), encoding: .utf8)
    for code in DiagnosticCatalog.all {
      let page = Repository.root.appendingPathComponent("content/diagnostics/\(code.name).md")
      let text = try? String(contentsOf: page, encoding: .utf8)
      let shown = try #require(text, "content/diagnostics/\(code.name).md is missing")
      #expect(shown.contains("title: \(code.name)\n"))
      #expect(index.contains("(\(code.name).md)"), "content/diagnostics/index.md lacks \(code.name)")
      #expect(shown.contains("severity: \(code.severity.rawValue)\n"), "\(code.name) says another severity")
    }
    for page in ManualTests.pages {
      #expect(
        Self.declaredCodes.contains(String(page.dropLast(3))), "\(page) describes a code that does not exist")
    }
  }

  /// A code counts as tested when a test names it, or its page's example is run.
  @Test func everyCodeIsTested() throws {
    var tested = ""
    let tests = Repository.root.appendingPathComponent("Tests")
    for case let name as String in FileManager.default.enumerator(atPath: tests.path) ?? .init()
    where name.hasSuffix(".swift") || name.hasSuffix(".txt") {
      tested += try String(contentsOf: tests.appendingPathComponent(name), encoding: .utf8)
    }
    for code in DiagnosticCatalog.all
    where !tested.contains("[\(code.name)]") && !tested.contains("\"\(code.name)\"") {
      let page = Repository.root.appendingPathComponent("content/diagnostics/\(code.name).md")
      let example = ManualExample((try? String(contentsOf: page, encoding: .utf8)) ?? "")
      let isShown = example.reports.contains { $0.contains("[\(code.name)]") }
      #expect(isShown, "no test reports \(code.name)")
    }
  }

  // MARK: - Lists that must agree

  @Test func theProgramNamesTheAddressOfTheManual() throws {
    let settings = try String(
      contentsOf: Repository.root.appendingPathComponent("content/site.toml"), encoding: .utf8)
    let url = try #require(settings.firstMatch(of: /url = "([^"]+)"/)?.1)
    let program = try #require(Self.sources.first { $0.path == "presstime/Presstime.swift" })
    #expect(program.lines.contains("  static let address = \"\(url)\""))
  }

  @Test func theBinaryCarriesTheWholeTheme() throws {
    let list = try String(
      contentsOf: Repository.root.appendingPathComponent("Sources/CDefaultTheme/files.h"), encoding: .utf8)
    let root = Repository.root.appendingPathComponent("themes/default")
    var files: Set<String> = []
    for case let name as String in FileManager.default.enumerator(atPath: root.path) ?? .init() {
      let file = root.appendingPathComponent(name)
      if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { files.insert(name) }
    }
    let embedded = Set(list.matches(of: /\{"([^"]+)", file_/).map { String($0.1) })
    #expect(embedded == files, "run `make theme-list`")
  }

  @Test func theManualListsEveryFilter() throws {
    let page = try String(
      contentsOf: Repository.root.appendingPathComponent("content/docs/templates.md"), encoding: .utf8)
    let listed = Set(page.matches(of: /(?m)^\| `([A-Za-z_]+)/).map { String($0.1) })
    for name in FilterTable.names {
      #expect(listed.contains(name), "content/docs/templates.md lacks `\(name)`")
    }
  }
}
