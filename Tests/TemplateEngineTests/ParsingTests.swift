import Diagnostics
import TestSupport
import Testing

@testable import TemplateEngine

/// Templates cut into tokens, and expressions into trees, written in a short notation.
@Suite struct ParsingTests {
  private static func tokens(_ text: String) -> String {
    let source = SourceFile(path: "t", text: text)
    return TemplateLexer.tokens(of: source).tokens.map { token in
      func slice(_ span: Span) -> String {
        String(decoding: source.bytes[span.start..<max(span.start, span.end)], as: UTF8.self)
      }
      return switch token.kind {
      case .text: "text(\(slice(token.span)))"
      case .output(let inside): "output(\(slice(inside)))"
      case .statement(let inside): "statement(\(slice(inside)))"
      case .comment: "comment"
      case .component(let name, let isClosing): "\(isClosing ? "closing" : "component")(\(slice(name)))"
      case .raw: "raw(\(slice(token.span)))"
      }
    }.joined(separator: " ").replacing("\n", with: "⏎")
  }

  @Test(arguments: [
    ("a{{ b }}c", "text(a) output( b ) text(c)"), ("{{b}}", "output(b)"),
    ("{%- if x -%} y", "statement( if x ) text(y)"),
    ("a {{- b -}} c", "text(a) output( b ) text(c)"), ("{# a {{ b }} #}c", "comment text(c)"),
    ("{% raw %}{{ a }}{% endraw %}", "comment raw({{ a }}) comment"),
    ("{%raw%}{%if%}{%endraw%}", "comment raw({%if%}) comment"),
    ("{{ \"}}\" }}", "output( \"}}\" )"), ("{{ '\\'}}' }}", "output( '\\'}}' )"),
    ("{{ {a: {b: 1}} }}", "output( {a: {b: 1}} )"),
    ("{{ {a: {b: 1}}}}", "output( {a: {b: 1}})"),
    ("{{ { a: 1 }} b {{ c }}", "output( { a: 1 ) text( b ) output( c )"),
    ("{{ a }}}", "output( a ) text(})"), ("{{ a }} } {{ b }}", "output( a ) text( } ) output( b )"),
    ("{ % x % }", "text({ % x % })"), ("{{{ a }}}", "output({ a })"),
    ("a\n  {% if x %}  \nb", "text(a⏎) statement( if x ) text(b)"),
    ("{% a %}\r\nb", "statement( a ) text(b)"),
    ("a {% if x %}\nb", "text(a ) statement( if x ) text(⏎b)"), ("{{-}}", "output()"), ("", ""),
    ("{", "text({)"),
    ("é{{ ü }}日", "text(é) output( ü ) text(日)"),
  ]) func aTemplateIsCutIntoTokens(_ text: String, _ expected: String) {
    #expect(Self.tokens(text) == expected)
  }

  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"), ("1 * 2 + 3", "(+ (* 1 2) 3)"), ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("a or b and c", "(or a (and b c))"), ("not a == b", "(not (== a b))"),
    ("not a and b", "(and (not a) b)"),
    ("-a.b + c", "(+ (neg (. a b)) c)"), ("a ?? b ?? c", "(?? (?? a b) c)"),
    ("a ?? b == c", "(== (?? a b) c)"),
    ("a + b ?? c", "(?? (+ a b) c)"), ("a | f", "(f a)"), ("a | f(1, x: 2) | g", "(g (f a 1 x:2))"),
    ("a | f.b", "(. (f a) b)"), ("-a | f", "(neg (f a))"), ("a == b | f", "(== a (f b))"),
    ("(a == b) | f", "(f (== a b))"),
    (".a", ".a"), ("posts | map(.a.b)", "(map posts (. .a b))"), ("[1, [2], ]", "[1 [2]]"),
    ("{ a: 1, \"b c\": x }", "{a:1 b c:x}"),
    ("link(\"a\", b)", "(link \"a\" b)"), ("asset()", "(asset)"), ("true", "true"), ("none", "none"),
    ("1.5", "1.5"),
    ("not not a", "(not (not a))"), ("!a", "(not a)"), ("a < b == c", "(== (< a b) c)"),
    ("a.b.c", "(. (. a b) c)"),
    ("nothing", "nothing"), ("android or orange", "(or android orange)"), ("_a1", "_a1"),
    ("a\n+\tb", "(+ a b)"),
  ]) func anExpressionIsATree(_ text: String, _ expected: String) throws {
    let source = SourceFile(path: "t", text: text)
    var parser = try ExpressionParser(source, Span(0, source.bytes.count))
    let expression = try parser.expression()
    try parser.expectEnd()
    #expect(expression.notation == expected)
    #expect(expression.span.start >= 0 && expression.span.end <= source.bytes.count)
  }

  struct Place: Sendable, CustomTestStringConvertible {
    let source: MarkedSource
    let message: String

    init(_ marked: String, _ message: String) {
      source = MarkedSource(marked)
      self.message = message
    }

    var testDescription: String { source.text }
  }

  static let mistakes = [
    Place("ü {{ a + 1️⃣}}2️⃣", "expected a value, found the end of the tag"),
    Place("{{ a 1️⃣b2️⃣ }}", "expected the end of this tag, found `b`"),
    Place("{{ f(a 1️⃣b2️⃣) }}", "expected `)` behind the arguments, found `b`"),
    Place("日本 {% let 1️⃣12️⃣ = 2 %}", "expected a name behind `let`, found a number"),
    Place("{% for x 1️⃣of2️⃣ y %}{% endfor %}", "expected `in` behind `x`, found `of`"),
    Place("{{ 1️⃣~2️⃣a }}", "`~` has no meaning here"), Place("{{ \"é\" 1️⃣→2️⃣ }}", "`→` has no meaning here"),
    Place("{% extends 1️⃣base2️⃣ %}", "expected the path of a layout in quotes, found `base`"),
    Place("1️⃣{% endfor %}2️⃣", "this `{% endfor %}` has nothing to close or continue"),
    Place("<Card a=1️⃣b2️⃣ />", "expected a text in quotes or an expression in braces"),
    Place("<Card a={b 1️⃣c2️⃣} />", "expected `}` behind the value, found `c`"),
    Place("{% block 1️⃣\"a\"2️⃣ %}{% endblock %}", "expected the name of the block, found a text"),
    Place("{% props a 1️⃣String2️⃣ %}", "expected `:` and the type of `a`, found `String`"),
  ]

  @Test(arguments: mistakes) func aMistakePointsAtItsToken(_ sample: Place) throws {
    let source = SourceFile(path: "t", bytes: sample.source.bytes)
    let problem = try #require(TemplateParser.parse(source).diagnostics.first)
    #expect(problem.message == sample.message)
    let expected = Location(source, Span(sample.source[1], sample.source[2]))
    #expect(problem.location?.column == expected.column)
    if sample.source[2] < source.bytes.count { #expect(problem.location?.endColumn == expected.endColumn) }
  }
}

extension Expression {
  /// The tree with its operators in front: `(+ 1 (* 2 3))`.
  fileprivate var notation: String {
    func call(_ call: Call, _ first: [String]) -> String {
      let arguments = call.arguments.map { ($0.name.map { $0 + ":" } ?? "") + $0.value.notation }
      return "(" + ([call.name] + first + arguments).joined(separator: " ") + ")"
    }
    return switch kind {
    case .none: "none"
    case .bool(let flag): "\(flag)"
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let text): "\"\(text)\""
    case .list(let items): "[" + items.map(\.notation).joined(separator: " ") + "]"
    case .record(let fields):
      "{" + fields.map { "\($0.name):\($0.value.notation)" }.joined(separator: " ") + "}"
    case .name(let name): name
    case .element(let name): "." + name
    case .member(let base, let name, _): "(. \(base.notation) \(name))"
    case .filter(let input, let filter): call(filter, [input.notation])
    case .call(let function): call(function, [])
    case .phrase(let phrase): "(strings " + call(phrase, []) + ")"
    case .not(let operand): "(not \(operand.notation))"
    case .negative(let operand): "(neg \(operand.notation))"
    case .binary(let op, let left, let right): "(\(op.rawValue) \(left.notation) \(right.notation))"
    }
  }
}
