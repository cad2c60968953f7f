import Diagnostics
import Files
import TemplateEngine

/// A component's own `<style>` and `<script>`, taken out of its template: they are the same on every page.
///
/// What is taken out becomes a template's comment, so that all else stays at its place and nothing is written.
struct ComponentParts {
  private(set) var template: [UInt8]
  private(set) var style = Taken()
  private(set) var script = Taken()
  private(set) var diagnostics: [Diagnostic] = []
  private let source: SourceFile

  /// The insides of some elements, one after the other.
  struct Taken {
    private(set) var bytes: [UInt8] = []
    private(set) var parts: [ThemeFile.Part] = []

    mutating func add(_ inside: ArraySlice<UInt8>, of source: SourceFile) {
      parts.append(.init(start: bytes.count, source: source, offset: inside.startIndex))
      bytes += inside
      if inside.last != 0x0A { bytes.append(0x0A) }
    }

    mutating func add(_ other: Taken) {
      parts += other.parts.map { .init(start: $0.start + bytes.count, source: $0.source, offset: $0.offset) }
      bytes += other.bytes
    }
  }

  init(_ source: SourceFile) {
    self.source = source
    template = source.bytes
    let start = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    while index < source.bytes.count {
      if let end = Self.endOfHidden(in: source.bytes, at: index) {
        index = end
      } else if index == start || source.bytes[index - 1] == 0x0A {
        index =
          take("<style>", "</style>", at: index, to: \.style)
          ?? take("<script>", "</script>", at: index, to: \.script) ?? index + 1
      } else {
        index += 1
      }
    }
  }

  /// Where a comment ends that begins at a place, or what is shown as it is written: no parts stand there. What looks
  /// like one within a part is none.
  private static func endOfHidden(in bytes: [UInt8], at index: Int) -> Int? {
    if bytes[index...].starts(with: "<!--".utf8), index == 0 || bytes[index - 1] == 0x0A {
      return find(Array("-->".utf8), in: bytes, from: index)
    }
    guard bytes[index] == UInt8(ascii: "{") else { return nil }
    for (opening, closing) in [("{#", "#}"), ("{% raw %}", "{% endraw %}")]
    where bytes[index...].starts(with: opening.utf8) {
      return find(Array(closing.utf8), in: bytes, from: index) ?? bytes.count
    }
    return nil
  }

  /// Takes the inside of the element that begins at the start of a line, if one does; gives its end.
  private mutating func take(
    _ opening: String, _ closing: String, at line: Int, to taken: WritableKeyPath<ComponentParts, Taken>
  ) -> Int? {
    guard source.bytes[line...].starts(with: opening.utf8) else { return nil }
    let start = line + opening.utf8.count
    guard let end = Self.find(Array(closing.utf8), in: source.bytes, from: start) else {
      diagnostics.append(
        Diagnostic(
          .templateSyntax, "this `\(opening)` is never closed", in: source, Span(line, start),
          label: "opened here",
          help: "end it with `\(closing)`"))
      return source.bytes.count
    }
    let inside = source.bytes[start..<end].drop { $0 == 0x0A || $0 == 0x0D }
    if let value = Self.find(Array("{{".utf8), in: source.bytes, from: start), value < end {
      diagnostics.append(
        Diagnostic(
          .templatePlace, "a component's `\(opening)` is one for all pages, so no value can stand in it",
          in: source,
          Span(value, value + 2),
          help: opening == "<script>"
            ? "pass values by attributes: `data-props=\"{{ { start: start } | json }}\"`, and read them there"
            : "choose between classes or `data-…` attributes that the style knows"))
    }
    self[keyPath: taken].add(inside, of: source)
    blank(line..<end + closing.utf8.count)
    return end + closing.utf8.count
  }

  private mutating func blank(_ range: Range<Int>) {
    for index in range where template[index] != 0x0A { template[index] = 0x20 }
    // Both tags are long enough for a comment's marks.
    template.replaceSubrange(range.lowerBound..<range.lowerBound + 2, with: "{#".utf8)
    template.replaceSubrange(range.upperBound - 2..<range.upperBound, with: "#}".utf8)
  }

  private static func find(_ text: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + text.count <= bytes.count {
      if bytes[index] == text[0], bytes[index..<index + text.count].elementsEqual(text) { return index }
      index += 1
    }
    return nil
  }
}

extension ThemeLoader {
  /// Templates with their components' parts taken out, and the assets that the parts become.
  static func splitComponents(
    _ templates: [String: SourceFile], _ assets: [ThemeFile], _ diagnostics: inout [Diagnostic]
  ) -> (templates: [String: SourceFile], assets: [ThemeFile]) {
    var templates = templates
    var style = ComponentParts.Taken()
    var made: [ThemeFile] = []
    for path in templates.keys.sorted() where path.hasPrefix("components/") {
      guard let source = templates[path] else { continue }
      let parts = ComponentParts(source)
      diagnostics += parts.diagnostics
      templates[path] = SourceFile(path: source.path, bytes: parts.template)
      style.add(parts.style)
      if !parts.script.bytes.isEmpty {
        let file = "assets/" + Asset.script(of: FilePath.stem(of: path))
        made.append(
          ThemeFile(path: file, shownAs: source.path, bytes: parts.script.bytes, parts: parts.script.parts))
      }
    }
    if !style.bytes.isEmpty {
      made.append(
        ThemeFile(
          path: "assets/" + Asset.componentStyle, shownAs: "components/", bytes: style.bytes,
          parts: style.parts))
    }
    for file in made {
      guard let taken = assets.first(where: { $0.path == file.path }) else { continue }
      diagnostics.append(
        Diagnostic(
          .templateComponentName, "`\(file.path)` is the name of what the components bring",
          at: Location(path: taken.shownAs),
          help: ["give the file another name"]))
    }
    return (templates, assets + made)
  }
}

extension Asset {
  /// The styles of all components.
  static let componentStyle = "components.css"

  static func script(of component: String) -> String { "components/\(component).js" }
}
