/// Draws diagnostics for people: the line, the caret, the help, as rustc does.
package struct TextReport: Sendable {
  /// Whether terminal colours are used.
  package let colored: Bool

  package init(colored: Bool) {
    self.colored = colored
  }

  /// The whole text of one diagnostic, ending in a line break.
  package func text(of diagnostic: Diagnostic) -> String {
    let severity = diagnostic.severity == .error ? "error" : "warning"
    var text = paint("\(severity)[\(diagnostic.code.name)]", style(of: diagnostic.severity))
    text += paint(": \(Self.printable(diagnostic.message))", .bold) + "\n"
    let lines = ([diagnostic.location] + diagnostic.related.map(\.location)).compactMap { $0?.line }
    let gutter = String(lines.max() ?? 0).count
    if let location = diagnostic.location {
      text += draw(
        location, arrow: "-->", label: diagnostic.label, gutter: gutter, style: style(of: diagnostic.severity)
      )
    }
    for related in diagnostic.related {
      text += draw(related.location, arrow: ":::", label: related.label, gutter: gutter, style: .accent)
    }
    for help in diagnostic.help {
      let indent = String(repeating: " ", count: gutter + 9)
      let body = Self.printable(help).split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\n" + indent)
      text += String(repeating: " ", count: gutter + 1) + paint("= ", .accent) + paint("help", .bold)
      text += ": \(body)\n"
    }
    return text
  }

  /// All diagnostics, a blank line between two, in the order given.
  package func text(of diagnostics: [Diagnostic]) -> String {
    diagnostics.map(text(of:)).joined(separator: "\n")
  }

  private func draw(_ location: Location, arrow: String, label: String, gutter: Int, style: Style) -> String {
    let margin = String(repeating: " ", count: gutter)
    guard location.line > 0 else {
      let note = label.isEmpty ? "" : " \(Self.printable(label))"
      return margin + paint(arrow, .accent) + " \(Self.printable(location.path))\(note)\n"
    }
    let bar = paint("|", .accent)
    let number = String(location.line)
    let window = LineWindow(location)
    var text = margin + paint(arrow, .accent)
    text += " \(Self.printable(location.path)):\(location.line):\(location.column)\n"
    text += "\(margin) \(bar)\n"
    text += paint(String(repeating: " ", count: gutter - number.count) + number, .accent)
    text += " \(bar)" + (window.text.isEmpty ? "" : " " + window.text) + "\n"
    let caret = String(repeating: "^", count: window.caretWidth)
    let note = label.isEmpty ? caret : "\(caret) \(Self.printable(label))"
    text +=
      "\(margin) \(bar) " + String(repeating: " ", count: window.caretIndent) + paint(note, style) + "\n"
    return text
  }

  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case accent = "1;34"
    case bold = "1"
  }

  private func style(of severity: Severity) -> Style { severity == .error ? .error : .warning }

  private func paint(_ text: String, _ style: Style) -> String {
    colored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Texts of posts may hold anything; a terminal must not be steered by them.
  package static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isControl(scalar), scalar != "\n" {
        out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      } else {
        out.append(scalar)
      }
    }
    return String(out)
  }

  /// C0, C1 and the bidirectional controls that can reorder a printed line.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// The part of a long line that is shown, and where the caret stands under it, in terminal cells.
private struct LineWindow {
  /// Cells shown at the most.
  static let width = 120

  var text = ""
  var caretIndent = 0
  var caretWidth = 1

  init(_ location: Location) {
    let scalars = Array(location.lineText.unicodeScalars)
    let cut = location.textColumn - 1
    let first = min(max(0, location.column - 1 - cut), scalars.count)
    let last =
      location.endLine == location.line
      ? min(max(first, location.endColumn - 1 - cut), scalars.count) : scalars.count
    let from = first < Self.width - 20 ? 0 : first - 40
    let to = min(scalars.count, from + Self.width)
    if from > 0 || cut > 0 {
      text = "…"
      caretIndent = 1
    }
    var caretCells = 0
    for index in from..<max(from, to) {
      let shown = Self.shown(scalars[index])
      text += shown.text
      if index < first { caretIndent += shown.cells }
      if index >= first, index < last { caretCells += shown.cells }
    }
    if to < scalars.count { text += "…" }
    while text.hasSuffix(" ") { text.removeLast() }
    caretWidth = max(1, caretCells)
  }

  /// Tabs become two spaces and controls a replacement, so that carets line up.
  private static func shown(_ scalar: Unicode.Scalar) -> (text: String, cells: Int) {
    if scalar == "\t" { return ("  ", 2) }
    if TextReport.isControl(scalar) { return ("\u{FFFD}", 1) }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return (String(scalar), 0)
    default: break
    }
    return (String(scalar), isWide(scalar) ? 2 : 1)
  }

  /// East Asian wide and emoji ranges of UAX #11 that terminals draw over two cells.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6C5,
      0x1F6D0...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB, 0x1F900...0x1F9FF,
      0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
