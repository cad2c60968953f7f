import Diagnostics

/// Where in a file of HTML or XML a byte stands, as far as it decides how a value is written there.
///
/// A small part of the tokenizer of the HTML standard (section 13.2.5), as in Go's html/template; of XML 1.0 that has no
/// elements of its own kind, and has sections of CDATA (2.7) and instructions, which are passed over like tags (2.6).
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
    /// Inside `<![CDATA[` of XML.
    case data
  }

  enum Attribute: Hashable {
    case plain, url, urlList, script, style
    /// The seconds of a refresh, behind which an address may follow.
    case seconds
  }

  let isXML: Bool
  var state = State.text
  /// Lower case; of the open tag, or of the raw element.
  var element: [UInt8] = []
  var attribute: [UInt8] = []
  /// The last bytes of a raw element or a comment, to see its end.
  private var tail: [UInt8] = []
  /// The attribute's value as far as it may hold a scheme: its first bytes, and the last that is no part of one.
  private var valueStart: [UInt8] = []
  /// What the attribute's value is at this place, if that depends on what stands in it.
  private var refresh = Refresh.none
  /// What was gone over that makes more of a value before it than was known there.
  private var mistake: Mistake?
  /// Whether the tag is a `<meta>` whose `content` has a value in it, and may still turn out to be a refresh.
  private var hasValueInContent = false
  private(set) var script = ScriptPlace()
  private var inner = Inner.none
  /// How many `<svg>` and `<math>` are open, in which a tag that ends in `/>` has no inside (section 13.2.6.5).
  private var foreignDepth = 0
  private var endsInSlash = false

  init(isXML: Bool = false) { self.isXML = isXML }

  /// What a text makes of a value before it.
  enum Mistake: Hashable {
    /// `{{ … }}:`, a scheme.
    case scheme
    /// `<meta content="{{ … }}" http-equiv=…>`, the address of a refresh.
    case refresh
  }

  /// `<meta http-equiv="refresh" content="0; url=…">`, which is an address from its `url=` on.
  private enum Refresh: Hashable {
    case none
    /// The tag is a refresh, and its `content` holds seconds so far.
    case seconds
    case address
  }

  private static let urlAttributes: Set<String> = [
    "href", "src", "action", "formaction", "poster", "cite", "background", "data", "manifest", "ping",
    "xlink:href", "codebase", "archive", "classid", "longdesc", "usemap", "profile", "icon",
  ]
  /// Attributes of SVG's animations, which may be an address in what they animate.
  private static let animations: Set<String> = ["from", "to", "by", "values"]
  private static let rawElements: Set<String> = ["script", "style", "title", "textarea"]

  var elementName: String { String(decoding: element, as: UTF8.self) }
  var attributeName: String { String(decoding: attribute, as: UTF8.self) }

  var attributeKind: Attribute {
    if isXML { return .plain }
    let name = attributeName
    if name.hasPrefix("on") { return .script }
    if name == "style" { return .style }
    if name == "srcset" || name == "imagesrcset" { return .urlList }
    if name == "srcdoc" { return .script }
    if element.elementsEqual("meta".utf8), name == "content" {
      return refresh == .address ? .url : refresh == .seconds ? .seconds : .plain
    }
    if Self.animations.contains(name), elementName.hasPrefix("animate") || elementName == "set" {
      return .url
    }
    return Self.urlAttributes.contains(name) ? .url : .plain
  }

  /// Right behind a `<`, where a value could make a tag or a comment.
  var isBehindOpening: Bool { state == .text && !tail.isEmpty }

  /// Whether the attribute's value is a program, `javascript:f(…)`, or a page of its own, `data:…`.
  var isProgramURL: Bool {
    let text = String(decoding: valueStart.map(\.lowercasedASCII), as: UTF8.self)
    return text.hasPrefix("javascript:") || text.hasPrefix("vbscript:")
      || (text.hasPrefix("data:") && !Self.pictures.contains(elementName))
  }

  private static let pictures: Set<String> = ["img", "image", "source", "video", "audio", "track"]

  /// Goes over text that is written as it is; which of its bytes leads out of the text between tags, if one has.
  @discardableResult
  mutating func advance(over bytes: some Sequence<UInt8>) -> Int? {
    var opening: Int?
    for (index, byte) in bytes.enumerated() {
      let wasText = state == .text
      advance(byte)
      if wasText, state != .text { opening = index }
    }
    return opening
  }

  /// What the text that was gone over makes of a value before it, if that was not known there.
  mutating func takeMistake() -> Mistake? {
    defer { mistake = nil }
    return mistake
  }

  /// Goes over a value that has been written.
  ///
  /// `isAddress` says that it holds a whole address, behind which no scheme can go on.
  mutating func advanceOverValue(isAddress: Bool = false) {
    switch state {
    case .beforeValue: state = .unquotedValue
    case .text, .data: tail = []
    case .value:
      valueStart.append(isAddress ? UInt8(ascii: "/") : Self.valueMark)
      if isOfMeta("content") { hasValueInContent = true }
    case .raw: script.advanceOverValue()
    default: break
    }
  }

  private mutating func advance(_ byte: UInt8) {
    let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
    switch state {
    case .text: advanceInText(byte)
    case .tagName:
      endsInSlash = byte == UInt8(ascii: "/")
      if byte == UInt8(ascii: ">") {
        openedTag()
      } else if isSpace || endsInSlash {
        state = .tag
      } else {
        element.append(byte | 0x20)
      }
    case .tag:
      if byte == UInt8(ascii: ">") {
        openedTag(isClosed: endsInSlash)
      } else if byte == UInt8(ascii: "="), !attribute.isEmpty {
        state = .beforeValue
      } else if byte == UInt8(ascii: "/") {
        attribute = []
        endsInSlash = true
      } else if !isSpace {
        endsInSlash = false
        state = .attributeName
        attribute = [byte.lowercasedASCII]
      }
    case .attributeName:
      if byte == UInt8(ascii: "=") {
        state = .beforeValue
      } else if byte == UInt8(ascii: ">") {
        openedTag()
      } else if isSpace || byte == UInt8(ascii: "/") {
        state = .tag
        endsInSlash = !isSpace
        if !isSpace { attribute = [] }
      } else {
        attribute.append(byte.lowercasedASCII)
      }
    case .beforeValue:
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        state = .value(quote: byte)
        valueStart = []
      } else if byte == UInt8(ascii: ">") {
        openedTag()
      } else if !isSpace {
        state = .unquotedValue
        valueStart = [byte]
      }
    case .value(let quote):
      if byte == quote { endValue() } else if byte > 0x20 { advanceInValue(byte) }
    case .unquotedValue:
      if byte == UInt8(ascii: ">") {
        endValue()
        openedTag()
      } else if isSpace {
        endValue()
      } else if valueStart.count < 16 {
        valueStart.append(byte)
      }
    case .comment:
      tail = Array((tail + [byte]).suffix(4))
      if tail.suffix(3) == Array("-->".utf8)[...] || tail == Array("--!>".utf8) {
        state = .text
        tail = []
      }
    case .raw: advanceRaw(byte)
    case .data:
      tail = Array((tail + [byte]).suffix(3))
      if tail == Array("]]>".utf8) { (state, tail) = (.text, []) }
    }
  }

  private mutating func advanceInText(_ byte: UInt8) {
    if tail == [UInt8(ascii: "<")], byte.isASCIILetter || byte == UInt8(ascii: "/") || isOfXML(byte) {
      state = .tagName
      element = byte == UInt8(ascii: "/") ? [byte] : [byte | 0x20]
      tail = []
    } else {
      tail.append(byte)
      if tail == Array("<!--".utf8) {
        state = .comment
        // `<!-->` and `<!--->` are whole comments, of HTML.
        tail = isXML ? [] : Array("--".utf8)
      } else if isXML, tail == Array("<![CDATA[".utf8) {
        (state, tail) = (.data, [])
      } else if !"<!--".utf8.starts(with: tail), !isXML || !"<![CDATA[".utf8.starts(with: tail) {
        tail = byte == UInt8(ascii: "<") ? [byte] : []
      }
    }
  }

  /// Whether a byte begins a name of XML or an instruction, which no tag of HTML does.
  private func isOfXML(_ byte: UInt8) -> Bool { isXML && (byte >= 0x80 || "_:?".utf8.contains(byte)) }

  private mutating func advanceRaw(_ byte: UInt8) {
    tail.append(byte.lowercasedASCII)
    let end = Array("</".utf8) + element
    if tail.count > end.count + 1 { tail.removeFirst(tail.count - end.count - 1) }
    if element.elementsEqual("script".utf8) {
      script.advance(byte)
      if isEndOfInnerScript { return }
    }
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

  /// Whether a value here could belong to the scheme that the attribute's text begins: `java{{ … }}`.
  ///
  /// Behind a value, `:` ends no scheme that is known, and behind `&` nothing is known of what the text means.
  var isInScheme: Bool {
    guard case .value = state, let first = valueStart.first,
      first.isASCIILetter || first == Self.valueMark || first == UInt8(ascii: "&")
    else { return false }
    var hasValue = false
    for byte in valueStart where !Self.isSchemePart(byte) {
      if byte == UInt8(ascii: "&") { return true }
      if byte == Self.valueMark {
        hasValue = true
      } else {
        return hasValue && byte == UInt8(ascii: ":")
      }
    }
    return true
  }

  /// Stands for a value in `valueStart`.
  private static let valueMark: UInt8 = 1

  /// Whether the attribute's text begins the address, so that a value here brings no scheme.
  var isBehindScheme: Bool { !valueStart.isEmpty && !isInScheme }

  private static func isSchemePart(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || "+-.".utf8.contains(byte)
  }

  private mutating func advanceInValue(_ byte: UInt8) {
    if valueStart.contains(Self.valueMark), isInScheme, attributeKind == .url || attributeKind == .urlList {
      if takesReference(byte) { return }
      if byte == UInt8(ascii: ":"), !valueStart.contains(UInt8(ascii: "&")) { mistake = .scheme }
    }
    if refresh == .seconds, attribute.elementsEqual("content".utf8) {
      // Browsers take what follows for an address, with `url=` and quotes or without.
      if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") { (refresh, valueStart) = (.address, []) }
    } else if refresh == .address, valueStart.map(\.lowercasedASCII).elementsEqual("url".utf8),
      byte == UInt8(ascii: "=")
    {
      valueStart = []
    } else if refresh == .address, valueStart.isEmpty, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
    {
      return
    } else if valueStart.count < 16 {
      valueStart.append(byte)
    } else if !Self.isSchemePart(byte), isInScheme {
      valueStart[valueStart.count - 1] = byte
    }
  }

  /// Goes over a byte of a character reference behind a value, which may stand for a `:` or for a letter of the scheme;
  /// whether it ends one that stands for an ampersand, behind which there is no scheme.
  private mutating func takesReference(_ byte: UInt8) -> Bool {
    guard let start = valueStart.lastIndex(of: UInt8(ascii: "&")) else { return false }
    // `&#58` needs no semicolon.
    if byte == UInt8(ascii: "#"), start == valueStart.count - 1 { mistake = .scheme }
    guard byte == UInt8(ascii: ";") else { return false }
    guard valueStart[start...].elementsEqual("&amp".utf8) else {
      mistake = .scheme
      return false
    }
    valueStart = [UInt8(ascii: "/")]
    return true
  }

  private func isOfMeta(_ name: String) -> Bool {
    !isXML && element.elementsEqual("meta".utf8) && attribute.elementsEqual(name.utf8)
  }

  /// A `<script>` behind a `<!--` in a script takes the next `</script>` for itself (section 13.2.5.26).
  private enum Inner: Hashable {
    case none, comment, script
  }

  /// Follows comments in scripts; whether what has just been read ends only the script in one.
  private var isEndOfInnerScript: Bool {
    mutating get {
      if tail.suffix(4).elementsEqual("<!--".utf8), inner == .none { inner = .comment }
      if tail.suffix(3).elementsEqual("-->".utf8) { inner = .none }
      guard let last = tail.last, last <= 0x20 || last == UInt8(ascii: ">") || last == UInt8(ascii: "/")
      else {
        return false
      }
      if inner == .comment, tail.dropLast().suffix(7).elementsEqual("<script".utf8) { inner = .script }
      guard inner == .script, tail.dropLast().suffix(8).elementsEqual("</script".utf8) else { return false }
      inner = .comment
      return true
    }
  }

  private mutating func endValue() {
    // What is spelled with references or by a value may be a refresh.
    if isOfMeta("http-equiv"),
      valueStart.map(\.lowercasedASCII).elementsEqual("refresh".utf8)
        || valueStart.contains(where: { $0 == UInt8(ascii: "&") || $0 == Self.valueMark })
    {
      refresh = .seconds
      if hasValueInContent { mistake = .refresh }
    } else if refresh == .address {
      refresh = .seconds
    }
    state = .tag
    endsInSlash = false
    attribute = []
    valueStart = []
  }

  private mutating func openedTag(isClosed: Bool = false) {
    attribute = []
    tail = []
    refresh = .none
    hasValueInContent = false
    let isForeign = foreignDepth > 0
    switch elementName {
    case "svg", "math": if !isClosed { foreignDepth += 1 }
    case "/svg", "/math": foreignDepth = max(0, foreignDepth - 1)
    default: break
    }
    if !isXML, !(isForeign && isClosed), Self.rawElements.contains(elementName) {
      state = .raw
      script = ScriptPlace()
      inner = .none
    } else {
      state = .text
      element = []
    }
  }

  /// What could become of an address here.
  private enum Danger: Int, Comparable {
    /// What follows is no scheme any more.
    case none
    /// A value may begin it, and is looked at by itself.
    case empty
    /// A text begins it, and no value may follow.
    case ofText
    /// A value begins it, and no text may make it a scheme.
    case ofValue
    case program

    static func < (left: Danger, right: Danger) -> Bool { left.rawValue < right.rawValue }
  }

  private var danger: Danger {
    if isProgramURL { return .program }
    if isInScheme { return valueStart.contains(Self.valueMark) ? .ofValue : .ofText }
    return valueStart.isEmpty ? .empty : .none
  }

  /// Whether an address begins with a value here, so that another one could go on with its scheme.
  var isBehindFirstValue: Bool { attributeKind == .url && danger == .ofValue }

  /// What both of two branches end in; nothing when it can't be said.
  static func joined(_ a: HTMLPlace, _ b: HTMLPlace) -> HTMLPlace? {
    if a.state == b.state {
      switch a.state {
      case .text: return a.tail == b.tail ? a : nil
      case .comment, .data: return a
      case .tag, .attributeName, .beforeValue, .unquotedValue, .value:
        guard a.element == b.element, a.state == .tag || a.attribute == b.attribute, a.refresh == b.refresh
        else {
          return nil
        }
        // The more dangerous beginning of a URL counts; of two dangers each is watched for in its own way.
        var (more, less) = a.danger < b.danger ? (b, a) : (a, b)
        if more.danger == .program, less.danger == .ofValue { return nil }
        more.hasValueInContent = more.hasValueInContent || less.hasValueInContent
        return more
      case .raw:
        return a.element == b.element && a.script.isSame(as: b.script) && a.inner == b.inner ? a : nil
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
    if states == [.tagName, .attributeName], a.element == b.element { return a.state == .tagName ? b : a }
    if states == [.tag, .attributeName], a.element == b.element { return a.state == .tag ? a : b }
    return nil
  }
}
