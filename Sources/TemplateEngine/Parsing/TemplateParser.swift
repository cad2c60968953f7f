import Diagnostics

/// Builds a template from its tokens; goes on behind each mistake, so that one run finds all of them.
struct TemplateParser {
  let source: SourceFile
  private let tokens: [TemplateToken]
  private var index = 0
  private var depth = 0
  private(set) var diagnostics: [Diagnostic]
  private var template: Template
  /// Text that is still to be searched for components, when a tag ended inside a text token.
  private var pendingText: Span?

  private static let maximumDepth = 100
  private static let maximumSize = 4 << 20

  private init(_ source: SourceFile) {
    self.source = source
    template = Template(source: source)
    (tokens, diagnostics) = TemplateLexer.tokens(of: source)
  }

  private init(_ source: SourceFile, tokens: [TemplateToken]) {
    self.source = source
    self.tokens = tokens
    diagnostics = []
    template = Template(source: source)
  }

  static func parse(_ source: SourceFile) -> (template: Template, diagnostics: [Diagnostic]) {
    if source.bytes.count > maximumSize {
      let problem = Diagnostic(
        .templateSyntax, "this template has more than \(maximumSize >> 20) MiB",
        at: Location(path: source.path),
        help: ["split it into components"])
      return (Template(source: source), [problem])
    }
    var parser = TemplateParser(source)
    parser.template.nodes = parser.nodes(until: [], opened: nil).nodes
    return (parser.template, parser.diagnostics)
  }

  mutating func report(_ error: TemplateError) {
    diagnostics.append(
      Diagnostic(.templateSyntax, error.message, in: source, error.span, label: error.label, help: error.help)
    )
  }

  /// What ended a run of nodes.
  private enum End {
    case endOfFile
    /// A statement of those that were waited for; its word, and what is inside its tag.
    case statement(String, inside: Span, span: Span)
    case closingTag(String)
  }

  /// Nodes up to a statement of `words`, a closing tag of the component `tag`, or the end.
  private mutating func nodes(
    until words: [String], tag: String? = nil, opened: (name: String, span: Span)?
  ) -> (nodes: [TemplateNode], end: End) {
    var nodes: [TemplateNode] = []
    depth += 1
    defer { depth -= 1 }
    while let token = nextToken() {
      switch token.kind {
      case .comment: break
      case .raw: nodes.append(.text(token.span))
      case .output(let inside):
        do {
          var parser = try ExpressionParser(source, inside)
          let expression = try parser.expression()
          try parser.expectEnd()
          nodes.append(.output(expression, span: token.span))
        } catch { report(error) }
      case .text:
        if let closed = text(token.span, tag: tag, into: &nodes) { return (nodes, .closingTag(closed)) }
      case .statement(let inside):
        do {
          var parser = try ExpressionParser(source, inside)
          let word = try parser.name("a statement").name
          if words.contains(word) { return (nodes, .statement(word, inside: inside, span: token.span)) }
          if depth > Self.maximumDepth {
            report(
              TemplateError(
                message: "statements are nested more than \(Self.maximumDepth) levels deep", span: token.span,
                help: "move the inner part into a component"))
            index = tokens.count
            return (nodes, .endOfFile)
          }
          if let node = try statement(word, &parser, token.span) { nodes.append(node) }
        } catch { report(error) }
      }
    }
    if let opened {
      report(
        TemplateError(
          message: "this `\(opened.name)` is never closed", span: opened.span, label: "opened here",
          help: opened.name.hasPrefix("<")
            ? "close it with `</\(opened.name.dropFirst().dropLast())>`, or write `/>`"
            : "close it with `{% \(words.last ?? "end") %}`"))
    }
    return (nodes, .endOfFile)
  }

  private mutating func nextToken() -> TemplateToken? {
    if let span = pendingText {
      pendingText = nil
      return TemplateToken(kind: .text, span: span)
    }
    guard index < tokens.count else { return nil }
    index += 1
    return tokens[index - 1]
  }

  private mutating func statement(
    _ word: String, _ parser: inout ExpressionParser, _ span: Span
  ) throws(TemplateError) -> TemplateNode? {
    switch word {
    case "if":
      do { return try condition(&parser, span) } catch {
        // What it holds is passed over with it, so that its end is not reported too.
        skip(to: "endif", opened: ("{% if %}", span))
        throw error
      }
    case "for":
      do { return try loop(&parser, span) } catch {
        skip(to: "endfor", opened: ("{% for %}", span))
        throw error
      }
    case "let":
      let (name, nameSpan) = try parser.name("a name behind `let`")
      try parser.expect("=", "behind `\(name)`")
      let value = try parser.expression()
      try parser.expectEnd()
      return .binding(name: name, nameSpan: nameSpan, value: value)
    case "block":
      let (name, nameSpan) = try parser.name("the name of the block")
      try parser.expectEnd()
      let body = nodes(until: ["endblock"], opened: ("{% block %}", span)).nodes
      return .block(name: name, nameSpan: nameSpan, body: body)
    case "extends":
      guard case .string(let path) = parser.token.kind else {
        throw parser.unexpected("expected the path of a layout in quotes")
      }
      let pathSpan = parser.token.span
      try parser.advance()
      try parser.expectEnd()
      if template.extends != nil {
        throw TemplateError(
          message: "a template extends one layout", span: span, help: "remove one of the two")
      }
      template.extends = (path, pathSpan)
    case "each":
      guard span.start == firstOffset else {
        throw TemplateError(
          message: "`{% each %}` stands in the first line", span: span, help: "move it to the top of the file"
        )
      }
      template.header = try header(&parser, span)
    case "props":
      if template.props != nil {
        throw TemplateError(
          message: "the props are said twice", span: span, help: "put all of them in one `props`")
      }
      template.props = try props(&parser)
    default: throw unknownStatement(word, span)
    }
    return nil
  }

  /// Goes behind the end of a statement whose head has a mistake.
  private mutating func skip(to word: String, opened: (name: String, span: Span)) {
    let words = word == "endif" ? ["elif", "else", word] : [word]
    while case .statement(let found, _, _) = nodes(until: words, opened: opened).end, found != word {}
  }

  private var firstOffset: Int { source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  private func unknownStatement(_ word: String, _ span: Span) -> TemplateError {
    let known = ["if", "for", "let", "block", "extends", "each", "props", "raw"]
    switch word {
    case "else", "elif", "elseif", "endif", "endfor", "endblock", "endraw":
      return TemplateError(
        message: "this `{% \(word) %}` has nothing to close or continue", span: span,
        help: word == "elseif"
          ? "write `{% elif … %}`, inside an `{% if %}`" : "remove it, or open what it belongs to")
    case "include", "import", "from", "macro", "call":
      return TemplateError(
        message: "there is no `{% \(word) %}`", span: span,
        help: "parts of pages are components: `components/Card.html`, called as `<Card … />`")
    case "set", "assign", "with":
      return TemplateError(
        message: "there is no `{% \(word) %}`", span: span, help: "write `{% let name = … %}`")
    default:
      return TemplateError(
        message: "there is no statement `\(word)`", span: span,
        help: Suggestion.sentence(for: word, among: known)
          ?? "statements are " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
  }

  private mutating func condition(
    _ parser: inout ExpressionParser, _ span: Span
  ) throws(TemplateError) -> TemplateNode {
    var branches: [(condition: Expression, body: [TemplateNode])] = []
    var condition = try parser.expression()
    try parser.expectEnd()
    while true {
      let part = nodes(until: ["elif", "else", "endif"], opened: ("{% if %}", span))
      branches.append((condition, part.nodes))
      guard case .statement(let word, let inside, _) = part.end, word != "endif" else { break }
      var next = try ExpressionParser(source, inside)
      try next.advance()
      if word == "else", next.token.kind == .end {
        let otherwise = nodes(until: ["endif"], opened: ("{% if %}", span)).nodes
        return .condition(branches: branches, otherwise: otherwise, span: span)
      }
      if word == "else" {
        throw TemplateError(
          message: "`else` takes no condition", span: inside, help: "write `{% elif … %}`")
      }
      condition = try next.expression()
      try next.expectEnd()
    }
    return .condition(branches: branches, otherwise: [], span: span)
  }

  private mutating func loop(
    _ parser: inout ExpressionParser, _ span: Span
  ) throws(TemplateError) -> TemplateNode {
    let (name, nameSpan) = try parser.name("a name for the element")
    guard try parser.takeWord("in") else { throw parser.unexpected("expected `in` behind `\(name)`") }
    let list = try parser.expression()
    try parser.expectEnd()
    let part = nodes(until: ["endfor"], opened: ("{% for %}", span))
    return .loop(name: name, nameSpan: nameSpan, list: list, body: part.nodes, span: span)
  }

  private func header(_ parser: inout ExpressionParser, _ span: Span) throws(TemplateError) -> Template.Header
  {
    var clauses: [Template.Header.Clause] = []
    repeat {
      let (name, nameSpan) = try parser.name("a name for the value of each page")
      guard try parser.takeWord("in") else { throw parser.unexpected("expected `in` behind `\(name)`") }
      clauses.append(.init(name: name, nameSpan: nameSpan, list: try parser.expression()))
    } while try parser.take(",")
    let isCanonical = try parser.takeWord("canonical")
    try parser.expectEnd()
    return Template.Header(clauses: clauses, isCanonical: isCanonical, span: span)
  }

  private func props(_ parser: inout ExpressionParser) throws(TemplateError) -> [Template.Prop] {
    var props: [Template.Prop] = []
    while parser.token.kind != .end {
      let (name, nameSpan) = try parser.name("the name of a prop")
      try parser.expect(":", "and the type of `\(name)`")
      let start = parser.token.span.start
      var end = start
      var nesting = 0
      while parser.token.kind != .end, parser.token.kind != .mark("=") {
        if nesting == 0, parser.token.kind == .mark(",") { break }
        if case .mark(let mark) = parser.token.kind {
          if "[{(".contains(mark) { nesting += 1 }
          if "]})".contains(mark) { nesting -= 1 }
        }
        end = parser.token.span.end
        try parser.advance()
      }
      let defaultValue = try parser.take("=") ? try parser.expression() : nil
      props.append(
        Template.Prop(
          name: name, nameSpan: nameSpan,
          type: String(decoding: source.bytes[start..<max(start, end)], as: UTF8.self),
          typeSpan: Span(start, end), defaultValue: defaultValue))
      if try !parser.take(",") { break }
    }
    try parser.expectEnd()
    return props
  }
}

/// Components in the text between tags.
extension TemplateParser {
  /// Adds a text and the components in it; the name of the closing tag `tag` when it is met.
  private mutating func text(_ span: Span, tag: String?, into nodes: inout [TemplateNode]) -> String? {
    let bytes = source.bytes
    var start = span.start
    var position = span.start
    while position + 1 < span.end {
      guard bytes[position] == UInt8(ascii: "<") else {
        position += 1
        continue
      }
      let isClosing = bytes[position + 1] == UInt8(ascii: "/")
      let nameStart = position + (isClosing ? 2 : 1)
      guard nameStart < span.end, (0x41...0x5A).contains(bytes[nameStart]), !isDoctypeLike(nameStart) else {
        position += 1
        continue
      }
      let name = String(decoding: bytes[nameStart..<span.end].prefix { Self.isNamePart($0) }, as: UTF8.self)
      let nameSpan = Span(nameStart, nameStart + name.utf8.count)
      if position > start { nodes.append(.text(Span(start, position))) }
      if isClosing {
        let end = bytes[nameSpan.end..<span.end].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? span.end
        pendingText = end < span.end ? Span(end, span.end) : nil
        if name == tag { return name }
        report(
          TemplateError(
            message: "`</\(name)>` closes nothing", span: Span(position, nameSpan.end),
            help: tag.map { "the open component is `<\($0)>`" } ?? "remove it"))
        start = end
        position = end
        pendingText = nil
        continue
      }
      do {
        let (attributes, end, isOpen) = try attributes(from: nameSpan.end, to: span.end)
        pendingText = end < span.end ? Span(end, span.end) : nil
        let opened = ("<\(name)>", Span(position, nameSpan.end))
        if isOpen, depth > Self.maximumDepth {
          report(
            TemplateError(
              message: "components are nested more than \(Self.maximumDepth) levels deep", span: opened.1,
              help: "move the inner part into a component"))
          pendingText = nil
          index = tokens.count
          return nil
        }
        let content = isOpen ? self.nodes(until: [], tag: name, opened: opened).nodes : nil
        nodes.append(
          .component(.init(name: name, nameSpan: nameSpan, attributes: attributes, content: content)))
      } catch {
        report(error)
        pendingText = error.span.end < span.end ? Span(max(error.span.end, nameSpan.end), span.end) : nil
      }
      guard let rest = pendingText else { return nil }
      pendingText = nil
      if rest.start < span.start || rest.end > span.end {
        // The content ended in another token; what is left of it is read next.
        pendingText = rest
        return nil
      }
      start = rest.start
      position = rest.start
    }
    if start < span.end { nodes.append(.text(Span(start, span.end))) }
    return nil
  }

  /// The attributes of a component's tag that stands in another text than a template.
  static func attributes(
    of source: SourceFile, from start: Int, to end: Int
  ) throws(TemplateError) -> [ComponentCall.Attribute] {
    try TemplateParser(source, tokens: []).attributes(from: start, to: end).attributes
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    ExpressionLexer.isNameStart(byte) || (0x30...0x39).contains(byte)
  }

  /// `<DIV>` in capitals is HTML as it was once written, no component.
  private func isDoctypeLike(_ start: Int) -> Bool {
    let name = source.bytes[start...].prefix { Self.isNamePart($0) }
    return name.count > 1 && name.allSatisfy { !(0x61...0x7A).contains($0) }
  }

  private func attributes(
    from start: Int, to end: Int
  ) throws(TemplateError) -> (attributes: [ComponentCall.Attribute], end: Int, isOpen: Bool) {
    var lexer = ExpressionLexer(source, Span(start, end))
    var attributes: [ComponentCall.Attribute] = []
    var token = try lexer.next()
    while true {
      switch token.kind {
      case .mark(">"): return (attributes, token.span.end, true)
      case .mark("/"):
        let close = try lexer.next()
        guard close.kind == .mark(">") else {
          throw TemplateError(message: "expected `>` behind `/`", span: close.span)
        }
        return (attributes, close.span.end, false)
      case .name(let name):
        let nameSpan = token.span
        token = try lexer.next()
        guard token.kind == .mark("=") else {
          attributes.append(.init(name: name, nameSpan: nameSpan, value: nil))
          continue
        }
        let (value, next) = try attributeValue(from: lexer.position, to: end)
        attributes.append(.init(name: name, nameSpan: nameSpan, value: value))
        lexer = ExpressionLexer(source, Span(next, end))
        token = try lexer.next()
      case .end:
        throw TemplateError(
          message: "this component's tag is never closed", span: Span(start, start), help: "end it with `/>`")
      default:
        throw TemplateError(
          message: "expected a prop, `/>` or `>`", span: token.span,
          help: "props are written `name={expression}`, `name=\"text\"` or just `name`")
      }
    }
  }

  /// `"text"` or `{expression}`, and the offset behind it.
  private func attributeValue(
    from start: Int, to end: Int
  ) throws(TemplateError) -> (Expression, Int) {
    if start < end, source.bytes[start] == UInt8(ascii: "{") {
      var parser = try ExpressionParser(source, Span(start + 1, end))
      let value = try parser.expression()
      guard parser.token.kind == .mark("}") else { throw parser.unexpected("expected `}` behind the value") }
      return (value, parser.token.span.end)
    }
    var lexer = ExpressionLexer(source, Span(start, end))
    let token = try lexer.next()
    switch token.kind {
    case .string(let text): return (Expression(kind: .string(text), span: token.span), token.span.end)
    case .int(let number): return (Expression(kind: .int(number), span: token.span), token.span.end)
    default:
      throw TemplateError(
        message: "expected a text in quotes or an expression in braces", span: token.span,
        help: "write `name={…}`")
    }
  }
}
