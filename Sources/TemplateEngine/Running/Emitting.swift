package import Diagnostics
import Models

/// How values become bytes. Hot: runs between escapes are copied in bulk, numbers need no strings.
extension Machine {
  mutating func emit(_ value: consuming Value, _ emission: Emission) {
    switch emission {
    case .html:
      if case .string(let text) = value {
        Escaping.appendHTML(text.utf8, to: &output)
      } else {
        emitBare(value)
      }
    case .xml:
      if case .string(let text) = value {
        Escaping.appendXML(text.utf8, to: &output)
      } else {
        emitBare(value)
      }
    case .xmlData:
      if case .string(let text) = value {
        Escaping.appendXMLData(text.utf8, to: &output)
      } else {
        emitBare(value)
      }
    case .plain: if case .string(let text) = value { output.append(text) } else { emitBare(value) }
    case .urlAttribute(let isPicture, let isFull, let place):
      guard case .string(let url) = value else { return emit(value, .html) }
      guard Escaping.isSafe(url, isPicture: isPicture) else {
        output.append(UInt8(ascii: "#"))
        return reportUnsafe(url, place)
      }
      if isFull || self.isFull, isOnSite(url) { Escaping.appendHTML(theme.context.origin.utf8, to: &output) }
      Escaping.appendHTML(url.utf8, to: &output)
    case .markup: writeMarkup(value)
    case .date(let format):
      if case .date(let date) = value {
        append(date, theme.programs.formats[format].format(in: theme.context.words))
      }
    case .xmlFull:
      guard case .string(let url) = value else {
        return append(markupAside(value, full: true), as: .xml)
      }
      if isOnSite(url) { Escaping.appendXML(theme.context.origin.utf8, to: &output) }
      Escaping.appendXML(url.utf8, to: &output)
    case .xmlDataFull:
      guard case .string(let url) = value else {
        return append(markupAside(value, full: true), as: .xmlData)
      }
      Escaping.appendXMLData(full(url).utf8, to: &output)
    case .plainFull:
      guard case .string(let url) = value else {
        if let fragment = markup(of: value) { append(fragment, full: true) }
        return
      }
      if isOnSite(url) { output.append(theme.context.origin) }
      output.append(url)
    case .json(let number):
      let shape = theme.programs.shapes[number]
      appendJSON(value, shape, shape.root)
    }
  }

  /// A number, a date or a flag needs no escapes.
  private mutating func emitBare(_ value: Value) {
    switch value {
    case .int(let number): DecimalDigits.append(number, to: &output)
    case .double(let number): output.append(Self.text(number))
    case .bool(let flag): output.append(flag ? "true" : "false" as StaticString)
    case .date(let date): append(date, DateFormat.isoDate)
    case .none, .string, .list, .record, .entry, .body, .html: break
    }
  }

  /// `3` for 3.0: what an author would write.
  static func text(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return String(number)
  }

  mutating func reportUnsafe(_ url: String, _ place: Int) {
    report(
      .templateUnsafeURL, "this is `\(url.prefix(40))`, an address that runs a program", place,
      help: "mend the value where it comes from, or declare its field as `URL`, so that it is checked there",
      severity: theme.context.doubtful.contains(url) ? .warning : nil)
  }

  /// The first body of a page keeps its ids, which its table of contents points at.
  private mutating func writeMarkup(_ value: Value) {
    guard let fragment = markup(of: value) else { return }
    guard case .body = value else { return append(fragment, full: isFull) }
    bodies += 1
    guard bodies > 1, !isFull else { return append(fragment, full: isFull) }
    append(markupAside(value, full: false), as: .repeated(number: bodies))
  }

  /// How markup is written that is not written as it is.
  private enum MarkupForm {
    case xml
    case xmlData
    case json(isScript: Bool)
    /// The ids of a body that is not the first of its page.
    case repeated(number: Int)

    func write(_ bytes: [UInt8], to output: inout ByteBuffer) {
      switch self {
      case .xml: Escaping.appendXML(bytes, to: &output)
      case .xmlData: Escaping.appendXMLData(bytes, to: &output)
      case .json(let isScript): Escaping.appendJSON(bytes, isScript: isScript, to: &output)
      case .repeated(let number): output.append(RepeatedIDs.prefixed(bytes, number: number))
      }
    }

    /// What stands for the markup: ids that lie in a store have no number yet.
    func writeKey(_ bytes: [UInt8], to output: inout ByteBuffer) {
      write(bytes, to: &output)
      if case .repeated(let number) = self { DecimalDigits.append(number, to: &output) }
    }
  }

  /// Markup on its own, and what the page's key digests of it when both are wanted.
  private mutating func markupAside(_ value: Value, full: Bool) -> (bytes: [UInt8], key: [UInt8]) {
    guard let fragment = markup(of: value) else { return ([], []) }
    var page = ByteBuffer()
    var keyedPage = ByteBuffer()
    let position = keyedOutput
    swap(&page, &output)
    swap(&keyedPage, &keyed)
    keyedOutput = 0
    append(fragment, full: full)
    if purpose == .pageAndKey { takeKey() }
    swap(&page, &output)
    swap(&keyedPage, &keyed)
    keyedOutput = position
    return (page.bytes, keyedPage.bytes)
  }

  private mutating func append(_ markup: (bytes: [UInt8], key: [UInt8]), as form: MarkupForm) {
    switch purpose {
    case .page: form.write(markup.bytes, to: &output)
    case .key: form.writeKey(markup.bytes, to: &output)
    case .pageAndKey:
      takeKey()
      form.write(markup.bytes, to: &output)
      form.writeKey(markup.key, to: &keyed)
      keyedOutput = output.count
    }
  }

  /// JSON as a text that filters may go on with, which is the same whatever the program is run for.
  mutating func jsonText(_ value: Value, _ shape: JSONShape) -> [UInt8] {
    var page = ByteBuffer()
    let purpose = purpose
    self.purpose = .page
    swap(&page, &output)
    appendJSON(value, shape, shape.root)
    swap(&page, &output)
    self.purpose = purpose
    return page.bytes
  }

  func markup(of value: Value) -> HTMLFragment? {
    if case .html(let fragment) = value { return fragment }
    return body(value)?.html
  }

  /// A URL with scheme and host.
  func full(_ url: String) -> String {
    isOnSite(url) ? theme.context.origin + url : url
  }

  /// Whether it begins at the root of the site.
  private func isOnSite(_ url: String) -> Bool {
    var bytes = url.utf8.makeIterator()
    return bytes.next() == UInt8(ascii: "/") && bytes.next() != UInt8(ascii: "/")
  }

  /// JSON by the value's type: fields in the order of the type, dates as RFC 3339, URLs full, references as
  /// slugs, what is absent as null. In a script `<`, `>` and `&` are escaped, so that no tag ends it.
  ///
  /// A list within a list within a list may be one value many times over, so what is written is bounded here too.
  mutating func appendJSON(_ value: Value, _ shape: JSONShape, _ node: Int) {
    if isOverfull { return }
    switch value {
    case .none: output.append("null" as StaticString)
    case .bool(let flag): output.append(flag ? "true" : "false" as StaticString)
    case .int(let number): DecimalDigits.append(number, to: &output)
    case .double(let number): output.append(number.isFinite ? Self.text(number) : "null")
    case .string(let text):
      var origin = ""
      if case .url = shape.nodes[node], isOnSite(text) { origin = theme.context.origin }
      Escaping.appendJSON(text.utf8, behind: origin, isScript: shape.isScript, to: &output)
    case .date(let date):
      output.append(UInt8(ascii: "\""))
      append(date, DateFormat.iso8601)
      output.append(UInt8(ascii: "\""))
    case .entry(let id):
      Escaping.appendJSON(entry(id).slug.utf8, isScript: shape.isScript, to: &output)
    case .html, .body:
      guard let fragment = markup(of: value), !fragment.hasComponents else {
        return append(markupAside(value, full: true), as: .json(isScript: shape.isScript))
      }
      output.append(UInt8(ascii: "\""))
      append(fragment, full: true, escaping: Escaping.jsonTable(isScript: shape.isScript))
      output.append(UInt8(ascii: "\""))
    case .list(let elements):
      let element = if case .list(let inner) = shape.nodes[node] { inner } else { node }
      output.append(UInt8(ascii: "["))
      for index in elements.indices {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        appendJSON(elements[index], shape, element)
      }
      output.append(UInt8(ascii: "]"))
    case .record(let values):
      guard case .record(let first, let count) = shape.nodes[node] else { return }
      output.append(UInt8(ascii: "{"))
      for index in 0..<min(count, values.count) {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        let field = shape.fields[first + index]
        output.append(shape.names, field.name)
        appendJSON(values[index], shape, field.node)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}

extension DiagnosticCode {
  /// A value in a URL attribute that would run a program when it is followed.
  package static let templateUnsafeURL = DiagnosticCode("template.unsafe-url")
}
