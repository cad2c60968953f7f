package import Diagnostics
import Models
import TemplateEngine

/// A theme in one text, as the fuzzer makes them, and what must hold of every theme.
///
/// Files stand behind lines like `--- components/Card.html`; what stands before the first is `routes/index.html`.
package struct TemplateCase {
  package let files: [String: SourceFile]

  package init(_ bytes: [UInt8]) {
    var files: [String: SourceFile] = [:]
    var path = "routes/index.html"
    var text: [UInt8] = []
    func end() { if !text.isEmpty || files.isEmpty { files[path] = SourceFile(path: path, bytes: text) } }
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: "--- ".utf8), let next = Self.path(line.dropFirst(4)) {
        // The line break before a mark is the mark's.
        if text.last == 0x0A { text.removeLast() }
        end()
        (path, text) = (next, [])
      } else {
        text += line
        text.append(0x0A)
      }
    }
    if text.last == 0x0A { text.removeLast() }
    end()
    self.files = files
  }

  /// Only what the pipeline takes for a template.
  private static func path(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.count < 80, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    let path = String(decoding: bytes, as: UTF8.self)
    return ["routes/", "layouts/", "components/"].contains { path.hasPrefix($0) } ? path : nil
  }

  /// The most bytes that the pages of a case may have together before no more are made.
  private static let maximumOutput = 64 << 20

  /// What is broken: nothing, unless Presstime has a bug.
  package func problem() -> String? {
    let theme = TinySite.check(sources: files)
    if let problem = problem(theme.diagnostics, "check") { return problem }
    if theme.diagnostics.contains(where: { $0.severity == .error }) { return nil }
    var size = 0
    for route in theme.routes {
      for page in TinySite.pages(route.path, of: theme, isEnough: { size > Self.maximumOutput }).outputs {
        if let problem = problem(page.diagnostics, "run") ?? unescaped(page.text, route.kind) {
          return problem
        }
        size += page.text.utf8.count
        // A page is stopped by the loop or the component behind the one that makes it too large.
        if page.text.utf8.count > 3 * Self.maximumOutput { return "\(route.path) grows without bound" }
      }
    }
    return nil
  }

  private func problem(_ diagnostics: [Diagnostic], _ stage: String) -> String? {
    let size = files.values.reduce(0) { $0 + $1.bytes.count }
    // A layout's mistakes are said once for each of its routes, and once for itself.
    if stage == "check", diagnostics.count > (files.count + 1) * (4 * size + 100) {
      return "\(diagnostics.count) diagnostics for \(size) bytes"
    }
    for diagnostic in diagnostics.prefix(1000) {
      let places = [diagnostic.location].compactMap(\.self) + diagnostic.related.map(\.location)
      for place in places {
        if let problem = problem(place) { return "\(stage): \(problem): \(diagnostic)" }
      }
      if diagnostic.message.isEmpty || diagnostic.message.utf8.contains(0x0A) && !hasForeignBytes {
        return "\(stage): a message of no or several lines: \(diagnostic)"
      }
      if places.isEmpty { return "\(stage): no place: \(diagnostic)" }
    }
    let drawn = TextReport(colored: false).text(of: Array(diagnostics.prefix(20)))
    return drawn.isEmpty && !diagnostics.isEmpty ? "nothing is drawn" : nil
  }

  /// Bytes that may show up in messages as they are.
  private var hasForeignBytes: Bool {
    files.values.contains { $0.bytes.contains { $0 < 0x20 || $0 >= 0x80 } }
  }

  private func problem(_ place: Location) -> String? {
    guard let bytes = files[place.path]?.bytes ?? TinySite.baseFiles[place.path].map({ Array($0.utf8) })
    else {
      return "no file \(place.path)"
    }
    if place.line == 0 { return nil }
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    guard (1...lines).contains(place.line), (place.line...lines).contains(place.endLine) else {
      return "line \(place.line) to \(place.endLine) of \(lines)"
    }
    guard place.column >= 1, place.endColumn >= 1, place.column <= bytes.count + 1,
      place.line < place.endLine || place.column <= place.endColumn
    else { return "column \(place.column) to \(place.endColumn)" }
    return nil
  }

  /// The hostile text of the site, where a page shows it as markup that nobody has trusted.
  private func unescaped(_ page: String, _ kind: OutputKind) -> String? {
    guard kind == .html, page.utf8.contains(0x01) else { return nil }
    let marked = Array("<b a='\"'>&\u{1}".utf8)
    func holds(_ bytes: [UInt8]) -> Bool {
      bytes.indices.contains { bytes[$0] == marked[0] && bytes[$0...].starts(with: marked) }
    }
    guard holds(Array(page.utf8)) else { return nil }
    let isTrusted = files.values.contains { file in
      let text = String(decoding: file.bytes, as: UTF8.self)
      return text.contains("trusted") || text.contains("markdown") || holds(file.bytes)
    }
    return isTrusted ? nil : "a text is written as markup"
  }
}
