import Diagnostics

/// Every tag of a template language and every piece of MDX in one text, with its place. Linear in the text; code is
/// passed over, as far as lines tell what is code.
struct ForeignMarks {
  /// One of them.
  struct Mark: Equatable {
    let kind: Finding.Kind
    /// As it is grouped: `{% include figure.html … %}`.
    let name: String
    let advice: String
    let span: Span
  }

  private(set) var marks: [Mark] = []
  let bytes: [UInt8]
  let generator: Generator
  private let isMDX: Bool
  /// Whether `:smile:` is a picture.
  let hasEmoji: Bool
  /// The fence that is open: its byte, and how often.
  private var fence: (byte: UInt8, count: Int)?
  /// The tag whose end is waited for, since all before it is text.
  private var verbatim: String?
  private(set) var wasBlank = true
  private var isInList = false
  private var isInIndentedCode = false

  /// Looks at the text from `start` on.
  init(_ bytes: [UInt8], from start: Int, generator: Generator, isMDX: Bool, hasEmoji: Bool = false) {
    self.bytes = bytes
    self.hasEmoji = hasEmoji
    self.generator = generator
    self.isMDX = isMDX
    var line = min(start, bytes.count)
    while line < bytes.count {
      let end = bytes[line...].firstIndex(of: 0x0A) ?? bytes.count
      look(at: line..<end)
      line = end + 1
    }
  }

  private var isLiquid: Bool { generator == .jekyll || generator == .eleventy }

  private mutating func look(at line: Range<Int>) {
    let indent = bytes[line].prefix { $0 == 0x20 || $0 == 0x09 }.reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    let text = bytes[line].drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
    defer { wasBlank = text.allSatisfy { $0 == 0x0D } }
    if verbatim == nil, isFence(text) || fence != nil {
      // Liquid is run before Markdown, so its `raw` is in code too.
      if isLiquid { scan(line, only: ["raw", "endraw"]) }
      return
    }
    if isIndentedCode(indent, text) { return }
    if isMDX, verbatim == nil { lookForModules(text, line) }
    if verbatim == nil { lookForOtherMarkdown(text, line) }
    if text.starts(with: ":::".utf8) || text.starts(with: "!!! ".utf8) { lookForBlock(text, line) }
    scan(line, only: nil)
  }

  /// Whether the line opens or closes fenced code, which is noted.
  private mutating func isFence(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return false
    }
    let count = text.prefix { $0 == first }.count
    guard count >= 3 else { return false }
    if let open = fence {
      let rest = text.dropFirst(count)
      if first == open.byte, count >= open.count, rest.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
        fence = nil
      }
      return true
    }
    if first == UInt8(ascii: "`"), text.dropFirst(count).contains(first) { return false }
    fence = (first, count)
    return true
  }

  private mutating func isIndentedCode(_ indent: Int, _ text: ArraySlice<UInt8>) -> Bool {
    guard text.contains(where: { $0 != 0x0D }) else { return false }
    if indent >= 4, !isInList, wasBlank || isInIndentedCode {
      isInIndentedCode = true
      return true
    }
    isInIndentedCode = false
    let digits = text.prefix { $0.isASCIIDigit }.count
    let rest = text.dropFirst(digits)
    let isMarker =
      digits > 0
      ? rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")")
      : rest.first.map { "-*+".utf8.contains($0) } ?? false
    if isMarker, rest.dropFirst().first == 0x20 {
      isInList = true
    } else if indent == 0, wasBlank {
      isInList = false
    }
    return false
  }

  mutating func add(_ kind: Finding.Kind, _ name: String, _ advice: String, _ start: Int, _ end: Int) {
    marks.append(Mark(kind: kind, name: name, advice: advice, span: Span(start, end)))
  }

  // MARK: - Tags

  /// `only` are the names of tags that are looked for, in code.
  private mutating func scan(_ line: Range<Int>, only: Set<String>?) {
    var index = line.lowerBound
    while index < line.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "`"), only == nil, verbatim == nil {
        index = endOfCode(index, line.upperBound)
      } else if byte == UInt8(ascii: "{"), index + 1 < line.upperBound {
        index = braces(index, line.upperBound, only)
      } else if byte == UInt8(ascii: "<"), isMDX, only == nil, verbatim == nil {
        index = component(index, line.upperBound)
      } else {
        index += 1
      }
    }
  }

  /// Behind a span of code, or behind its first mark when the line does not close it.
  private func endOfCode(_ start: Int, _ end: Int) -> Int {
    let count = bytes[start..<end].prefix { $0 == UInt8(ascii: "`") }.count
    var index = start + count
    while index < end {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = bytes[index..<end].prefix { $0 == UInt8(ascii: "`") }.count
      index += run
      if run == count { return index }
    }
    return start + count
  }

  /// A tag or an output that begins at `start`; the place to go on from.
  private mutating func braces(_ start: Int, _ end: Int, _ only: Set<String>?) -> Int {
    switch bytes[start + 1] {
    case UInt8(ascii: "%") where isLiquid || generator == .zola: return tag(start, end, only)
    case UInt8(ascii: "{") where only == nil && verbatim == nil: return output(start, end)
    case UInt8(ascii: ":") where generator == .jekyll && only == nil && verbatim == nil:
      let inside = bytes[(start + 2)..<end].prefix { $0 != UInt8(ascii: "}") }
      guard inside.endIndex < end, let first = inside.first,
        " .#".utf8.contains(first) || first.isASCIILetter
      else {
        return start + 2
      }
      add(
        .tag, "{: … }", "remove it; only the id of a heading can be said, as `## Heading {#id}`", start,
        inside.endIndex + 1)
      return inside.endIndex + 1
    case UInt8(ascii: "/") where isMDX && only == nil && verbatim == nil:
      add(.mdx, "{/* … */}", "write it as an HTML comment, <!-- … -->", start, start + 2)
      return start + 2
    default:
      guard isMDX, only == nil, verbatim == nil, bytes[start + 1].isASCIILetter else { return start + 1 }
      let inside = bytes[(start + 1)..<end].prefix { $0 != UInt8(ascii: "}") }
      guard inside.endIndex < end else { return start + 1 }
      add(.mdx, "{expression}", "write what it would say", start, inside.endIndex + 1)
      return inside.endIndex + 1
    }
  }

  private mutating func tag(_ start: Int, _ end: Int, _ only: Set<String>?) -> Int {
    let close = closing("%}", from: start + 2, to: end)
    let words = Self.words(bytes[(start + 2)..<(close ?? end)])
    let next = close.map { $0 + 2 } ?? end
    guard let name = words.first.map({ $0.prefix { $0.isLetter || $0 == "_" || $0.isNumber } }), !name.isEmpty
    else {
      return start + 2
    }
    if let only, !only.contains(String(name)) { return start + 2 }
    if let open = verbatim {
      if name == "end" + open { verbatim = nil }
      return next
    }
    if name.hasPrefix("end") { return next }
    if ["raw", "comment", "highlight", "verbatim"].contains(name), only == nil { verbatim = String(name) }
    let (label, advice) = Self.described(String(name), words, isShortcode: generator == .zola)
    add(.tag, label, advice, start, next)
    return next
  }

  private static func described(_ name: String, _ words: [String], isShortcode: Bool) -> (String, String) {
    let component = pair(name)
    if isShortcode { return ("{% \(name)(…) %}", component) }
    switch name {
    case "include", "include_relative", "render", "include_cached":
      let file = words.count > 1 ? words[1] : ""
      let stem = file.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? ""
      return ("{% \(name) \(file) %}", single(String(stem)))
    case "highlight": return ("{% highlight %}", "a fenced code block, ```` ```ruby ````")
    case "raw", "verbatim":
      return ("{% \(name) %}", "remove it and its end; braces mean nothing in Presstime")
    case "post_url", "link": return ("{% \(name) %}", "link to the file by its path, `[text](other-post.md)`")
    case "comment": return ("{% comment %}", "an HTML comment, <!-- … -->")
    default: return ("{% \(name) %}", "write what it would say, or \(component)")
    }
  }

  private mutating func output(_ start: Int, _ end: Int) -> Int {
    guard start + 2 < end else { return end }
    let third = bytes[start + 2]
    if generator == .hugo {
      // All else in braces is text there.
      let isShortcode = third == UInt8(ascii: "<") || third == UInt8(ascii: "%")
      return isShortcode ? shortcode(start, end) : start + 2
    }
    guard isLiquid || generator == .zola else { return start + 2 }
    guard let close = closing("}}", from: start + 2, to: end) else { return start + 2 }
    let inside = bytes[(start + 2)..<close]
    let words = Self.words(inside)
    let isCall = words.first?.contains("(") == true
    // `\frac{{a}}{b}` is a formula.
    let isOutput =
      third == 0x20 || third == UInt8(ascii: "-") || third == UInt8(ascii: "\"") || third == UInt8(ascii: "'")
      || (third.isASCIILetter && inside.contains { ".|(".utf8.contains($0) })
    guard isOutput, isLiquid || isCall, let first = words.first else { return start + 2 }
    if isCall {
      let name = first.prefix { $0 != "(" }
      add(
        .tag, "{{ \(name)(…) }}", Self.single(String(name)), start,
        close + 2)
    } else {
      add(.tag, "{{ \(first.prefix(40)) }}", Self.advice(ofOutput: first), start, close + 2)
    }
    return close + 2
  }

  private static func advice(ofOutput name: String) -> String {
    name.hasSuffix("baseurl") || name.hasSuffix("site.url")
      ? "remove it: a link that begins with `/` begins at the site's address" : "write what it would say"
  }

  /// `{{< name … >}}` and `{{% name … %}}`.
  private mutating func shortcode(_ start: Int, _ end: Int) -> Int {
    let mark = bytes[start + 2] == UInt8(ascii: "<") ? ("<", ">") : ("%", "%")
    let close = closing(mark.1 + "}}", from: start + 3, to: end)
    let next = close.map { $0 + 3 } ?? end
    guard let name = Self.words(bytes[(start + 3)..<(close ?? end)]).first else { return start + 3 }
    // `{{</* … */>}}` shows the words of a shortcode; `{{< /name >}}` closes one.
    if name.hasPrefix("/*") {
      add(
        .tag, "{{\(mark.0)/* … */\(mark.1)}}", "put it in backticks, without the `/*` and `*/`", start, next)
    } else if !name.hasPrefix("/") {
      let advice =
        ["ref", "relref"].contains(name)
        ? "link to the file by its path, `[text](other-post.md)`"
        : Self.pair(name)
      add(.tag, "{{\(mark.0) \(name) \(mark.1)}}", advice, start, next)
    }
    return next
  }

  private func closing(_ mark: String, from start: Int, to end: Int) -> Int? {
    let mark = Array(mark.utf8)
    guard start + mark.count <= end else { return nil }
    return (start...(end - mark.count)).first { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
  }

  private static func words(_ bytes: ArraySlice<UInt8>) -> [String] {
    let words = String(decoding: bytes, as: UTF8.self).split { " \t\"'".contains($0) }
    return words.map { $0.drop { $0 == "-" } }.filter { !$0.isEmpty }.prefix(2).map(String.init)
  }

  private static func single(_ name: String) -> String {
    "a component of the theme, as `<\(componentName(name)) />`"
  }

  private static func pair(_ name: String) -> String {
    let component = componentName(name)
    return "a component of the theme, as `<\(component)> … </\(component)>`"
  }

  /// `my-figure` as the name of a component: `MyFigure`.
  static func componentName(_ name: String) -> String {
    let words = name.split { !$0.isLetter && !$0.isNumber }
    let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return joined.isEmpty ? "Name" : joined
  }

  // MARK: - Blocks and MDX

  private mutating func lookForBlock(_ text: ArraySlice<UInt8>, _ line: Range<Int>) {
    let mark = String(decoding: text.prefix(3), as: UTF8.self)
    let name = text.dropFirst(3).drop { $0 == 0x20 || $0 == UInt8(ascii: ":") }.prefix { $0.isASCIILetter }
    guard !name.isEmpty else { return }
    add(
      .tag, "\(mark) \(String(decoding: name, as: UTF8.self))",
      "an alert, `> [!NOTE]`, or a component of the theme",
      text.startIndex, line.upperBound)
  }

  private mutating func lookForModules(_ text: ArraySlice<UInt8>, _ line: Range<Int>) {
    for word in ["import ", "export "]
    where text.startIndex == line.lowerBound && text.starts(with: word.utf8) {
      let advice =
        word == "import " ? "remove it; a component of the theme needs none" : "say it in the front matter"
      add(.mdx, word.dropLast() + " …", advice, line.lowerBound, line.upperBound)
    }
  }

  /// `<Name`, which begins with a capital letter.
  private mutating func component(_ start: Int, _ end: Int) -> Int {
    let name = bytes[(start + 1)..<end].prefix {
      $0.isASCIIAlphanumeric || $0 == UInt8(ascii: ".")
    }
    guard let first = name.first, first.isASCIICapital else { return start + 1 }
    let text = String(decoding: name, as: UTF8.self)
    add(.mdx, "<\(text)>", "a component of the theme of that name", start, name.endIndex)
    return name.endIndex
  }
}
