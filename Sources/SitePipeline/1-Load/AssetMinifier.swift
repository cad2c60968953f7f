package import Diagnostics
import Files
import Models
import Synchronization

/// Makes stylesheets and scripts smaller with the program that the site names.
struct AssetMinifier {
  private let tool: MinifySettings.Tool

  /// The one that the site wants; nothing when it wants none, or it is not there, which is reported.
  static func find(_ config: SiteConfig, _ diagnostics: inout [Diagnostic]) -> AssetMinifier? {
    guard let tool = config.minify.tool else { return nil }
    if version(of: tool) != nil { return AssetMinifier(tool: tool) }
    diagnostics.append(
      Diagnostic(
        .assetNoMinifier, "`\(tool.rawValue)` is not on this machine, or can't be run",
        at: config.minify.toolSpan.map { Location(config.source, $0) }, label: "wanted here",
        help: [
          "install it: `apt-get install esbuild`, `brew install esbuild` or `npm install --global esbuild`; or remove this line"
        ]))
    return nil
  }

  private static let versions = Mutex<[MinifySettings.Tool: String]>([:])

  /// What the program says of itself, asked once; nothing when it is not there.
  static func version(of tool: MinifySettings.Tool) -> String? {
    if let known = versions.withLock({ $0[tool] }) { return known }
    guard let result = try? ChildProgram.run(tool.rawValue, ["--version"]), result.status == 0 else {
      return nil
    }
    let version = String(decoding: result.output.prefix { $0 != 0x0A }, as: UTF8.self)
    versions.withLock { $0[tool] = version }
    return version
  }

  /// The bytes of an asset, smaller if it is a stylesheet or a script. `bytes` have the lines of `file`. After an error they
  /// are as they were.
  func minified(_ bytes: [UInt8], of file: ThemeFile) -> (bytes: [UInt8], diagnostics: [Diagnostic]) {
    guard let loader = Self.loaders[FilePath.suffix(of: file.path)] else { return (bytes, []) }
    let arguments = [
      "--minify", "--charset=utf8", "--loader=\(loader)", "--color=false", "--log-level=warning",
      "--log-limit=0",
    ]
    do {
      guard let result = try ChildProgram.run(tool.rawValue, arguments, input: bytes) else {
        return (bytes, [refusal("`\(tool.rawValue)` is gone", file)])
      }
      var found = ToolMessages.read(result.errors).map { $0.diagnostic(in: file) }
      if result.status != 0, !found.contains(where: { $0.severity == .error }) {
        found.append(refusal("`\(tool.rawValue)` ended with \(result.status)", file))
      }
      return (result.status == 0 ? result.output : bytes, found)
    } catch {
      return (bytes, [refusal("`\(tool.rawValue)` can't be run: \(error.reason)", file)])
    }
  }

  private static let loaders = ["css": "css", "js": "js", "mjs": "js"]

  private func refusal(_ message: String, _ file: ThemeFile) -> Diagnostic {
    Diagnostic(
      .assetRefused, message, at: Location(path: file.shownAs),
      help: ["try again; or remove `assets` from `[minify]` in `site.toml`"])
  }
}

/// What esbuild prints of a text that it finds fault with.
struct ToolMessages {
  let isError: Bool
  let text: String
  /// From 1; 0 for what lies nowhere.
  var line = 0
  /// In bytes, from 0.
  var column = 0

  /// `✘ [ERROR] …` or `▲ [WARNING] …`, then a line with the place: `<stdin>:1:15:`.
  static func read(_ output: [UInt8]) -> [ToolMessages] {
    var messages: [ToolMessages] = []
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      if let text = rest(of: line, behind: "[ERROR] ") {
        messages.append(ToolMessages(isError: true, text: text))
      } else if let text = rest(of: line, behind: "[WARNING] ") {
        messages.append(ToolMessages(isError: false, text: text))
      } else if let place = rest(of: line, behind: "<stdin>:"), let last = messages.indices.last,
        messages[last].line == 0
      {
        let numbers = place.split(separator: ":").prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else { continue }
        (messages[last].line, messages[last].column) = (numbers[0], numbers[1])
      }
    }
    return messages
  }

  private static func rest(of line: Substring, behind mark: String) -> String? {
    guard let range = line.firstRange(of: mark) else { return nil }
    // Nothing but a sign stands before it; else it is a line of the text itself.
    guard line[..<range.lowerBound].allSatisfy({ $0 == " " || !$0.isASCII }) else { return nil }
    return String(line[range.upperBound...])
  }

  func diagnostic(in file: ThemeFile) -> Diagnostic {
    Diagnostic(
      isError ? .assetRefused : .assetDoubtful, text, at: place(in: file),
      help: isError ? ["mend it, or remove `assets` from `[minify]` in `site.toml`"] : [])
  }

  private func place(in file: ThemeFile) -> Location {
    guard line > 0 else { return Location(path: file.shownAs) }
    var start = 0
    for _ in 1..<line {
      guard let end = file.bytes[start...].firstIndex(of: 0x0A) else { return Location(path: file.shownAs) }
      start = end + 1
    }
    let end = file.bytes[start...].firstIndex(of: 0x0A) ?? file.bytes.count
    let offset = min(start + max(0, column), end)
    return file.location(of: Span(offset, min(offset + 1, end)))
  }
}

extension DiagnosticCode {
  /// The program that `[minify]` names is not there.
  package static let assetNoMinifier = DiagnosticCode("asset.no-minifier")
  /// The program that makes assets smaller can't read one.
  package static let assetRefused = DiagnosticCode("asset.refused")
  /// The program that makes assets smaller warns of something in one.
  package static let assetDoubtful = DiagnosticCode("asset.doubtful", .warning)
}
