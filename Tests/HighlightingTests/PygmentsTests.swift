import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Highlighting

/// Highlighting beside Pygments, byte by byte, on the code of this repository, the blogs of `shared/`, and a folder of
/// one's own: `PRESSTIME_CODE=FOLDER`, with a folder in it for each language. `PRESSTIME_CODE_SHOW=swift` prints where one
/// language differs. Skipped where Python has no Pygments.
@Suite struct PygmentsTests {
  /// How Pygments calls a language, where the names differ.
  static let names = ["plain": "text", "jsx": "javascript", "tsx": "typescript", "console": "console"]
  /// Agreement that must hold, in percent of the bytes that are no blanks. The examples of Ruby are corner cases.
  static let least = 90.0

  static let isThere =
    (try? Shell.run("python3 -c 'import pygments'", in: Repository.root).status == 0) ?? false

  struct Text: Sendable {
    let language: String
    let code: String
    let name: String
  }

  @Test(.enabled(if: isThere, "Python has no Pygments"))
  func kindsAgree() throws {
    let shown = ProcessInfo.processInfo.environment["PRESSTIME_CODE_SHOW"]
    let texts = Self.texts().filter { shown == nil || $0.language == shown }
    let theirs = try Self.pygments(texts)
    var counts: [String: (same: Int, all: Int)] = [:]
    for (text, kinds) in zip(texts, theirs) {
      let code = Array(text.code.utf8)
      let ours = Self.kinds(code, text.language)
      let theirs = Array(kinds.utf8)
      guard theirs.count == ours.count else { continue }
      var different: [Int] = []
      for index in code.indices where code[index] > 0x20 && theirs[index] != UInt8(ascii: "*") {
        counts[text.language, default: (0, 0)].all += 1
        if Self.agree(ours[index], theirs[index]) {
          counts[text.language, default: (0, 0)].same += 1
        } else {
          different.append(index)
        }
      }
      if shown == text.language { Self.show(text, ours, theirs, different) }
    }
    for (language, count) in counts.sorted(by: { $0.key < $1.key }) {
      let share = 100 * Double(count.same) / Double(max(1, count.all))
      print("| \(language) | \(count.all) | \(String(format: "%.1f", share)) % |")
      if count.all > 2000, language != "ruby" {
        #expect(share > Self.least, "\(language) agrees in \(share) %")
      }
    }
    #expect(shown != nil || counts["swift"] != nil)
  }

  private static func agree(_ ours: UInt8, _ theirs: UInt8) -> Bool {
    ours == theirs || theirs == UInt8(ascii: "?")
  }

  private static func kinds(_ code: [UInt8], _ language: String) -> [UInt8] {
    var letters: [UInt8] = []
    for token in BuiltInLanguages.tokens(code, language) {
      let letter: Character =
        switch token.kind {
        case .comment: "c"
        case .string, .escape: "s"
        case .number: "n"
        case .keyword, .literal: "k"
        case .inserted: "i"
        case .deleted: "d"
        case .heading: "h"
        default: "o"
        }
      letters += [UInt8](repeating: letter.asciiValue ?? 0, count: token.end - letters.count)
    }
    return letters
  }

  /// The places where they differ, each with what is around it.
  private static func show(_ text: Text, _ ours: [UInt8], _ theirs: [UInt8], _ different: [Int]) {
    let code = Array(text.code.utf8)
    var shown = 0
    var last = -100
    for index in different where index > last {
      let (kind, other) = (ours[index], theirs[index])
      let end = different.drop { $0 < index }.reduce(index) { $1 <= $0 + 2 ? $1 : $0 } + 1
      last = end
      let before = String(decoding: code[max(0, index - 30)..<index], as: UTF8.self)
      let after = String(decoding: code[end..<min(code.count, end + 15)], as: UTF8.self)
      let word = String(decoding: code[index..<min(end, index + 60)], as: UTF8.self)
      print(
        "\(text.name) \(UnicodeScalar(kind))≠\(UnicodeScalar(other)) \(end - index): \((before + "⟦" + word + "⟧" + after).debugDescription)"
      )
      shown += 1
      if shown == 12 { break }
    }
  }

  // MARK: - Code

  private static func texts() -> [Text] {
    var texts: [Text] = []
    let root = Repository.root
    for (language, folder, suffix) in [
      ("swift", "Sources", ".swift"), ("c", "Sources", ".c"), ("css", "themes", ".css"),
      ("toml", "themes", ".toml"),
      ("javascript", "Sources", ".js"), ("markdown", "content", ".md"),
    ] {
      let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
      let paths = (names?.allObjects as? [String] ?? []).filter { $0.hasSuffix(suffix) }.sorted()
      for path in stride(from: 0, to: paths.count, by: max(1, paths.count / 20)).map({ paths[$0] }) {
        texts += text(language, root.appendingPathComponent(folder).appendingPathComponent(path))
      }
    }
    texts += text("makefile", root.appendingPathComponent("Makefile"))
    texts += blocks()
    guard let folder = ProcessInfo.processInfo.environment["PRESSTIME_CODE"] else { return texts }
    for language in BuiltInLanguages.files.map(\.name) {
      let folder = URL(fileURLWithPath: folder).appendingPathComponent(language)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names.sorted() { texts += text(language, folder.appendingPathComponent(name)) }
    }
    return texts
  }

  private static func text(_ language: String, _ file: URL) -> [Text] {
    guard let code = try? String(contentsOf: file, encoding: .utf8), !code.utf8.contains(0x0D),
      code.utf8.count < 60_000
    else { return [] }
    return [Text(language: language, code: code, name: file.lastPathComponent)]
  }

  /// The fenced code of real blogs.
  private static func blocks() -> [Text] {
    guard let root = SharedMaterial.root else { return [] }
    var texts: [Text] = []
    let folder = root.appendingPathComponent("corpora")
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    for name in names.sorted() where name.hasSuffix(".md") {
      guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8),
        !text.utf8.contains(0x0D)
      else { continue }
      for match in text.matches(of: /(?m)^```([a-z+]+)[^\n]*\n((?:(?!```)[^\n]*\n)+)```$/) {
        let language = String(match.1)
        guard let known = BuiltInLanguages.language(language), !known.isPlain else { continue }
        texts.append(Text(language: known.name, code: String(match.2), name: name))
      }
    }
    return texts
  }

  private static func pygments(_ texts: [Text]) throws -> [String] {
    let folder = try TemporaryFolder()
    let list = texts.map { [names[$0.language] ?? $0.language, $0.code] }
    try folder.write("texts.json", Array(try JSONSerialization.data(withJSONObject: list)))
    let script = Repository.root.appendingPathComponent("Tests/HighlightingTests/pygments-kinds.py").path
    let result = try Shell.run("python3 '\(script)' < texts.json > kinds.json", in: folder.url)
    #expect(result.errors == "")
    let data = try Data(contentsOf: folder.url.appendingPathComponent("kinds.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String])
  }
}
