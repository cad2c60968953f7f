import Diagnostics
import Foundation
import TestSupport

@testable import Highlighting

/// The languages of `themes/default/languages/`, as they lie there now.
enum BuiltInLanguages {
  static let files: [Languages.File] = {
    let folder = Repository.root.appendingPathComponent("themes/default/languages")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".toml") }.sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { return nil }
      let source = SourceFile(path: "languages/\(name)", bytes: Array(data))
      return Languages.File(name: String(name.dropLast(5)), source: source, isBuiltIn: false)
    }
  }()

  static let all = Languages(files)

  static func language(_ name: String) -> Language? {
    if case .language(let language) = all.find(name) { language } else { nil }
  }

  static func tokens(_ code: [UInt8], _ name: String) -> [CodeToken] {
    language(name).map { all.tokens(code, in: $0) } ?? []
  }
}

/// One language made of a description.
func languages(_ text: String) -> Languages {
  Languages([
    Languages.File(name: "mine", source: SourceFile(path: "mine.toml", text: text), isBuiltIn: false)
  ])
}

/// Code with its runs in brackets: `[k:let] x = [n:1]`.
func bracketed(_ code: String, _ language: String, in languages: Languages = BuiltInLanguages.all) -> String {
  guard case .language(let found) = languages.find(language) else { return "?" }
  let bytes = Array(code.utf8)
  var result = ""
  var start = 0
  for token in languages.tokens(bytes, in: found) {
    let text = String(decoding: bytes[start..<token.end], as: UTF8.self)
    result += token.kind == .plain ? text : "[\(token.kind.className):\(text)]"
    start = token.end
  }
  return result
}
