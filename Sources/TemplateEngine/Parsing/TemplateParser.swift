import Diagnostics

/// Builds a template from its tokens; goes on behind each mistake, so that one run finds all of them.
struct TemplateParser {
  let source: SourceFile
  private let tokens: [TemplateToken]
  private var index = 0
  private(set) var depth = 0
  private var isStopped = false
  /// The words that close what is open, from the outside in; nothing for a component.
  private var awaited: [String?] = []
  private(set) var diagnostics: [Diagnostic]
  private var template: Template

  static let maximumDepth = 100
  private static let maximumSize = 4 << 20

  private init(_ source: SourceFile, components: Set<String>) {
    self.source = source
    template = Template(source: source)
    (tokens, diagnostics) = TemplateLexer.tokens(of: source, components: components)
  }

  /// `components` are the names of the theme's components.
  static func parse(
    _ source: SourceFile, components: Set<String> = []
  ) -> (template: Template, diagnostics: [Diagnostic]) {
    if source.bytes.count > maximumSize {
      let problem = Diagnostic(
        .templateSyntax, "this template has more than \(maximumSize >> 20) MiB",
        at: Location(path: source.path),
        help: ["split it into components"])
      return (Template(source: source), [problem])
    }
    // Any of its parts may be wrong.
    let source = source.bytes.count > 1 << 14 ? source.indexed : source
    var parser = TemplateParser(source, components: components)
    parser.template.nodes = parser.nodes(until: [], opened: nil).nodes
    return (parser.template, parser.diagnostics)
  }

  mutating func report(_ error: TemplateError) {
    diagnostics.append(
      Diagnostic(.templateSyntax, error.message, in: source, error.span, label: error.label, help: error.help)
    )
  }

  /// What ended a run of nodes.
  enum End {
    case endOfFile
    /// A statement of those that were waited for; its word, and what is inside its tag.
    case statement(String, inside: Span, span: Span)
    case closingTag(String)
  }

  /// Nodes up to a statement of `words`, a closing tag of the component `tag`, or the end.
  mutating func nodes(
    until words: [String], tag: String? = nil, opened: (name: String, span: Span)?
  ) -> (nodes: [TemplateNode], end: End) {
    var nodes: [TemplateNode] = []
    depth += 1
    awaited.append(words.last)
    defer {
      depth -= 1
      awaited.removeLast()
    }
    while let token = nextToken() {
      switch token.kind {
      case .comment: break
      case .raw: nodes.append(.raw(token.span))
      case .output(let inside):
        do {
          var parser = try ExpressionParser(source, inside)
          let expression = try parser.expression()
          try parser.expectEnd()
          nodes.append(.output(expression, span: token.span))
        } catch { report(error) }
      case .text: if token.span.start < token.span.end { nodes.append(.text(token.span)) }
      case .component(let name, let isClosing):
        if let closed = component(name, isClosing, token.span, inside: tag, into: &nodes) {
          return (nodes, .closingTag(closed))
        }
      case .statement(let inside):
        do {
          var parser = try ExpressionParser(source, inside)
          let word = try parser.name("a statement").name
          if words.contains(word) { return (nodes, .statement(word, inside: inside, span: token.span)) }
          if let end = foreignEnd(word, words, opened, token.span) { return (nodes, end) }
          if depth > Self.maximumDepth {
            stopNesting(of: "statements", at: token.span)
            return (nodes, .endOfFile)
          }
          if let node = try statement(word, &parser, token.span) { nodes.append(node) }
        } catch { report(error) }
      }
    }
    if let opened, !isStopped { reportUnclosed(opened, words) }
    return (nodes, .endOfFile)
  }

  private mutating func reportUnclosed(_ opened: (name: String, span: Span), _ words: [String]) {
    let help =
      !opened.name.hasPrefix("<")
      ? "close it with `{% \(words.last ?? "end") %}`"
      : isInComment(opened.span.start)
        ? "use a comment of the template, `{# … #}`, which is not published"
        : "close it with `</\(opened.name.dropFirst().dropLast())>`, or write `/>`"
    report(
      TemplateError(
        message: "this `\(opened.name)` is never closed", span: opened.span, label: "opened here", help: help)
    )
  }

  /// Whether a comment of HTML seems to be open there, in which a tag is one all the same.
  private func isInComment(_ offset: Int) -> Bool {
    let before = text(Span(0, offset))
    guard let opening = before.ranges(of: "<!--").last else { return false }
    return !before[opening.upperBound...].contains("-->")
  }

  /// Where a run of nodes ends with a statement that closes another: what is open around this one, so that this one
  /// is not closed, or nothing, so that the wrong word was written.
  private mutating func foreignEnd(
    _ word: String, _ words: [String], _ opened: (name: String, span: Span)?, _ span: Span
  ) -> End? {
    guard let opened, ["endif", "endfor", "endblock", "end"].contains(word) else { return nil }
    if awaited.dropLast().contains(word) {
      reportUnclosed(opened, words)
      index -= 1
      return .endOfFile
    }
    guard let wanted = words.last else { return nil }
    report(
      TemplateError(
        message: "`\(opened.name)` is closed with `{% \(wanted) %}`", span: span,
        label: "not with `{% \(word) %}`",
        help: "write `{% \(wanted) %}`"))
    return .statement(wanted, inside: Span(span.start, span.start), span: span)
  }

  private mutating func nextToken() -> TemplateToken? {
    guard index < tokens.count else { return nil }
    index += 1
    return tokens[index - 1]
  }

  /// Reads nothing more, for it is nested too deep; whether what is open is closed is not known then.
  mutating func stopNesting(of parts: String, at span: Span) {
    report(
      TemplateError(
        message: "\(parts) are nested more than \(Self.maximumDepth) levels deep", span: span,
        help: "move the inner part into a component"))
    index = tokens.count
    isStopped = true
  }

  func text(_ span: Span) -> String {
    String(decoding: source.bytes[span.start..<max(span.start, span.end)], as: UTF8.self)
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
      let isFirst = span.start == firstOffset || isBehindOnce(span.start)
      if !isFirst {
        report(
          TemplateError(
            message: "`{% each %}` stands in the first line", span: span,
            help: "move it to the top of the file"))
      }
      if isFirst || template.header == nil { template.header = try header(&parser, span) }
    case "once":
      try parser.expectEnd()
      template.once = span
    case "props":
      if template.props != nil {
        throw TemplateError(
          message: "the props are said twice", span: span, help: "put all of them in one `props`")
      }
      template.props = try props(&parser)
    default: throw ForeignStatements.problem(word, parser, span)
    }
    return nil
  }

  /// Goes behind the end of a statement whose head has a mistake.
  private mutating func skip(to word: String, opened: (name: String, span: Span)) {
    let words = word == "endif" ? ["elif", "else", word] : [word]
    while case .statement(let found, _, _) = nodes(until: words, opened: opened).end, found != word {}
  }

  /// Whether nothing but `{% once %}` stands before.
  private func isBehindOnce(_ start: Int) -> Bool {
    guard let once = template.once, once.start == firstOffset else { return false }
    return source.bytes[once.end..<max(once.end, start)].allSatisfy { $0 <= 0x20 }
  }

  private var firstOffset: Int { source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  private mutating func condition(
    _ parser: inout ExpressionParser, _ span: Span
  ) throws(TemplateError) -> TemplateNode {
    var branches: [(condition: Expression, body: [TemplateNode])] = []
    var condition = try parser.expression()
    try parser.expectEnd()
    while true {
      let part = nodes(until: ["elif", "elseif", "elsif", "else", "endif"], opened: ("{% if %}", span))
      branches.append((condition, part.nodes))
      guard case .statement(let word, let inside, let place) = part.end, word != "endif" else { break }
      var next = try ExpressionParser(source, inside)
      try next.advance()
      if word == "elseif" || word == "elsif" {
        report(
          TemplateError(
            message: "there is no `{% \(word) %}`", span: place,
            help: "write `{% elif \(text(next.rest(behind: nil))) %}`"))
      }
      if word == "else", next.token.kind == .end {
        let otherwise = nodes(until: ["endif"], opened: ("{% if %}", span)).nodes
        return .condition(branches: branches, otherwise: otherwise, span: span)
      }
      if word == "else" {
        throw TemplateError(
          message: "`else` takes no condition", span: inside,
          help: "write `{% elif \(text(next.rest(behind: "if"))) %}`")
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
          if "[{(<".contains(mark) { nesting += 1 }
          if "]})>".contains(mark) { nesting -= 1 }
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
