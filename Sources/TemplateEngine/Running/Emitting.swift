package import Diagnostics
import Models

/// How values become bytes. Hot: runs between escapes are copied in bulk, numbers need no strings.
extension Machine {
  mutating func emit(_ value: Value, _ emission: Emission) {
    switch emission {
    case .html: emitText(value) { Escaping.appendHTML($0, to: &$1) }
    case .xml: emitText(value) { Escaping.appendXML($0, to: &$1) }
    case .plain: emitText(value) { $1.append(contentsOf: $0) }
    case .urlAttribute(let isPicture, let place):
      guard case .string(let url) = value else { return emit(value, .html) }
      guard Escaping.isSafe(url, isPicture: isPicture) else { return reportUnsafe(url, place) }
      Escaping.appendHTML((isFull ? full(url) : url).utf8, to: &output)
    case .markup: writeMarkup(value)
    case .xmlFull, .plainFull:
      let bytes: [UInt8]
      if case .string(let url) = value {
        bytes = Array(full(url).utf8)
      } else {
        bytes = markupBytes(of: value, full: true)
      }
      if emission == .xmlFull { Escaping.appendXML(bytes, to: &output) } else { output += bytes }
    case .script(let type): appendJSON(value, programs.types[type], isScript: true)
    case .json(let type): appendJSON(value, programs.types[type], isScript: false)
    }
  }

  /// Writes a text by `escape`; a number, a date or a flag needs none.
  private mutating func emitText(_ value: Value, _ escape: (String.UTF8View, inout [UInt8]) -> Void) {
    switch value {
    case .string(let text): escape(text.utf8, &output)
    case .int(let number): Escaping.append(number, to: &output)
    case .double(let number): output += Self.text(number).utf8
    case .bool(let flag): output += (flag ? "true" : "false").utf8
    case .date(let date): DateFormat.isoDate.append(date, in: context.zone, to: &output)
    case .none, .list, .record, .entry, .body, .html: break
    }
  }

  /// `3` for 3.0: what an author would write.
  static func text(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return String(number)
  }

  private mutating func reportUnsafe(_ url: String, _ place: Int) {
    output.append(UInt8(ascii: "#"))
    report(
      .templateUnsafeURL, "this is `\(url.prefix(40))`, an address that runs a program", place,
      help: "mend the value where it comes from, or declare its field as `URL`, so that it is checked there")
  }

  /// The first body of a page keeps its ids, which its table of contents points at.
  private mutating func writeMarkup(_ value: Value) {
    guard let fragment = markup(of: value) else { return }
    guard case .body = value else { return append(fragment, full: isFull) }
    bodies += 1
    guard bodies > 1, !isFull else { return append(fragment, full: isFull) }
    output += RepeatedIDs.prefixed(markupBytes(of: value, full: false), number: bodies)
  }

  /// Markup on its own, for where it is written as something else.
  mutating func markupBytes(of value: Value, full: Bool) -> [UInt8] {
    guard let fragment = markup(of: value) else { return [] }
    if fragment.fills.isEmpty { return fragment.bytes }
    return aside { $0.append(fragment, full: full) }
  }

  /// What `write` appends, kept from the page.
  mutating func aside(_ write: (inout Machine) -> Void) -> [UInt8] {
    var page: [UInt8] = []
    swap(&page, &output)
    write(&self)
    swap(&page, &output)
    return page
  }

  func markup(of value: Value) -> HTMLFragment? {
    if case .html(let fragment) = value { return fragment }
    return body(value)?.html
  }

  /// A URL with scheme and host.
  func full(_ url: String) -> String {
    url.hasPrefix("/") && !url.hasPrefix("//") ? context.origin + url : url
  }

  /// JSON by the value's type: fields in the order of the type, dates as RFC 3339, URLs full, references as
  /// slugs, what is absent as null. In a script `<`, `>` and `&` are escaped, so that no tag ends it.
  ///
  /// A list within a list within a list may be one value many times over, so what is written is bounded here too.
  mutating func appendJSON(_ value: Value, _ type: ValueType, isScript: Bool) {
    if isOverfull { return }
    switch value {
    case .none: output += "null".utf8
    case .bool(let flag): output += (flag ? "true" : "false").utf8
    case .int(let number): Escaping.append(number, to: &output)
    case .double(let number): output += (number.isFinite ? Self.text(number) : "null").utf8
    case .string(let text):
      Escaping.appendJSON((type.unwrapped == .url ? full(text) : text).utf8, isScript: isScript, to: &output)
    case .date(let date):
      output.append(UInt8(ascii: "\""))
      DateFormat.iso8601.append(date, in: context.zone, to: &output)
      output.append(UInt8(ascii: "\""))
    case .entry(let id):
      Escaping.appendJSON(context.entries[id.index].slug.utf8, isScript: isScript, to: &output)
    case .html, .body:
      Escaping.appendJSON(markupBytes(of: value, full: true), isScript: isScript, to: &output)
    case .list(let elements):
      let element: ValueType = if case .list(let inner) = type.unwrapped { inner } else { .none }
      output.append(UInt8(ascii: "["))
      for (index, item) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        appendJSON(item, element, isScript: isScript)
      }
      output.append(UInt8(ascii: "]"))
    case .record(let values):
      guard case .record(let record) = type.unwrapped else { return }
      output.append(UInt8(ascii: "{"))
      for (index, (field, item)) in zip(record.fields, values).enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Escaping.appendJSON(field.name.utf8, isScript: isScript, to: &output)
        output.append(UInt8(ascii: ":"))
        appendJSON(item, field.type, isScript: isScript)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}

extension DiagnosticCode {
  /// A value in a URL attribute that would run a program when it is followed.
  package static let templateUnsafeURL = DiagnosticCode("template.unsafe-url")
}
