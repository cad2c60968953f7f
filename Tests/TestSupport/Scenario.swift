public import Foundation

/// A small site and commands on it, in one text file; `Tests/README.md` describes the format.
public struct Scenario: Sendable {
  /// A command, and what it is expected to print.
  struct Step: Sendable {
    var command: String
    var output: [String]
    /// Lines of the file that belong to it: the command's and those of its output.
    var lines: Range<Int>
  }

  let file: URL
  private let lines: [String]
  let steps: [Step]
  /// The files of its site.
  package let files: [(path: String, text: String)]

  /// Reads a scenario file.
  public init(contentsOf file: URL) throws {
    self.file = file
    lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var steps: [Step] = []
    var files: [(path: String, text: [String])] = []
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("-- "), line.hasSuffix(" --") {
        files.append((String(line.dropFirst(3).dropLast(3)), []))
      } else if !files.isEmpty {
        files[files.count - 1].text.append(line)
      } else if line.hasPrefix("$ ") {
        steps.append(Step(command: String(line.dropFirst(2)), output: [], lines: number..<number + 1))
      } else if let last = steps.indices.last, Self.isOutput(line), steps[last].lines.upperBound == number {
        steps[last].output.append(line)
        steps[last].lines = steps[last].lines.lowerBound..<number + 1
      }
    }
    self.steps = steps
    self.files = files.map { file in
      let text = file.text.joined(separator: "\n")
      return (file.path, text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
    }
  }

  private static func isOutput(_ line: String) -> Bool {
    line.hasPrefix("1|") || line.hasPrefix("2|") || line.hasPrefix("? ")
  }

  /// Runs every command in a new folder; what differs from what is written, in words.
  public func run() throws -> [String] {
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file.path, Array(file.text.utf8)) }
    var outputs: [[String]] = []
    for step in steps { outputs.append(try Self.output(of: step.command, in: folder)) }
    if Recording.isOn { try record(outputs) }
    return zip(steps, outputs).filter { $0.output != $1 }.map { step, output in
      "\(file.lastPathComponent): `\(step.command)` printed\n" + output.joined(separator: "\n")
        + "\ninstead of\n"
        + step.output.joined(separator: "\n")
    }
  }

  /// Writes the file anew with what the commands printed.
  private func record(_ outputs: [[String]]) throws {
    var recorded: [String] = []
    var position = 0
    for (step, output) in zip(steps, outputs) {
      recorded += lines[position...step.lines.lowerBound] + output
      position = step.lines.upperBound
    }
    recorded += lines[position...]
    try recorded.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  }

  /// What a command prints, a line each with `1|` or `2|` before it, then `? N` for an exit code that is not 0.
  private static func output(of command: String, in folder: TemporaryFolder) throws -> [String] {
    let result = try Shell.run(command, in: folder.url)
    var lines = marked(result.output, "1|", folder) + marked(result.errors, "2|", folder)
    if result.status != 0 { lines.append("? \(result.status)") }
    return lines
  }

  private static func marked(_ text: String, _ mark: String, _ folder: TemporaryFolder) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines = text.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines.map { line in
      let plain = line.replacing(folder.url.path, with: "SITE").replacing(
        /in \d+ ms|in \d+\.\d\d s/, with: "in TIME"
      )
      .replacing(/"seconds":\d+\.\d\d/, with: "\"seconds\":TIME")
      // What changes with each word of the default theme.
      .replacing(/\d+(\.\d\d)? (B|kB|MB),/, with: "SIZE,").replacing(
        /"bytes":[1-9]\d*/, with: "\"bytes\":SIZE"
      )
      .replacing(/(style|docs|search)\.[0-9a-f]{8}\.(css|js)/, with: { "\($0.output.1).HASH.\($0.output.2)" })
      return plain.isEmpty ? mark : mark + " " + plain
    }
  }
}
