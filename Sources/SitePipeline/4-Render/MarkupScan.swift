import Diagnostics
import MarkdownEngine

/// Tags, comments and what is no markup in a page of HTML, and what the page has for whoever follows links: values of
/// attributes, in one pass over the bytes. Hot.
///
/// Tags are read as browsers read them (https://html.spec.whatwg.org/multipage/parsing.html), without building a tree;
/// comments and what scripts, styles and titles hold are passed over.
@unsafe struct MarkupScan {
  enum Attribute {
    /// One address.
    case address
    /// Addresses with sizes, separated by commas.
    case addresses
    /// What a fragment may name.
    case id
    /// The value of a `meta` element, which may be a whole address.
    case meta
    /// Relative addresses begin elsewhere.
    case base
  }

  /// What a `<` begins.
  enum Markup {
    case tag, comment
    /// The end of an element, a declaration.
    case other
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int
  /// The name of the tag that is read, if one is.
  private var tag: UnsafeBufferPointer<UInt8>?

  /// Scans a page from its beginning.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe (self.bytes, index, tag) = (bytes, 0, nil) }

  /// The next value that is of use.
  mutating func next() -> (attribute: Attribute, value: UnsafeBufferPointer<UInt8>)? {
    while true {
      if let name = unsafe tag, let found = unsafe nextOfTag(name) { return unsafe found }
      guard let start = unsafe ByteSearch.first(UInt8(ascii: "<"), in: bytes, from: index) else { return nil }
      if let behind = unsafe behindPlainSpan(from: start) {
        unsafe index = behind
        continue
      }
      switch unsafe Self.markup(bytes, at: start) {
      case .tag: unsafe begin(at: start + 1)
      case .comment: unsafe index = Self.behindComment(bytes, from: start + 4)
      case .other, nil: unsafe index = start + 1
      }
    }
  }

  /// Behind the tag whose name begins at `start`, and behind the text of an element that holds no markup.
  static func behindTag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var scan = unsafe MarkupScan(bytes)
    unsafe scan.begin(at: start)
    while let name = unsafe scan.tag { _ = unsafe scan.nextOfTag(name) }
    return unsafe scan.index
  }

  /// Behind a tag `<span class="…">`, as highlighted code has them: on many pages more than all others.
  @inline(__always)
  private func behindPlainSpan(from start: Int) -> Int? {
    let first = start + 13
    guard unsafe first < bytes.count else { return nil }
    let memory = unsafe UnsafeRawBufferPointer(bytes)
    // `<span cl`, and `class="` with what is before it.
    guard
      unsafe memory.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
        == 0x6C63_206E_6170_733C,
      unsafe memory.loadUnaligned(fromByteOffset: start + 5, as: UInt64.self).littleEndian
        == 0x223D_7373_616C_6320
    else { return nil }
    var index = first
    while unsafe index + 1 < bytes.count && bytes[index] != UInt8(ascii: "\"") { index += 1 }
    return unsafe index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ">") ? index + 2 : nil
  }

  /// What a `<` begins; nothing for one that is text.
  @inline(__always)
  static func markup(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Markup? {
    guard start + 1 < bytes.count else { return nil }
    let byte = unsafe bytes[start + 1]
    if byte.isASCIILetter { return .tag }
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") { return .other }
    guard byte == UInt8(ascii: "!") else { return nil }
    let isComment =
      unsafe start + 3 < bytes.count && bytes[start + 2] == UInt8(ascii: "-")
      && bytes[start + 3] == UInt8(ascii: "-")
    return isComment ? .comment : .other
  }

  /// The name that begins at `start`.
  @inline(__always)
  static func name(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UnsafeBufferPointer<UInt8> {
    var index = start
    while index < bytes.count, unsafe !endsName(bytes[index]) { index += 1 }
    return unsafe UnsafeBufferPointer(rebasing: bytes[start..<index])
  }

  /// Behind the comment whose text begins at `start`: `-->`, `--!>`, or `>` and `->` at once (HTML Standard, section
  /// 13.2.5.43).
  static func behindComment(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var (index, dashes, isBang) = (start, 0, false)
    while index < bytes.count {
      let byte = unsafe bytes[index]
      index += 1
      if byte == UInt8(ascii: ">"), isBang || dashes >= 2 || index - 1 - start == dashes { return index }
      isBang = byte == UInt8(ascii: "!") && dashes >= 2
      dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
    }
    return index
  }

  private mutating func begin(at start: Int) {
    let name = unsafe Self.name(bytes, from: start)
    unsafe (tag, index) = (name, start + name.count)
  }

  /// The next value of the tag that is read; nothing at its end, which it goes behind, as behind the text of elements that
  /// hold no markup.
  private mutating func nextOfTag(
    _ name: UnsafeBufferPointer<UInt8>
  ) -> (attribute: Attribute, value: UnsafeBufferPointer<UInt8>)? {
    let bytes = unsafe bytes
    var index = unsafe index
    defer { unsafe self.index = index }
    while true {
      while index < bytes.count, unsafe bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "/") {
        index += 1
      }
      guard index < bytes.count, unsafe bytes[index] != UInt8(ascii: ">") else { break }
      let from = index
      // A `=` at its start belongs to a name.
      index += 1
      while index < bytes.count, unsafe !Self.endsName(bytes[index]), unsafe bytes[index] != UInt8(ascii: "=")
      {
        index += 1
      }
      let attribute = unsafe UnsafeBufferPointer(rebasing: bytes[from..<index])
      while index < bytes.count, unsafe bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.count, unsafe bytes[index] == UInt8(ascii: "=") else { continue }
      let (value, behind) = unsafe Self.value(bytes, from: index + 1)
      index = behind
      if let kind = unsafe Self.kind(of: attribute, in: name) { return unsafe (kind, value) }
    }
    unsafe tag = nil
    if index < bytes.count { index += 1 }
    if unsafe Self.holdsText(name) { index = unsafe Self.behindText(bytes, of: name, from: index) }
    return nil
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
  }

  private static func value(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (value: UnsafeBufferPointer<UInt8>, behind: Int) {
    var index = start
    while index < bytes.count, unsafe bytes[index] <= 0x20 { index += 1 }
    guard index < bytes.count else {
      return unsafe (UnsafeBufferPointer(rebasing: bytes[index..<index]), index)
    }
    let quote = unsafe bytes[index]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { index += 1 }
    let first = index
    if isQuoted {
      index = unsafe ByteSearch.first(quote, in: bytes, from: first) ?? bytes.count
    } else {
      while index < bytes.count, unsafe bytes[index] > 0x20 && bytes[index] != UInt8(ascii: ">") {
        index += 1
      }
    }
    let value = unsafe UnsafeBufferPointer(rebasing: bytes[first..<index])
    return unsafe (value, isQuoted ? min(index + 1, bytes.count) : index)
  }

  private static func kind(
    of attribute: UnsafeBufferPointer<UInt8>, in tag: UnsafeBufferPointer<UInt8>
  ) -> Attribute? {
    switch attribute.count {
    case 2: return unsafe isName(attribute, "id") ? .id : nil
    case 3: return unsafe isName(attribute, "src") ? .address : nil
    case 4:
      if unsafe isName(attribute, "href") { return unsafe isName(tag, "base") ? .base : .address }
      if unsafe isName(attribute, "name") { return unsafe isName(tag, "a") ? .id : nil }
      return unsafe isName(attribute, "data") && isName(tag, "object") ? .address : nil
    case 6:
      if unsafe isName(attribute, "srcset") { return .addresses }
      // What a form is sent to is often no page: a function of the host, or another site's search.
      return unsafe isName(attribute, "poster") ? .address : nil
    case 7: return unsafe isName(attribute, "content") && isName(tag, "meta") ? .meta : nil
    case 10: return unsafe isName(attribute, "xlink:href") ? .address : nil
    default: return nil
    }
  }

  /// Whether an element holds text in which tags are none.
  private static func holdsText(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
    switch tag.count {
    case 5: unsafe isName(tag, "style") || isName(tag, "title")
    case 6: unsafe isName(tag, "script")
    case 8: unsafe isName(tag, "textarea")
    default: false
    }
  }

  /// Before the tag that ends an element, whose text begins at `start`.
  static func behindText(
    _ bytes: UnsafeBufferPointer<UInt8>, of tag: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var index = start
    while index < bytes.count {
      if unsafe bytes[index] == UInt8(ascii: "<"), index + 1 + tag.count < bytes.count,
        unsafe bytes[index + 1] == UInt8(ascii: "/"),
        unsafe zip(bytes[(index + 2)...], tag).allSatisfy({ $0 | 0x20 == $1 | 0x20 }),
        index + 2 + tag.count == bytes.count || (unsafe endsName(bytes[index + 2 + tag.count]))
      {
        return index
      }
      index += 1
    }
    return index
  }

  /// Whether a name is this one, which is in lower case.
  static func isName(_ bytes: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
    guard bytes.count == name.utf8CodeUnitCount else { return false }
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      let lower = byte.lowercasedASCII
      if unsafe lower != name.utf8Start[index] { return false }
    }
    return true
  }
}
