import Diagnostics

/// Reads expressions by precedence climbing.
struct ExpressionParser {
  private var lexer: ExpressionLexer
  private(set) var token: ExpressionToken
  private var depth = 0
  /// Operators, members and filters so far: each may stand within the next, so this bounds every recursion.
  private var size = 0
  private static let maximumDepth = 100
  private static let maximumSize = 1000

  init(_ source: SourceFile, _ span: Span) throws(TemplateError) {
    lexer = ExpressionLexer(source, span)
    token = try lexer.next()
  }

  /// Offset behind the last token that was read.
  var position: Int { lexer.position }

  mutating func advance() throws(TemplateError) { token = try lexer.next() }

  /// What is left of the tag from this token on, without white space at its ends; behind `word` if it begins with it.
  func rest(behind word: String?) -> Span {
    let start = word.map { token.kind == .name($0) } == true ? token.span.end : token.span.start
    return lexer.trimmed(from: start)
  }

  func text(of span: Span) -> String { lexer.text(of: span) }

  mutating func take(_ mark: String) throws(TemplateError) -> Bool {
    guard token.kind == .mark(mark) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ mark: String, _ reason: String) throws(TemplateError) {
    guard try take(mark) else { throw unexpected("expected `\(mark)` \(reason)") }
  }

  /// A name that is no keyword.
  mutating func name(_ what: String) throws(TemplateError) -> (name: String, span: Span) {
    guard case .name(let name) = token.kind else { throw unexpected("expected \(what)") }
    let span = token.span
    try advance()
    return (name, span)
  }

  mutating func takeWord(_ word: String) throws(TemplateError) -> Bool {
    guard token.kind == .name(word) else { return false }
    try advance()
    return true
  }

  mutating func expectEnd() throws(TemplateError) {
    guard token.kind == .end else { throw unexpected("expected the end of this tag") }
  }

  func unexpected(_ message: String, help: String? = nil) -> TemplateError {
    let found: String
    switch token.kind {
    case .end: found = "found the end of the tag"
    case .name(let name): found = "found `\(name)`"
    case .mark(let mark): found = "found `\(mark)`"
    case .string: found = "found a text"
    case .int, .double: found = "found a number"
    }
    return TemplateError(message: "\(message), \(found)", span: token.span, help: help ?? foreignMark)
  }

  /// How what other languages write here is said.
  private var foreignMark: String? {
    switch token.kind {
    case .mark(":"): "a component is called as a tag, `<Card … />`; arguments stand in parentheses"
    case .mark("="): "values are compared with `==`; a name is given with `{% let name = … %}`"
    case .mark("?"): "write `{% if a %}{{ b }}{% else %}{{ c }}{% endif %}`, or `a ?? b` for a default"
    case .mark("("): "methods are filters here: `value | upper`, `posts | take(3)`"
    case .mark(";"): "one statement stands in one tag"
    case .mark("&"), .name("and"): "write `and` between two conditions"
    case .mark("|"): "behind `|` stands the name of a filter; `or` is written as a word"
    case .mark("!"): "write `not` before a condition"
    case .name("of"): "write `{% for post in posts %}`"
    case .name("if"): "write `{% elif … %}`"
    default: nil
    }
  }

  mutating func expression() throws(TemplateError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw TemplateError(
        message: "this expression is nested more than \(Self.maximumDepth) levels deep", span: token.span,
        help: "give parts of it names with `{% let %}`")
    }
    return try binary(minimum: 0)
  }

  private mutating func binary(minimum: Int) throws(TemplateError) -> Expression {
    var left = try unary()
    while let op = operatorAhead, op.precedence > minimum {
      try grow()
      try advance()
      let right = try binary(minimum: op.precedence)
      left = Expression(kind: .binary(op, left, right), span: left.span.union(right.span))
    }
    return left
  }

  private mutating func grow() throws(TemplateError) {
    size += 1
    if size <= Self.maximumSize { return }
    throw TemplateError(
      message: "this expression is too long", span: token.span,
      help: "give parts of it names with `{% let %}`")
  }

  private var operatorAhead: Expression.Operator? {
    switch token.kind {
    case .name("and"): .and
    case .name("or"): .or
    case .mark(let mark): Expression.Operator(rawValue: mark)
    default: nil
    }
  }

  private mutating func unary() throws(TemplateError) -> Expression {
    let start = token.span
    if token.kind == .name("not") || token.kind == .mark("!") || token.kind == .mark("-") {
      let isNegative = token.kind == .mark("-")
      try advance()
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else { throw TemplateError(message: "too many signs", span: start) }
      // `not a == b` negates the comparison, `-a + b` only `a`.
      let operand = isNegative ? try unary() : try binary(minimum: Expression.Operator.and.precedence)
      return Expression(
        kind: isNegative ? .negative(operand) : .not(operand), span: start.union(operand.span))
    }
    return try filtered()
  }

  /// A value, the members asked of it, and the filters behind it.
  private mutating func filtered() throws(TemplateError) -> Expression {
    var expression = try members(of: primary())
    while try take("|") {
      try grow()
      let (name, span) = try self.name("the name of a filter")
      if token.kind == .mark(":") { throw colonArguments(name) }
      let arguments = token.kind == .mark("(") ? try self.arguments(of: name) : []
      let call = Expression.Call(name: name, nameSpan: span, arguments: arguments)
      expression = Expression(
        kind: .filter(expression, call), span: Span(expression.span.start, lastEnd(span)))
      expression = try members(of: expression)
    }
    return expression
  }

  private var closingEnd = 0

  private func lastEnd(_ span: Span) -> Int { max(span.end, closingEnd) }

  private mutating func members(of base: Expression) throws(TemplateError) -> Expression {
    var expression = base
    while token.kind == .mark(".") || token.kind == .mark("[") {
      if token.kind == .mark("[") { throw subscripted(expression) }
      try grow()
      try advance()
      let (name, span) = try self.name("the name of a field behind `.`")
      if token.kind == .mark("("), case .name(TemplateCompiler.strings) = expression.kind {
        let call = Expression.Call(name: name, nameSpan: span, arguments: try arguments(of: name))
        expression = Expression(kind: .phrase(call), span: Span(expression.span.start, closingEnd))
        continue
      }
      if token.kind == .mark("(") { throw method(name, expression, span) }
      expression = Expression(
        kind: .member(expression, name: name, nameSpan: span), span: Span(expression.span.start, span.end))
    }
    return expression
  }

  private mutating func arguments(of callee: String) throws(TemplateError) -> [Expression.Argument] {
    try expect("(", "")
    var arguments: [Expression.Argument] = []
    while token.kind != .mark(")") {
      let start = token.span
      var value = try expression()
      var name: String?
      if case .name(let word) = value.kind, token.kind == .mark("=") {
        try advance()
        throw equalsArgument(callee, word, start.union(token.span))
      }
      if case .name(let word) = value.kind, try take(":") {
        name = word
        value = try expression()
      }
      arguments.append(Expression.Argument(name: name, value: value, span: start.union(value.span)))
      if try !take(",") { break }
    }
    closingEnd = token.span.end
    try expect(")", "behind the arguments")
    return arguments
  }

  // MARK: - What other languages write

  /// `date: "%Y"`, as Liquid has it.
  private func colonArguments(_ name: String) -> TemplateError {
    var copy = self
    try? copy.advance()
    let rest = text(of: copy.rest(behind: nil)).split(separator: "|").first.map(String.init) ?? ""
    let argument = rest.split(separator: " ").joined(separator: " ")
    return TemplateError(
      message: "the arguments of a filter stand in parentheses", span: token.span,
      help: "write `\(name)(\(argument.isEmpty ? "…" : argument))`")
  }

  /// `filter(attribute="category", …)`, as Tera has it.
  private func equalsArgument(_ callee: String, _ name: String, _ span: Span) -> TemplateError {
    var field = "title"
    if case .string(let text) = token.kind { field = text }
    let help =
      switch callee {
      case "filter": "write the condition: `filter(.\(field) == …)`"
      case "map": "write `map(.\(field))`"
      case "sort", "group", "group_by", "sort_by": "write `\(callee.prefix { $0 != "_" })(by: .\(field))`"
      default: "write `\(name): …`, or the value alone"
      }
    return TemplateError(message: "an argument is named with `:`", span: span, help: help)
  }

  /// `post.date.toISOString()`.
  private func method(_ name: String, _ base: Expression, _ span: Span) -> TemplateError {
    let filters = [
      "toUTCString": "date(\"%a, %d %b %Y\")", "toISOString": "date(iso)",
      "toDateString": "date(\"%a %b %d %Y\")",
      "toLocaleDateString": "date(\"%e %B %Y\")", "toString": "date(day)", "Format": "date(\"%e %B %Y\")",
      "format": "date(\"%e %B %Y\")", "toUpperCase": "upper", "toLowerCase": "lower",
      "includes": "contains(…)",
      "slice": "take(…)", "sort": "sort(by: …)", "map": "map(.title)", "filter": "filter(…)",
      "join": "join(\", \")",
      "replace": "replace(…)", "reverse": "reverse", "split": "split(…)", "trim": "trim",
    ]
    return TemplateError(
      message: "values have no methods", span: Span(span.start, token.span.end),
      help: filters[name].map { "write `\(text(of: base.span)) | \($0)`" }
        ?? "what is done with a value is a filter: `value | upper`, `posts | take(3)`")
  }

  /// `names[1]`, `post["title"]`.
  private func subscripted(_ base: Expression) -> TemplateError {
    var copy = self
    try? copy.advance()
    let written = text(of: base.span)
    let help: String
    switch copy.token.kind {
    case .int(0): help = "the first element is `\(written).first`, if there is one"
    case .int(let number): help = "write `\(written) | drop(\(number)) | first`, which may be absent"
    case .string(let name): help = "a field stands behind a point: `\(written).\(name)`"
    case .name(let name): help = "choose what has it: `\(written) | filter(.slug == \(name)) | first`"
    default: help = "an element is taken by a filter: `\(written) | first`, `\(written) | drop(2) | first`"
    }
    return TemplateError(message: "an element is not taken with `[ ]`", span: token.span, help: help)
  }

  private mutating func primary() throws(TemplateError) -> Expression {
    let span = token.span
    func made(_ kind: Expression.Kind) -> Expression { Expression(kind: kind, span: span) }
    switch token.kind {
    case .string(let text):
      try advance()
      return made(.string(text))
    case .int(let number):
      try advance()
      return made(.int(number))
    case .double(let number):
      try advance()
      return made(.double(number))
    case .name(let name): return try word(name, span)
    case .mark("."):
      try advance()
      guard case .name = token.kind else { return Expression(kind: .element(""), span: span) }
      let (name, nameSpan) = try self.name("the name of a field behind `.`")
      return Expression(kind: .element(name), span: span.union(nameSpan))
    case .mark("("):
      try advance()
      let inner = try expression()
      let end = token.span
      try expect(")", "to close the parenthesis")
      return Expression(kind: inner.kind, span: span.union(end))
    case .mark("["): return try list(span)
    case .mark("{"): return try record(span)
    default: throw unexpected("expected a value")
    }
  }

  private mutating func word(_ name: String, _ span: Span) throws(TemplateError) -> Expression {
    try advance()
    switch name {
    case "true": return Expression(kind: .bool(true), span: span)
    case "false": return Expression(kind: .bool(false), span: span)
    case "none": return Expression(kind: .none, span: span)
    default: break
    }
    guard token.kind == .mark("(") else { return Expression(kind: .name(name), span: span) }
    let arguments = try self.arguments(of: name)
    return Expression(
      kind: .call(.init(name: name, nameSpan: span, arguments: arguments)), span: Span(span.start, closingEnd)
    )
  }

  private mutating func list(_ start: Span) throws(TemplateError) -> Expression {
    try advance()
    var items: [Expression] = []
    while token.kind != .mark("]") {
      items.append(try expression())
      if try !take(",") { break }
    }
    let end = token.span
    try expect("]", "to close the list")
    return Expression(kind: .list(items), span: start.union(end))
  }

  private mutating func record(_ start: Span) throws(TemplateError) -> Expression {
    try advance()
    var fields: [(name: String, span: Span, value: Expression)] = []
    while token.kind != .mark("}") {
      let (name, span): (String, Span)
      if case .string(let text) = token.kind {
        (name, span) = (text, token.span)
        try advance()
      } else {
        (name, span) = try self.name("the name of a field")
      }
      if fields.contains(where: { $0.name == name }) {
        throw TemplateError(message: "`\(name)` is in this record twice", span: span)
      }
      try expect(":", "behind `\(name)`")
      fields.append((name, span, try expression()))
      if try !take(",") { break }
    }
    let end = token.span
    try expect("}", "to close the record")
    return Expression(kind: .record(fields), span: start.union(end))
  }
}
