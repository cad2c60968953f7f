import CCmarkGFM
package import Diagnostics

/// Tags of other generators, which are no Markdown: readers would see them. Code is not looked at.
struct ForeignSyntax {
  /// What stands there, and what it is in the words of those who wrote it.
  struct Mark: Equatable {
    let opening: String
    let closing: String

    /// Liquid, Nunjucks, Jinja.
    static let tag = Mark(opening: "{%", closing: "%}")
    /// Liquid and the shortcodes of Hugo and Zola.
    static let output = Mark(opening: "{{", closing: "}}")
    /// kramdown and Python-Markdown.
    static let attributes = Mark(opening: "{:", closing: "}")
    /// Docusaurus, VuePress, Pandoc.
    static let directive = Mark(opening: ":::", closing: "")
    /// Python-Markdown and MkDocs.
    static let admonition = Mark(opening: "!!!", closing: "")
  }

  private struct Found {
    let mark: Mark
    let line: Int
    var count = 1
  }

  private var found: [Found] = []

  /// Looks at one text or piece of HTML of the tree. Hot.
  mutating func look(at text: UnsafeBufferPointer<UInt8>, _ node: OpaquePointer) {
    guard text.count > 2 else { return }
    let first = unsafe text[0]
    if first == UInt8(ascii: ":") || first == UInt8(ascii: "!"), unsafe Self.isFence(text, first) {
      unsafe add(first == UInt8(ascii: ":") ? .directive : .admonition, node)
    }
    var position = 0
    while let index = unsafe ByteSearch.first(UInt8(ascii: "{"), in: text, from: position) {
      position = index + 1
      guard let mark = unsafe Self.mark(text, index) else { continue }
      unsafe add(mark, node)
      position = index + 2
    }
  }

  /// Looks at raw HTML, where code and programs may hold any braces.
  mutating func look(atHTML html: UnsafeBufferPointer<UInt8>, _ node: OpaquePointer) {
    guard unsafe html.contains(0x7B) else { return }
    let text = unsafe String(decoding: html, as: UTF8.self).lowercased()
    guard !["<pre", "<code", "<script", "<style", "<!--"].contains(where: { text.contains($0) }) else {
      return
    }
    unsafe look(at: html, node)
  }

  /// `::: name`, and `!!! name` alone or with a title in quotes.
  private static func isFence(_ text: UnsafeBufferPointer<UInt8>, _ mark: UInt8) -> Bool {
    guard unsafe text[1] == mark, unsafe text[2] == mark else { return false }
    if mark == UInt8(ascii: "!") {
      let rest = unsafe text[3...].lazy.drop { $0 == 0x20 }.drop { $0.isASCIILetter }.first { $0 != 0x20 }
      guard rest == nil || rest == UInt8(ascii: "\"") else { return false }
    }
    let name = unsafe text[3...].drop { $0 == 0x20 || $0 == mark }
    return unsafe name.first.map { $0.isASCIILetter || $0 == UInt8(ascii: "{") } ?? false
  }

  private static func mark(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Mark? {
    guard index + 2 < text.count else { return nil }
    let next = unsafe text[index + 2]
    switch unsafe text[index + 1] {
    case UInt8(ascii: "%"): return .tag
    case UInt8(ascii: "{"):
      if " <%-\"'".utf8.contains(next) { return .output }
      // `{{site.url}}`, and not the braces of a formula.
      let inside = unsafe text[(index + 2)...].prefix { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "{") }
      let isPath = unsafe inside.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "|") }
      return unsafe isPath && inside.first?.isASCIILetter == true ? .output : nil
    case UInt8(ascii: ":"):
      let isName = " .#".utf8.contains(next) || next.isASCIILetter
      return unsafe isName && text[(index + 2)...].contains(UInt8(ascii: "}")) ? .attributes : nil
    default: return nil
    }
  }

  private mutating func add(_ mark: Mark, _ node: OpaquePointer) {
    if let index = found.firstIndex(where: { $0.mark == mark }) {
      found[index].count += 1
      return
    }
    // A text has no line of its own; its block has.
    var placed = unsafe node
    while unsafe cmark_node_get_start_line(placed) == 0, let parent = unsafe cmark_node_parent(placed) {
      unsafe placed = parent
    }
    found.append(Found(mark: mark, line: Int(unsafe cmark_node_get_start_line(placed))))
  }

  /// One for each kind of mark, at its first place.
  func diagnostics(in source: SourceFile, _ places: inout LinkPlaces) -> [Diagnostic] {
    found.map { found in
      let more = found.count - 1
      return Diagnostic(
        .markdownForeignSyntax, Self.message(found.mark), in: source,
        places.span(from: found.mark.opening, through: found.mark.closing, line: found.line),
        label: more > 0 ? "and \(more) more in this text" : "", help: Self.help(found.mark))
    }
  }

  private static func message(_ mark: Mark) -> String {
    switch mark {
    case .tag: "`{% … %}` is a tag of another generator; readers will see it as it stands"
    case .output: "`{{ … }}` is a tag of another generator; readers will see it as it stands"
    case .attributes: "`{: … }` gives attributes in another Markdown; readers will see it as it stands"
    default: "`\(mark.opening) …` is a block of another Markdown; readers will see it as it stands"
    }
  }

  private static func help(_ mark: Mark) -> String {
    switch mark {
    case .tag, .output:
      "write Markdown, or a component of the theme (`<Name />`); what is meant to be seen stands in backticks"
    case .attributes: "remove it; only the id of a heading can be said, as `## Heading {#id}`"
    default: "write an alert, `> [!NOTE]`, or a component of the theme (`<Name>…</Name>`)"
    }
  }
}

extension DiagnosticCode {
  /// Marks of another generator's Markdown, which would be published as they stand.
  package static let markdownForeignSyntax = DiagnosticCode("markdown.foreign-syntax", .warning)
}
