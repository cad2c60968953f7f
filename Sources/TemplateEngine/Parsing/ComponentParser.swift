import Diagnostics

/// Components: `<Card title="x" />`, `<Note> … </Note>`.
extension TemplateParser {
  /// Adds the call that a tag begins, with what stands up to its closing tag; the name when the tag closes `open`.
  mutating func component(
    _ nameSpan: Span, _ isClosing: Bool, _ span: Span, inside open: String?, into nodes: inout [TemplateNode]
  ) -> String? {
    let name = text(nameSpan)
    let opened = ("<\(name)>", Span(span.start, nameSpan.end))
    if isClosing {
      if name == open { return name }
      report(
        TemplateError(
          message: "`</\(name)>` closes nothing", span: opened.1,
          help: open.map { "the open component is `<\($0)>`" } ?? "remove it"))
      return nil
    }
    do {
      let (attributes, _, isOpen) = try Self.attributes(of: source, from: nameSpan.end, to: span.end)
      let content = isOpen ? self.content(of: name, opened) : nil
      nodes.append(
        .component(.init(name: name, nameSpan: nameSpan, attributes: attributes, content: content)))
    } catch {
      report(error)
      // A tag with content is read to its end, so that its closing tag is not reported too.
      let bytes = source.bytes[nameSpan.end..<span.end]
      if bytes.last == UInt8(ascii: ">"), bytes.dropLast().last != UInt8(ascii: "/") {
        _ = content(of: name, opened)
      }
    }
    return nil
  }

  /// What stands between the tags of a component.
  private mutating func content(of name: String, _ opened: (name: String, span: Span)) -> [TemplateNode] {
    if depth > Self.maximumDepth { stopNesting(of: "components", at: opened.span) }
    return nodes(until: [], tag: name, opened: opened).nodes
  }

  /// The attributes of a component's tag, which may stand in another text than a template.
  static func attributes(
    of source: SourceFile, from start: Int, to end: Int
  ) throws(TemplateError) -> (attributes: [ComponentCall.Attribute], end: Int, isOpen: Bool) {
    try checkName(source, start, end)
    var lexer = ExpressionLexer(source, Span(start, end))
    var attributes: [ComponentCall.Attribute] = []
    var token = try lexer.next()
    while true {
      switch token.kind {
      case .mark(">"): return (attributes, token.span.end, true)
      case .mark("/"):
        let close = try lexer.next()
        guard close.kind == .mark(">") else {
          throw TemplateError(
            message: "expected `>` behind `/`", span: close.span, help: "end the tag with `/>`")
        }
        return (attributes, close.span.end, false)
      case .name(let name):
        let nameSpan = token.span
        token = try lexer.next()
        if case .mark(let mark) = token.kind, ":-".contains(mark), token.span.start == nameSpan.end {
          throw foreignAttribute(source, nameSpan.start, end)
        }
        guard token.kind == .mark("=") else {
          attributes.append(.init(name: name, nameSpan: nameSpan, value: nil))
          continue
        }
        let (value, next) = try attributeValue(source, name, from: lexer.position, to: end)
        attributes.append(.init(name: name, nameSpan: nameSpan, value: value))
        lexer = ExpressionLexer(source, Span(next, end))
        token = try lexer.next()
      case .end:
        throw TemplateError(
          message: "this component's tag is never closed", span: Span(start, start), help: "end it with `/>`")
      case .mark("{"): throw braceAmongAttributes(source, token.span, end)
      default:
        throw TemplateError(
          message: "expected a prop, `/>` or `>`", span: token.span,
          help: "props are written `name={expression}`, `name=\"text\"` or just `name`")
      }
    }
  }

  /// `"text"` or `{expression}`, and the offset behind it.
  private static func attributeValue(
    _ source: SourceFile, _ name: String, from start: Int, to end: Int
  ) throws(TemplateError) -> (Expression, Int) {
    if start < end, source.bytes[start] == UInt8(ascii: "{") {
      return try bracedValue(source, name, from: start, to: end)
    }
    var lexer = ExpressionLexer(source, Span(start, end))
    let token = try lexer.next()
    switch token.kind {
    case .string(let text):
      if text.contains("{{") { throw outputInText(name, text, token.span) }
      return (Expression(kind: .string(text), span: token.span), token.span.end)
    case .int(let number): return (Expression(kind: .int(number), span: token.span), token.span.end)
    case .double(let number): return (Expression(kind: .double(number), span: token.span), token.span.end)
    default:
      var help = "write `\(name)={…}`"
      if case .name(let word) = token.kind {
        help = "write `\(name)=\"\(word)\"` for a text, or in a template `\(name)={\(word)}` for a value"
      }
      throw TemplateError(
        message: "expected a text in quotes or an expression in braces", span: token.span, help: help)
    }
  }

  private static func bracedValue(
    _ source: SourceFile, _ name: String, from start: Int, to end: Int
  ) throws(TemplateError) -> (Expression, Int) {
    do throws(TemplateError) {
      var parser = try ExpressionParser(source, Span(start + 1, end))
      let value = try parser.expression()
      if parser.token.kind == .mark("}") { return (value, parser.token.span.end) }
      if parser.token.kind == .end || parser.token.kind == .mark(">") { throw unclosedBrace(start) }
      throw parser.unexpected("expected `}` behind the value")
    } catch {
      // `title={{ post.title }}`: the braces of a tag, where a record could begin.
      let bytes = source.bytes
      if start + 1 < end, bytes[start + 1] == UInt8(ascii: "{") {
        let inside = bytes[(start + 2)..<end].prefix { $0 != UInt8(ascii: "}") && $0 != 0x0A }
        let written = String(decoding: inside, as: UTF8.self).split(separator: " ").joined(separator: " ")
        if bytes[inside.endIndex..<end].starts(with: "}}".utf8), !written.contains(":") {
          throw TemplateError(
            message: "a prop's value stands in one pair of braces", span: Span(start, inside.endIndex + 2),
            help: "write `\(name)={\(written)}`")
        }
      }
      // An expression that runs into the end of the tag has lost its brace.
      if error.span.start < end, bytes[error.span.start] == UInt8(ascii: ">"), error.span.end == end {
        throw unclosedBrace(start)
      }
      throw error
    }
  }

  private static func unclosedBrace(_ start: Int) -> TemplateError {
    TemplateError(
      message: "this `{` is never closed", span: Span(start, start + 1), label: "opened here",
      help: "close the value with `}`")
  }

  // MARK: - What other tools write in a tag

  /// `title="{{ post.title }}"`.
  private static func outputInText(_ name: String, _ text: String, _ span: Span) -> TemplateError {
    let parts = text.split(separator: "{{", omittingEmptySubsequences: false).map(String.init)
    var pieces: [String] = parts[0].isEmpty ? [] : ["\"\(parts[0])\""]
    for part in parts.dropFirst() {
      let ends = part.split(separator: "}}", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      pieces.append(ends[0].split(separator: " ").joined(separator: " "))
      if ends.count > 1, !ends[1].isEmpty { pieces.append("\"\(ends[1])\"") }
    }
    return TemplateError(
      message: "a prop in quotes is a text as it stands, without `{{ }}`", span: span,
      help: "write `\(name)={\(pieces.joined(separator: " + "))}`")
  }

  /// `client:load`, `data-x`, `on:click`.
  private static func foreignAttribute(_ source: SourceFile, _ start: Int, _ end: Int) -> TemplateError {
    let bytes = source.bytes[start..<end].prefix { byte in
      ComponentTagLexer.isNamePart(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
    }
    let name = String(decoding: bytes, as: UTF8.self)
    let help =
      name.hasPrefix("client:")
      ? "remove it: the `<script>` of a component's file is loaded on every page that has the component"
      : "a component takes the props that it declares; an attribute of HTML belongs to a tag in its file"
    return TemplateError(message: "`\(name)` is no prop", span: Span(start, start + bytes.count), help: help)
  }

  /// `{...props}`, `{title}`, `{% if x %}compact{% endif %}`.
  private static func braceAmongAttributes(_ source: SourceFile, _ span: Span, _ end: Int) -> TemplateError {
    let rest = source.bytes[span.end..<end]
    if rest.first == UInt8(ascii: "%") {
      return TemplateError(
        message: "no statement stands in a component's tag", span: Span(span.start, span.end + 1),
        help: "give the prop the condition as its value: `compact={loop.index > 3}`")
    }
    if rest.starts(with: "...".utf8) {
      return TemplateError(
        message: "props are not spread", span: Span(span.start, span.end + 3),
        help: "write each prop out: `title={post.title} url={post.url}`")
    }
    let word = String(decoding: rest.prefix { ComponentTagLexer.isNamePart($0) }, as: UTF8.self)
    return TemplateError(
      message: "expected a prop, found `{`", span: span,
      help: word.isEmpty ? "write `name={…}`" : "write `\(word)={\(word)}`")
  }

  /// A name that goes on behind what can be a name: `<Ui.Card`, `<My-Card`.
  private static func checkName(_ source: SourceFile, _ start: Int, _ end: Int) throws(TemplateError) {
    guard start < end, ".:-".utf8.contains(source.bytes[start]) else { return }
    let rest = source.bytes[start..<end].prefix { byte in
      ComponentTagLexer.isNamePart(byte) || ".:-".utf8.contains(byte)
    }
    throw TemplateError(
      message: "a component's name holds letters, digits and `_`", span: Span(start, start + rest.count),
      help: "`components/Card.html` is called `<Card … />`")
  }
}
