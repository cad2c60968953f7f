import Diagnostics

/// Where in a file of HTML a byte stands, as far as it decides how a value is written there.
///
/// A small part of the tokenizer of the HTML standard (section 13.2.5), as in Go's html/template.
struct HTMLPlace: Hashable {
  enum State: Hashable {
    case text
    case tagName
    /// Between attributes.
    case tag
    case attributeName
    case beforeValue
    case value(quote: UInt8)
    case unquotedValue
    case comment
    /// Inside `<script>`, `<style>`, `<title>`, `<textarea>`.
    case raw
  }

  enum Attribute: Hashable {
    case plain, url, urlList, script, style
  }

  var state = State.text
  /// Lower case; of the open tag, or of the raw element.
  var element: [UInt8] = []
  var attribute: [UInt8] = []
  /// The last bytes of a raw element or a comment, to see its end.
  private var tail: [UInt8] = []

  private static let urlAttributes: Set<String> = [
    "href", "src", "action", "formaction", "poster", "cite", "background", "data", "manifest", "ping", "xlink:href",
  ]
  private static let rawElements: Set<String> = ["script", "style", "title", "textarea"]

  var elementName: String { String(decoding: element, as: UTF8.self) }
  var attributeName: String { String(decoding: attribute, as: UTF8.self) }

  var attributeKind: Attribute {
    let name = attributeName
    if name.hasPrefix("on") { return .script }
    if name == "style" { return .style }
    if name == "srcset" || name == "imagesrcset" { return .urlList }
    if name == "srcdoc" { return .script }
    return Self.urlAttributes.contains(name) ? .url : .plain
  }

  /// Goes over text that is written as it is.
  mutating func advance(over bytes: some Sequence<UInt8>) {
    for byte in bytes { advance(byte) }
  }

  /// Goes over a value that has been written.
  mutating func advanceOverValue() {
    if state == .beforeValue { state = .unquotedValue }
  }

  private mutating func advance(_ byte: UInt8) {
    let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
    switch state {
    case .text:
      if tail == [UInt8(ascii: "<")], Self.isLetter(byte) || byte == UInt8(ascii: "/") {
        state = .tagName
        element = byte == UInt8(ascii: "/") ? [byte] : [byte | 0x20]
        tail = []
      } else {
        tail = Array((tail + [byte]).suffix(4))
        if tail == Array("<!--".utf8) {
          state = .comment
          tail = []
        } else if !"<!--".utf8.starts(with: tail) {
          tail = byte == UInt8(ascii: "<") ? [byte] : []
        }
      }
    case .tagName:
      if byte == UInt8(ascii: ">") { openedTag() } else if isSpace { state = .tag } else { element.append(byte | 0x20) }
    case .tag:
      if byte == UInt8(ascii: ">") {
        openedTag()
      } else if !isSpace, byte != UInt8(ascii: "/") {
        state = .attributeName
        attribute = [Self.lower(byte)]
      }
    case .attributeName:
      if byte == UInt8(ascii: "=") {
        state = .beforeValue
      } else if byte == UInt8(ascii: ">") {
        openedTag()
      } else if isSpace || byte == UInt8(ascii: "/") {
        state = .tag
      } else {
        attribute.append(Self.lower(byte))
      }
    case .beforeValue:
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        state = .value(quote: byte)
      } else if byte == UInt8(ascii: ">") {
        openedTag()
      } else if !isSpace {
        state = .unquotedValue
      }
    case .value(let quote):
      if byte == quote { state = .tag }
    case .unquotedValue:
      if byte == UInt8(ascii: ">") { openedTag() } else if isSpace { state = .tag }
    case .comment:
      tail = Array((tail + [byte]).suffix(3))
      if tail == Array("-->".utf8) {
        state = .text
        tail = []
      }
    case .raw: advanceRaw(byte)
    }
  }

  private mutating func advanceRaw(_ byte: UInt8) {
    tail.append(Self.lower(byte))
    let end = Array("</".utf8) + element
    if tail.count > end.count { tail.removeFirst(tail.count - end.count) }
    guard tail == end else { return }
    element = [UInt8(ascii: "/")] + element
    tail = []
    state = .tag
  }

  private mutating func openedTag() {
    attribute = []
    tail = []
    if Self.rawElements.contains(elementName) {
      state = .raw
    } else {
      state = .text
      element = []
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  /// What both of two branches end in; nothing when it can't be said.
  static func joined(_ a: HTMLPlace, _ b: HTMLPlace) -> HTMLPlace? {
    if a.state == b.state {
      switch a.state {
      case .text, .comment: return a
      case .tag, .attributeName, .beforeValue, .unquotedValue, .value:
        return a.element == b.element && (a.state == .tag || a.attribute == b.attribute) ? a : nil
      case .raw, .tagName: return a.element == b.element ? a : nil
      }
    }
    // `<a {% if x %}hidden{% endif %}>`: between attributes, or behind a bare one.
    let states: Set<State> = [a.state, b.state]
    // `<li{% if x %} class="y"{% endif %}>`: behind the name or behind an attribute, of one element.
    if states == [.tagName, .tag], a.element == b.element {
      var joined = a.state == .tag ? a : b
      joined.attribute = []
      return joined
    }
    if states == [.tag, .attributeName], a.element == b.element { return a.state == .tag ? a : b }
    return nil
  }
}
