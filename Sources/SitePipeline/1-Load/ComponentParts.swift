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
  /// Comments, and what is shown as it is written: no parts stand there.
  private let hidden: [Range<Int>]

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
    hidden = Self.ranges(source.bytes, "{#", "#}") + Self.ranges(source.bytes, "{% raw %}", "{% endraw %}")
    style = take("<style>", "</style>")
    script = take("<script>", "</script>")
  }

  /// The inside of each element that begins at the start of a line, one after the other.
  private mutating func take(_ opening: String, _ closing: String) -> Taken {
    var taken = Taken()
    var line = 0
    while line < source.bytes.count {
      let next = (source.bytes[line...].firstIndex(of: 0x0A) ?? source.bytes.count - 1) + 1
      guard source.bytes[line...].starts(with: opening.utf8), !hidden.contains(where: { $0.contains(line) })
      else {
        line = next
        continue
      }
      let start = line + opening.utf8.count
      guard let end = Self.find(Array(closing.utf8), in: source.bytes, from: start) else {
        diagnostics.append(
          Diagnostic(
            .templateSyntax, "this `\(opening)` is never closed", in: source, Span(line, start),
            label: "opened here",
            help: "end it with `\(closing)`"))
        return taken
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
      taken.add(inside, of: source)
      blank(line..<end + closing.utf8.count)
      line = end + closing.utf8.count
    }
    return taken
  }

  private static func ranges(_ bytes: [UInt8], _ opening: String, _ closing: String) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var position = 0
    while let start = find(Array(opening.utf8), in: bytes, from: position) {
      let end = find(Array(closing.utf8), in: bytes, from: start) ?? bytes.count
      found.append(start..<end)
      position = end
    }
    return found
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
