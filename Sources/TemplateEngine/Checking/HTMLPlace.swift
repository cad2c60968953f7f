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
  /// The attribute's value as far as it may hold a scheme.
  private var valueStart: [UInt8] = []
  private(set) var script = ScriptPlace()

  private static let urlAttributes: Set<String> = [
    "href", "src", "action", "formaction", "poster", "cite", "background", "data", "manifest", "ping",
    "xlink:href",
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

  /// Right behind a `<`, where a value could make a tag or a comment.
  var isBehindOpening: Bool { state == .text && !tail.isEmpty }

  /// Whether the attribute's value is a program: `javascript:f(…)`.
  var isProgramURL: Bool {
    let text = String(decoding: valueStart.map(Self.lower), as: UTF8.self)
    return text.hasPrefix("javascript:") || text.hasPrefix("vbscript:")
  }

  /// Goes over text that is written as it is.
  mutating func advance(over bytes: some Sequence<UInt8>) {
    for byte in bytes { advance(byte) }
  }

  /// Goes over a value that has been written.
  ///
  /// `isAddress` says that it holds a whole address, behind which no scheme can go on.
  mutating func advanceOverValue(isAddress: Bool = false) {
    switch state {
    case .beforeValue: state = .unquotedValue
    case .text: tail = []
    case .value: valueStart += isAddress ? "/".utf8 : "a".utf8
    case .raw: script.advanceOverValue()
    default: break
    }
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
          // `<!-->` and `<!--->` are whole comments.
          tail = Array("--".utf8)
        } else if !"<!--".utf8.starts(with: tail) {
          tail = byte == UInt8(ascii: "<") ? [byte] : []
        }
      }
    case .tagName:
      if byte == UInt8(ascii: ">") {
        openedTag()
      } else if isSpace {
        state = .tag
      } else {
        element.append(byte | 0x20)
      }
    case .tag:
      if byte == UInt8(ascii: ">") {
        openedTag()
      } else if byte == UInt8(ascii: "="), !attribute.isEmpty {
        state = .beforeValue
      } else if byte == UInt8(ascii: "/") {
        attribute = []
      } else if !isSpace {
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
        if !isSpace { attribute = [] }
      } else {
        attribute.append(Self.lower(byte))
      }
    case .beforeValue:
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        state = .value(quote: byte)
        valueStart = []
      } else if byte == UInt8(ascii: ">") {
        openedTag()
      } else if !isSpace {
        state = .unquotedValue
      }
    case .value(let quote):
      if byte == quote { endValue() } else if byte > 0x20, valueStart.count < 16 { valueStart.append(byte) }
    case .unquotedValue:
      if byte == UInt8(ascii: ">") { openedTag() } else if isSpace { endValue() }
    case .comment:
      tail = Array((tail + [byte]).suffix(4))
      if tail.suffix(3) == Array("-->".utf8)[...] || tail == Array("--!>".utf8) {
        state = .text
        tail = []
      }
    case .raw: advanceRaw(byte)
    }
  }

  private mutating func advanceRaw(_ byte: UInt8) {
    if element.elementsEqual("script".utf8) { script.advance(byte) }
    tail.append(Self.lower(byte))
    let end = Array("</".utf8) + element
    if tail.count > end.count + 1 { tail.removeFirst(tail.count - end.count - 1) }
    // `</scripty>` ends no script.
    let isEnd =
      byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == 0x20 || (0x09...0x0D).contains(byte)
    guard isEnd, tail.dropLast().elementsEqual(end) else { return }
    element = [UInt8(ascii: "/")] + element
    tail = []
    attribute = []
    state = .tag
    if byte == UInt8(ascii: ">") { openedTag() }
  }

  /// Whether a value here could end the scheme that the attribute's text begins: `java{{ … }}`.
  var isInScheme: Bool {
    guard case .value = state, let first = valueStart.first, Self.isLetter(first) else { return false }
    return valueStart.allSatisfy {
      Self.isLetter($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
    }
  }

  private mutating func endValue() {
    state = .tag
    attribute = []
    valueStart = []
  }

  private mutating func openedTag() {
    attribute = []
    tail = []
    if Self.rawElements.contains(elementName) {
      state = .raw
      script = ScriptPlace()
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
      case .text: return a.tail == b.tail ? a : nil
      case .comment: return a
      case .tag, .attributeName, .beforeValue, .unquotedValue, .value:
        guard a.element == b.element, a.state == .tag || a.attribute == b.attribute else { return nil }
        // The more dangerous beginning of a URL counts.
        return b.isInScheme || b.isProgramURL ? b : a
      case .raw: return a.element == b.element && a.script.mode == b.script.mode ? a : nil
      case .tagName: return a.element == b.element ? a : nil
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
