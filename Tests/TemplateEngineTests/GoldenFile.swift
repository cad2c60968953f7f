import Foundation

/// A text file of cases: `=== name`, the files of a theme each behind `--- path`, and what is expected
/// behind `==>`.
///
/// With `PRESSTIME_RECORD=1` in the environment the expected parts are written anew.
struct GoldenFile {
  struct Case {
    let name: String
    let files: [(path: String, text: String)]
    let expected: String
  }

  static var isRecording: Bool { ProcessInfo.processInfo.environment["PRESSTIME_RECORD"] == "1" }

  let url: URL
  let cases: [Case]

  /// `name` is below the folder `Golden` beside this file.
  init(_ name: String, source: String = #filePath) throws {
    url = URL(fileURLWithPath: source).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    cases = text.components(separatedBy: "\n=== ").dropFirst().map(Self.read)
  }

  private static func read(_ text: String) -> Case {
    var lines = text.components(separatedBy: "\n")
    let name = lines.removeFirst()
    var files: [(path: String, lines: [String])] = []
    var expected: [String] = []
    var isExpected = false
    for line in lines {
      if isExpected {
        expected.append(line)
      } else if line == "==>" {
        isExpected = true
      } else if line.hasPrefix("--- ") {
        files.append((String(line.dropFirst(4)), []))
      } else if files.isEmpty {
        files.append(("routes/index.html", [line]))
      } else {
        files[files.count - 1].lines.append(line)
      }
    }
    while expected.last == "" { expected.removeLast() }
    return Case(
      name: name, files: files.map { ($0.path, $0.lines.joined(separator: "\n")) },
      expected: expected.joined(separator: "\n"))
  }

  /// Writes the file with what each case gives now.
  func record(head: String, _ actual: [String]) throws {
    var text = head + "\n"
    for (sample, result) in zip(cases, actual) {
      text += "\n=== \(sample.name)\n"
      for (path, source) in sample.files {
        if path != "routes/index.html" || sample.files.count > 1 { text += "--- \(path)\n" }
        text += source + "\n"
      }
      text += "==>\n\(result)\n"
    }
    try text.write(to: url, atomically: true, encoding: .utf8)
  }
}
