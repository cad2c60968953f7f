package import Diagnostics
import Models

extension MarkdownEngine {
  /// Reads a text that is HTML already, as an API gives it: its links become holes, its headings an outline. Of one
  /// that is not trusted only what `AllowedHTML` names is written, anew, so that no byte of its markup is taken over;
  /// `leftOut` are the names of the elements and attributes that are not. May run on many threads.
  package static func parse(
    html source: SourceFile, isTrusted: Bool
  ) -> (body: MarkdownBody, leftOut: [String]) {
    var writer = HTMLText(source.bytes, isTrusted: isTrusted)
    writer.write()
    return (writer.body, writer.leftOut)
  }
}

/// Writes a `MarkdownBody` from HTML.
private struct HTMLText {
  /// More elements within each other are left out, and their text is kept.
  private static let maximumDepth = 256

  private let isTrusted: Bool
  private var tokens: HTMLTokens
  private(set) var body = MarkdownBody()
  private(set) var leftOut: [String] = []
  private var ids = HeadingIDs()
  /// Names of the elements that are open.
  private var open: [String] = []
  /// The heading that is open: where its words begin, and its id if it has one.
  private var heading: (level: Int, id: String?, tag: Int, words: Int)?
  private var paragraphStart: Int?
  private var hasMore = false

  init(_ bytes: [UInt8], isTrusted: Bool) {
    self.isTrusted = isTrusted
    tokens = HTMLTokens(bytes)
    body.html.reserveCapacity(bytes.count)
  }

  private var bytes: [UInt8] { tokens.bytes }

  mutating func write() {
    while let (token, range) = tokens.next() {
      switch token {
      case .text(let range): writeText(range)
      case .comment(let text): writeComment(text, range)
      case .open(let name, let attributes, let afterName, let isSelfClosing):
        if isTrusted {
          writeTrusted(name, attributes, range, afterName, isSelfClosing)
        } else {
          writeAllowed(name, attributes)
        }
      case .close(let name): close(name, range)
      }
    }
    while let name = open.last { end(name, isWritten: !isTrusted) }
    body.wordCount = WordCount.words(in: body.text)
  }

  // MARK: - Texts

  private mutating func writeText(_ range: Range<Int>) {
    let words = HTMLReferences.decoded(bytes[range])
    body.text += words.utf8
    if isTrusted {
      body.html += bytes[range]
    } else {
      Self.append(bytes[range], to: &body.html)
    }
  }

  /// Escapes a text, but for references that stand in it. Control characters are left out.
  private static func append(_ text: ArraySlice<UInt8>, to html: inout [UInt8]) {
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == UInt8(ascii: "&"), let count = HTMLReferences.length(text[index...]) {
        html += text[index..<index + count]
        index += count
        continue
      }
      if byte >= 0x20 || byte == 0x0A || byte == 0x09 {
        HTMLEscaping.append(CollectionOfOne(byte), to: &html)
      }
      index += 1
    }
  }

  private mutating func writeComment(_ text: Range<Int>, _ range: Range<Int>) {
    let word = bytes[text].filter { $0 > 0x20 }
    if word.elementsEqual("more".utf8), !hasMore, open.isEmpty {
      hasMore = true
      body.excerpt = 0..<body.html.count
    }
    if isTrusted { body.html += bytes[range] }
  }

  // MARK: - Elements

  /// A tag as it is, with holes for what it links to, and an id on a heading that has none.
  private mutating func writeTrusted(
    _ name: String, _ attributes: [HTMLTokens.Attribute], _ range: Range<Int>, _ afterName: Int,
    _ isSelfClosing: Bool
  ) {
    let id = attributes.first { $0.name == "id" }.map { HTMLReferences.decoded(bytes[$0.value]) }
    for attribute in attributes where attribute.name == "id" || attribute.name == "name" {
      body.anchors.append(HTMLReferences.decoded(bytes[attribute.value]))
    }
    begin(name, id: id, tag: body.html.count + (afterName - range.lowerBound))
    var position = range.lowerBound
    let isMedia = ["img", "source", "video", "audio", "track"].contains(name)
    for attribute in attributes
    where ["href", "src", "poster"].contains(attribute.name) && attribute.isQuoted && !attribute.value.isEmpty
    {
      body.html += bytes[position..<attribute.value.lowerBound]
      position = attribute.value.upperBound
      let destination = String(decoding: bytes[attribute.value], as: UTF8.self)
      addLink(destination, isImage: isMedia, kind: .rawDestination, isRaw: true)
    }
    body.html += bytes[position..<range.upperBound]
    if AllowedHTML.void.contains(name) { return }
    if ["script", "style", "textarea", "title"].contains(name) {
      let start = tokens.position
      tokens.skip(pastEndOf: name)
      body.html += bytes[start..<tokens.position]
      return
    }
    if !isSelfClosing { open.append(name) }
  }

  private mutating func writeAllowed(_ name: String, _ attributes: [HTMLTokens.Attribute]) {
    guard AllowedHTML.isKept(name, within: open) else {
      leaveOut("<\(name)>")
      if AllowedHTML.hidden.contains(name), !AllowedHTML.void.contains(name) {
        tokens.skip(pastEndOf: name)
      }
      return
    }
    let isVoid = AllowedHTML.void.contains(name)
    guard isVoid || open.count < Self.maximumDepth else { return }
    begin(name, id: nil, tag: body.html.count + 1 + name.utf8.count)
    body.html += "<\(name)".utf8
    for attribute in attributes {
      let value = HTMLReferences.decoded(bytes[attribute.value])
      guard AllowedHTML.isKept(attribute.name, value, of: name) else {
        leaveOut("\(attribute.name)=")
        continue
      }
      body.html += " \(attribute.name)=\"".utf8
      if attribute.name == "href" || attribute.name == "src" {
        addLink(Self.trimmed(value), isImage: name == "img", kind: .destination, isRaw: false)
      } else {
        // Nothing of a value but its text is taken over.
        HTMLEscaping.append(value.utf8.filter { $0 >= 0x20 && $0 != 0x7F }, to: &body.html)
      }
      body.html.append(UInt8(ascii: "\""))
    }
    body.html += isVoid ? " />".utf8 : ">".utf8
    if !isVoid { open.append(name) }
  }

  /// Browsers drop white space and control characters around an address.
  private static func trimmed(_ url: String) -> String {
    var bytes = Array(url.utf8)[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    // And line breaks and tabs within it.
    return String(decoding: bytes.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }

  private mutating func leaveOut(_ what: String) {
    if leftOut.count < 64, !leftOut.contains(what) { leftOut.append(what) }
  }

  private mutating func addLink(
    _ destination: String, isImage: Bool, kind: MarkdownBody.Hole.Kind, isRaw: Bool
  ) {
    body.holes.append(MarkdownBody.Hole(offset: body.html.count, kind: kind, link: body.links.count))
    body.links.append(
      MarkdownLink(
        destination: destination, title: "", isImage: isImage, alt: "", span: .fileStart, isRaw: isRaw))
  }

  // MARK: - Blocks

  /// What a start tag means for outline and words; `tag` is where in the HTML its attributes will begin.
  private mutating func begin(_ name: String, id: String?, tag: Int) {
    if AllowedHTML.blocks.contains(name) { endBlock() }
    if name == "br" { body.text.append(0x0A) }
    if name == "p", open.isEmpty, paragraphStart == nil { paragraphStart = body.html.count }
    if let level = Self.level(of: name) { heading = (level, id, tag, body.text.count) }
  }

  private mutating func close(_ name: String, _ range: Range<Int>) {
    guard let position = open.lastIndex(of: name) else {
      if isTrusted { body.html += bytes[range] }
      return
    }
    while open.count > position + 1, let inner = open.last { end(inner, isWritten: !isTrusted) }
    if isTrusted { body.html += bytes[range] }
    end(name, isWritten: !isTrusted)
  }

  private mutating func end(_ name: String, isWritten: Bool) {
    open.removeLast()
    if isWritten { body.html += "</\(name)>".utf8 }
    if Self.level(of: name) != nil { endHeading() }
    if AllowedHTML.blocks.contains(name) { endBlock() }
    guard name == "p", open.isEmpty, let start = paragraphStart, !hasMore, body.excerpt == nil else { return }
    body.excerpt = start..<body.html.count
  }

  private mutating func endBlock() {
    if let last = body.text.last, last != 0x0A { body.text.append(0x0A) }
  }

  private mutating func endHeading() {
    guard let heading else { return }
    self.heading = nil
    var words = body.text[heading.words...]
    while let last = words.last, last <= 0x20 { words.removeLast() }
    let text = String(decoding: words.drop { $0 <= 0x20 }, as: UTF8.self)
    var id = heading.id ?? ""
    if id.isEmpty {
      id = ids.id(for: text)
      var attribute = Array(" id=\"".utf8)
      HTMLEscaping.append(id.utf8, to: &attribute)
      attribute.append(UInt8(ascii: "\""))
      insert(attribute, at: heading.tag)
      body.anchors.append(id)
    } else {
      _ = ids.take(id)
    }
    body.outline.append(MarkdownBody.Heading(level: heading.level, id: id, text: text, span: .fileStart))
  }

  /// Puts bytes into what is written already; holes behind them move along.
  private mutating func insert(_ new: [UInt8], at offset: Int) {
    body.html.insert(contentsOf: new, at: min(offset, body.html.count))
    for index in body.holes.indices.reversed() {
      let hole = body.holes[index]
      guard hole.offset >= offset else { break }
      body.holes[index] = MarkdownBody.Hole(
        offset: hole.offset + new.count, kind: hole.kind, link: hole.link)
    }
    if let excerpt = body.excerpt, excerpt.upperBound > offset, !hasMore {
      body.excerpt = excerpt.lowerBound..<excerpt.upperBound + new.count
    }
  }

  private static func level(of name: String) -> Int? {
    guard name.utf8.count == 2, name.hasPrefix("h"), let digit = name.utf8.last, (0x31...0x36).contains(digit)
    else { return nil }
    return Int(digit) - 0x30
  }
}
