import CCmarkGFM

/// What cmark's installed headers don't say of footnotes: the name that a reference means.
///
/// cmark renders a lone reference by itself, so the name is read from its own markup. Definitions stand at the
/// end of the document in the order of their numbers.
struct Footnotes {
  /// Names as they stand in markup, by number less one.
  private var names: [[UInt8]] = []
  /// How often each is referred to.
  private var references: [Int] = []
  private var hasBackReference: Set<Int> = []
  private var hasReference: Set<Int> = []

  init(_ document: OpaquePointer) {
    guard let last = unsafe cmark_node_last_child(document),
      unsafe presstime_cmark_kind(last) == PRESSTIME_FOOTNOTE_DEFINITION
    else { return }
    var walk = unsafe presstime_walk()
    while unsafe presstime_cmark_step(&walk, document) {
      guard unsafe walk.kind == PRESSTIME_FOOTNOTE_REFERENCE, unsafe walk.is_entering,
        let node = unsafe walk.node, let number = unsafe Self.number(of: node)
      else { continue }
      while names.count < number {
        names.append([])
        references.append(0)
      }
      references[number - 1] += 1
      if names[number - 1].isEmpty { names[number - 1] = Self.name(in: unsafe Self.markup(of: node)) }
    }
  }

  /// A reference as cmark writes it: `<sup class="footnote-ref"><a href="#fn-NAME" id="fnref-NAME-2" …`. The memory
  /// that it is written in goes with the tree.
  static func markup(of reference: OpaquePointer) -> [UInt8] {
    guard let html = unsafe cmark_render_html(reference, CMARK_OPT_FOOTNOTES, nil) else { return [] }
    return unsafe Array(BodyWriter.bytes(html)).filter { $0 != 0x0A }
  }

  /// The number that a reference shows, from 1.
  static func number(of reference: OpaquePointer) -> Int? {
    guard let number = unsafe Int(String(decoding: BodyWriter.literal(of: reference), as: UTF8.self)),
      number >= 1
    else { return nil }
    return number
  }

  /// Where the start tag of the link ends in a reference's markup, which begins with `<sup …><a …>`.
  static func endOfLink(in markup: [UInt8]) -> Int? {
    guard let first = markup.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    return markup[(first + 1)...].firstIndex(of: UInt8(ascii: ">"))
  }

  private static func name(in markup: [UInt8]) -> [UInt8] {
    guard let hash = markup.firstIndex(of: UInt8(ascii: "#")) else { return [] }
    return Array(markup[(hash + 1)...].dropFirst(3).prefix { $0 != UInt8(ascii: "\"") })
  }

  /// The name of a footnote by its number, from 1, as it stands in markup.
  func name(of number: Int) -> [UInt8]? {
    number >= 1 && number <= names.count ? names[number - 1] : nil
  }

  /// The occurrences of references after the first.
  func furtherReferences(to number: Int) -> [Int] {
    guard number >= 1, number <= references.count, references[number - 1] > 1 else { return [] }
    return Array(2...references[number - 1])
  }

  func needsBackReference(_ number: Int) -> Bool { !hasBackReference.contains(number) }

  /// False when the footnote has been referred to before.
  mutating func takeFirstReference(_ number: Int) -> Bool { hasReference.insert(number).inserted }

  /// False when the footnote has its links back already.
  mutating func takeBackReference(_ number: Int) -> Bool { hasBackReference.insert(number).inserted }
}
