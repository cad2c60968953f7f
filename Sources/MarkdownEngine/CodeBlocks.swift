import CCmarkGFM
package import Diagnostics
import Models

/// What a highlighter makes of a block of code.
package enum HighlightedCode: Sendable {
  /// Its text is all there is to show.
  case plain
  /// HTML with the same text, whose elements don't go over a line break.
  case markup([UInt8])
  /// No language has the name; the nearest name that one has.
  case unknown(nearest: String?)
}

/// Gives code its colours, by the name of its language as it is written.
package typealias CodeHighlighter = @Sendable (_ language: String, _ code: [UInt8]) -> HighlightedCode

/// Blocks of code: their language, title, and marked lines.
extension BodyWriter {
  mutating func writeCodeBlock(_ node: OpaquePointer) {
    freshLine()
    let literal = unsafe Self.literal(of: node)
    if tags.isEmpty {
      unsafe write(literal, of: node)
    } else {
      let code = unsafe restored(literal)
      unsafe code.withUnsafeBufferPointer { unsafe write($0, of: node) }
    }
    endTextBlock()
    unsafe reportUnclosedFence(node)
  }

  private mutating func write(_ code: UnsafeBufferPointer<UInt8>, of node: OpaquePointer) {
    unsafe text.append(code)
    let info = unsafe Self.bytes(cmark_node_get_fence_info(node))
    guard let highlighter = options.highlighter else {
      // Only the first word is the language.
      let end = unsafe info.firstIndex { $0 == 0x20 || (0x09...0x0D).contains($0) } ?? info.count
      put(info.isEmpty ? "<pre><code>" : "<pre><code class=\"language-")
      if !info.isEmpty {
        unsafe HTMLEscaping.append(UnsafeBufferPointer(rebasing: info[..<end]), to: &html)
        put("\">")
      }
      unsafe HTMLEscaping.append(code, to: &html)
      return put("</code></pre>\n")
    }
    let fence = CodeFence(unsafe info.isEmpty ? "" : String(decoding: info, as: UTF8.self))
    var markup: [UInt8]?
    if !fence.language.isEmpty {
      switch unsafe highlighter(fence.language, Array(code)) {
      case .plain: break
      case .markup(let bytes): markup = bytes
      case .unknown(let nearest): unsafe reportUnknown(fence.language, nearest, node)
      }
    }
    unsafe checkLines(of: code, fence, node)
    open(fence)
    if fence.hasNumbers || !fence.marked.isEmpty {
      unsafe writeLines(markup ?? Self.escaped(code), fence)
    } else if let markup {
      html.append(markup)
    } else {
      unsafe HTMLEscaping.append(code, to: &html)
    }
    put("</code></pre>\n")
    if fence.title != nil { put("</figure>\n") }
  }

  private mutating func open(_ fence: CodeFence) {
    if let title = fence.title {
      put("<figure class=\"code\">\n<figcaption>")
      HTMLEscaping.append(title, to: &html)
      put("</figcaption>\n")
    }
    // With a keyboard what is too wide can be scrolled when it can have the focus.
    put(fence.hasNumbers ? "<pre class=\"numbers\" tabindex=\"0\"><code" : "<pre tabindex=\"0\"><code")
    if !fence.language.isEmpty {
      put(" class=\"language-")
      HTMLEscaping.append(fence.language, to: &html)
      put("\"")
    }
    put(">")
  }

  /// Each line in an element of its own when lines have numbers; else those alone that are marked.
  private mutating func writeLines(_ markup: [UInt8], _ fence: CodeFence) {
    var start = 0
    var number = 1
    while start < markup.count {
      let end = markup[start...].firstIndex(of: 0x0A) ?? markup.count
      let isMarked = fence.marked.contains { $0.contains(number) }
      if isMarked { put(fence.hasNumbers ? "<mark class=\"line\">" : "<mark>") }
      if !isMarked, fence.hasNumbers { put("<span class=\"line\">") }
      html.append(markup, start..<end)
      if isMarked { put("</mark>") }
      if !isMarked, fence.hasNumbers { put("</span>") }
      if end < markup.count { html.append(0x0A) }
      start = end + 1
      number += 1
    }
  }

  private static func escaped(_ code: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    unsafe HTMLEscaping.append(code, to: &bytes)
    return bytes
  }

  // MARK: - Problems

  /// Reports lines that are marked and are not there.
  private mutating func checkLines(
    of code: UnsafeBufferPointer<UInt8>, _ fence: CodeFence, _ node: OpaquePointer
  ) {
    for braces in fence.unread {
      unsafe report(
        .markdownCodeLines, "`\(braces)` names no lines of this code", braces, node,
        help: "mark lines by their numbers: `{2,5-7}`")
    }
    guard let last = fence.marked.map(\.upperBound).max() else { return }
    let count = unsafe code.count { $0 == 0x0A } + (code.last == 0x0A || code.isEmpty ? 0 : 1)
    guard last > count else { return }
    unsafe report(
      .markdownCodeLines, "line \(last) is marked, and this code has \(count)", "{", node,
      help: "lines are counted from 1, without the fences")
  }

  private mutating func reportUnknown(_ language: String, _ nearest: String?, _ node: OpaquePointer) {
    guard unknownLanguages.insert(language.lowercased()).inserted else { return }
    unsafe report(
      .markdownUnknownLanguage, "there is no language `\(language)` to highlight this code in", language,
      node,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "write `text` for plain text, or describe it in `languages/\(language.lowercased()).toml` of a theme"
    )
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ written: String, _ node: OpaquePointer, help: String
  ) {
    let line = places.line(Int(unsafe cmark_node_get_start_line(node)))
    let text = Array(written.utf8)
    let start =
      (line.start...max(line.start, line.end - text.count)).first {
        source.bytes[$0..<line.end].starts(with: text)
      } ?? line.start
    let end = start == line.start ? line.end : min(line.end, start + text.count)
    diagnostics.append(Diagnostic(code, message, in: source, Span(start, end), help: help))
  }
}

extension DiagnosticCode {
  /// A language behind a fence that nobody describes.
  package static let markdownUnknownLanguage = DiagnosticCode("markdown.unknown-language", .warning)
  /// Lines are marked that a block of code has not.
  package static let markdownCodeLines = DiagnosticCode("markdown.code-lines", .warning)
}
