package import Diagnostics

/// Refuses texts that cmark-gfm 0.29.0.gfm.6 would take minutes and gigabytes for.
///
/// One or two passes over the bytes, before they are parsed. The bounds are far above what real posts have.
struct CostBound {
  static let maximumSize = 8 << 20
  /// `[` in one paragraph: `![[]()` repeated costs the cube of their number.
  static let maximumBrackets = 5000
  /// Cells that a table has once short rows are filled up to its header.
  static let maximumCells = 100_000
  static let maximumColumns = 1000
  /// Block quotes and lists opened by one line.
  static let maximumNesting = 200
  /// `<?` and `<!` each make cmark look ahead to the end of the paragraph.
  static let maximumLookAhead = 300_000_000

  /// From each `@` cmark looks back and ahead for an address, as far as a line goes.
  static let maximumLookAround = 3_000_000_000
  /// Below this size no text can come near to that.
  private static let smallSize = 100_000

  private let source: SourceFile
  private let range: Range<Int>

  init(_ source: SourceFile, _ range: Range<Int>) {
    self.source = source
    self.range = range
  }

  /// What makes the text too costly, if it is.
  func problem() -> Diagnostic? {
    if range.count > Self.maximumSize {
      return tooCostly(
        "has \(range.count >> 20) MiB", at: range.lowerBound, help: "split it into several posts")
    }
    if let line = lineOfTooManyAts {
      return tooCostly("has too many `@` in one line", at: line, help: "put line breaks between the parts")
    }
    if isSurelyCheap { return nil }
    var brackets = 0
    var paragraph = range.lowerBound
    var openers = 0
    var columns = 0
    var rows = 0
    var fence = OpenFence()
    var line = range.lowerBound
    while line < range.upperBound {
      let end = source.bytes[line..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
      let found = scan(line..<end)
      let isFence = fence.advance(source.bytes[line..<end])
      if found.nesting > Self.maximumNesting, !fence.isOpen, !isFence {
        return tooCostly(
          "opens \(found.nesting) levels in one line", at: line, help: "remove most of the `>` or `-`")
      }
      if found.isBlank {
        (brackets, columns, rows, openers, paragraph) = (0, 0, 0, 0, end)
      } else if Self.beginsItem(source.bytes[line..<end]) {
        (brackets, openers, paragraph) = (0, 0, line)
      }
      brackets += found.brackets
      openers += found.openers
      if brackets > Self.maximumBrackets {
        return tooCostly(
          "has more than \(Self.maximumBrackets) `[` in one paragraph", at: line,
          help: "put blank lines between the parts")
      }
      if openers * (end - paragraph) > Self.maximumLookAhead {
        return tooCostly("has too many `<?` or `<!` in one paragraph", at: line, help: "write `&lt;` for `<`")
      }
      if found.isDelimiterRow { (columns, rows) = (found.pipes + 1, 0) }
      rows += 1
      if columns > Self.maximumColumns || columns * rows > Self.maximumCells {
        return tooCostly(
          "has a table of \(columns) columns and \(rows) rows or more", at: line, help: "split the table")
      }
      line = end + 1
    }
    return nil
  }

  /// Where a line begins whose addresses take too long to be found.
  private var lineOfTooManyAts: Int? {
    guard range.count > Self.smallSize else { return nil }
    var line = range.lowerBound
    while line < range.upperBound {
      let end = source.bytes[line..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
      let ats = source.bytes[line..<end].count { $0 == UInt8(ascii: "@") }
      if ats * (end - line) > Self.maximumLookAround { return line }
      line = end + 1
    }
    return nil
  }

  /// Whether no bound can be passed, by counts over the whole text that each line's and each paragraph's are below;
  /// what is not surely cheap is gone over line by line. Hot: all but a few texts end here.
  private var isSurelyCheap: Bool {
    unsafe source.bytes.withUnsafeBufferPointer { bytes in
      let text = bytes.extracting(range)
      let (brackets, pipes, angles) = unsafe Self.counts(in: text)
      guard brackets <= Self.maximumBrackets, angles * text.count <= Self.maximumLookAhead,
        pipes < Self.maximumColumns
      else { return false }
      var lines = 0
      var start = 0
      while start < text.count {
        let end = unsafe ByteSearch.first(0x0A, in: text, from: start) ?? text.count
        lines += 1
        // A line has no more levels than bytes.
        if end - start > Self.maximumNesting,
          unsafe Self.scanStart(text, start..<end).line.nesting > Self.maximumNesting
        {
          return false
        }
        start = end + 1
      }
      return (pipes + 1) * lines <= Self.maximumCells
    }
  }

  /// How many `[`, `|` and `<` there are, or a few more.
  private static func counts(
    in text: UnsafeBufferPointer<UInt8>
  ) -> (brackets: Int, pipes: Int, angles: Int) {
    var counts = (brackets: 0, pipes: 0, angles: 0)
    guard let memory = text.baseAddress else { return counts }
    func add(_ word: ByteWord) {
      counts.brackets &+= word.count(of: UInt8(ascii: "["))
      counts.pipes &+= word.count(of: UInt8(ascii: "|"))
      counts.angles &+= word.count(of: UInt8(ascii: "<"))
    }
    var index = 0
    while index <= text.count &- 8 {
      let word = unsafe ByteWord(memory, at: index)
      // `|` and `<` differ in one bit.
      if word.marks(of: UInt8(ascii: "[")) | (word & ~0x40).marks(of: UInt8(ascii: "<")) != 0 { add(word) }
      index &+= 8
    }
    var rest: UInt64 = 0
    while index < text.count {
      rest = unsafe rest << 8 | UInt64(text[index])
      index += 1
    }
    add(ByteWord(rest))
    return counts
  }

  private struct Line {
    var brackets = 0
    var pipes = 0
    var openers = 0
    var nesting = 0
    var isBlank = true
    var isDelimiterRow = true
  }

  private func scan(_ line: Range<Int>) -> Line {
    var found = unsafe source.bytes.withUnsafeBufferPointer { unsafe Self.scan($0, line) }
    found.isDelimiterRow = found.isDelimiterRow && !found.isBlank && found.pipes > 0
    // A rule of many dashes opens nothing.
    if found.nesting > Self.maximumNesting, source.bytes[line].allSatisfy({ "-*: \t\r".utf8.contains($0) }) {
      found.nesting = 0
    }
    return found
  }

  /// Whether a line begins an item of a list, which ends a paragraph wherever it stands (CommonMark 5.2).
  private static func beginsItem(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 }
    guard text.startIndex - line.startIndex <= 3, let mark = text.first, "-+*".utf8.contains(mark) else {
      return false
    }
    let rest = text.dropFirst()
    return rest.first.map { $0 == 0x20 || $0 == 0x09 } ?? false && rest.contains { $0 > 0x20 }
  }

  /// Marks that open blocks count at the start of a line alone; behind them, and behind those of quotes and lists, only
  /// what makes a table or a link matters.
  private static func scanStart(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) -> (line: Line, end: Int) {
    var found = Line()
    var index = line.lowerBound
    start: while index < line.upperBound {
      switch unsafe bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      case UInt8(ascii: "-"), UInt8(ascii: ":"):
        found.isBlank = false
        found.nesting += 1
      // A quote's empty line ends its paragraph.
      case UInt8(ascii: ">"): found.nesting += 1
      // "1. 1. 1." opens lists as "- - -" does.
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"):
        found.isBlank = false
        found.nesting += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"): found.isBlank = false
      default: break start
      }
      index += 1
    }
    if index < line.upperBound { found.isBlank = false }
    return (found, index)
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Line {
    var (found, index) = unsafe scanStart(bytes, line)
    while index < line.upperBound {
      let byte = unsafe bytes[index]
      index += 1
      // Letters and what else means nothing here.
      if byte > 0x5B && byte != UInt8(ascii: "|") {
        found.isDelimiterRow = false
        continue
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "-"), UInt8(ascii: ":"):
        break
      case UInt8(ascii: "|"): found.pipes += 1
      case UInt8(ascii: "["):
        found.brackets += 1
        found.isDelimiterRow = false
      case UInt8(ascii: "?"), UInt8(ascii: "!"):
        if index - 2 >= line.lowerBound, unsafe bytes[index - 2] == UInt8(ascii: "<") { found.openers += 1 }
        found.isDelimiterRow = false
      default: found.isDelimiterRow = false
      }
    }
    return found
  }

  private func tooCostly(_ reason: String, at offset: Int, help: String) -> Diagnostic {
    Diagnostic(
      .markdownTooCostly, "this Markdown would take too long: it \(reason)", in: source,
      Span(offset, min(offset + 1, range.upperBound)), help: help)
  }
}

/// Whether a line stands in a fenced code block, where `>` and `-` open nothing (CommonMark 4.5); only fences at
/// the margin are seen, and only nesting is judged by it.
private struct OpenFence {
  private var mark: UInt8 = 0
  private var length = 0

  var isOpen: Bool { length > 0 }

  /// Goes over a line; true when it opens or closes a fence.
  mutating func advance(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 }
    guard text.startIndex - line.startIndex <= 3, let first = text.first,
      first == UInt8(ascii: "`") || first == UInt8(ascii: "~")
    else { return false }
    let count = text.prefix { $0 == first }.count
    let rest = text.dropFirst(count)
    if isOpen {
      guard first == mark, count >= length, rest.allSatisfy({ $0 <= 0x20 }) else { return false }
      length = 0
      return true
    }
    guard count >= 3, first == UInt8(ascii: "~") || !rest.contains(first) else { return false }
    (mark, length) = (first, count)
    return true
  }
}

extension DiagnosticCode {
  /// A text over one of the bounds that keep a build from hanging.
  package static let markdownTooCostly = DiagnosticCode("markdown.too-costly")
}
