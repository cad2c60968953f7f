import Diagnostics
import TestSupport
import Testing

@testable import Highlighting

/// What the languages that come with Presstime make of code.
@Suite struct LanguageTests {
  @Test func theirFilesAreWithoutMistakes() {
    #expect(BuiltInLanguages.all.problems().map(\.message) == [])
  }

  @Test(arguments: [
    "swift", "typescript", "ts", "javascript", "js", "tsx", "jsx", "python", "py", "bash", "sh", "shell",
    "console",
    "json", "yaml", "yml", "toml", "html", "css", "sql", "go", "rust", "rs", "c", "cpp", "c++", "C++", "java",
    "kotlin",
    "ruby", "php", "diff", "dockerfile", "makefile", "markdown", "plain", "text", "xml", "objc",
  ])
  func namesAreKnown(_ name: String) {
    #expect(BuiltInLanguages.language(name) != nil)
  }

  @Test(arguments: ["plain", "text", "txt", "output", "mermaid", "brainfuck"])
  func plainTextHasNoMarkup(_ name: String) throws {
    let language = try #require(BuiltInLanguages.language(name))
    #expect(BuiltInLanguages.all.html(Array("let x".utf8), in: language) == nil)
  }

  @Test(arguments: [("swfit", "swift"), ("pyhton", "python"), ("javscript", "javascript")])
  func unknownNamesHaveANearestOne(_ name: String, _ nearest: String) {
    guard case .unknown(let found) = BuiltInLanguages.all.find(name) else {
      Issue.record("\(name) is known")
      return
    }
    #expect(found == nearest)
  }

  /// What other programs read behind a name.
  @Test(arguments: ["rust,no_run", "js:title=a.js", "html+jinja", "RUST"])
  func namesEndWhereOtherThingsBegin(_ name: String) {
    #expect(BuiltInLanguages.language(name) != nil)
  }

  static let examples: [(language: String, code: String, expected: String)] = [
    ("swift", "let x = 1 // one", "[k:let] x = [n:1] [c:// one]"),
    ("swift", "/* a /* b */ c */ x", "[c:/* a /* b */ c */] x"),
    (
      "swift", #"print("a \(b + "c \(d)") e")"#,
      #"[f:print]([s:"a ][e:\(]b + [s:"c ][e:\(]d[e:)][s:"][e:)][s: e"])"#
    ),
    ("swift", ##"#"raw \n \#(x)"# "##, ##"[s:#"raw \n ][e:\#(]x[e:)][s:"#] "##),
    ("swift", "\"\"\"\n a \"b\"\n \"\"\" x", "[s:\"\"\"\n a \"b\"\n \"\"\"] x"),
    ("swift", "@State var s: String? = nil", "[a:@State] [k:var] s: [t:String]? = [l:nil]"),
    ("swift", "\"never closed\nlet y", "[s:\"never closed]\n[k:let] y"),
    ("javascript", "a / b / c; x = /[/]\\//g", "a / b / c; x = [s:/[/]][e:\\/][s:/g]"),
    (
      "javascript", "return /x/.test(`a${b + `c`}`)",
      "[k:return] [s:/x/][f:.test]([s:`a][e:${]b + [s:`c`][e:}][s:`])"
    ),
    (
      "tsx", "const a = <A b={c} d=\"e\">if {f}<g/></A>;",
      "[k:const] a = [g:<A ][a:b]={c}[g: ][a:d]=[s:\"e\"][g:>]if {f}[g:<g/></A>];"
    ),
    ("python", "f'{x!r:>{w}} {{'", "[s:f'][e:{]x[e:!r][s::>][e:{]w[e:}}][s: ][e:{{][s:']"),
    ("python", "'''a\n'b' ''' + x", "[s:'''a\n'b' '''] + x"),
    ("bash", "echo \"$HOME ${A:-b}\" # c", "[f:echo] [s:\"][v:$HOME][s: ][v:${A:-b}][s:\"] [c:# c]"),
    ("bash", "cat <<EOF\n$x\nEOF\nif", "cat [s:<<EOF\n][v:$x][s:\nEOF]\n[k:if]"),
    (
      "json", #"{"a": "b\n", "c": [1.5e3, true]}"#,
      #"{[a:"a"]: [s:"b][e:\n][s:"], [a:"c"]: [[n:1.5e3], [l:true]]}"#
    ),
    ("yaml", "a: b # c\nd: |\n  e: f\ng: 1", "[a:a]: b [c:# c]\n[a:d]: [m:|][s:\n  e: f\n][a:g]: [n:1]"),
    ("toml", "[a.b]\nc = \"d\" # e", "[g:[a.b]]\n[a:c] = [s:\"d\"] [c:# e]"),
    (
      "html", "<p class=\"a\">b &amp; c</p><script>let x = '</p>'</script>",
      "[g:<p ][a:class]=[s:\"a\"][g:>]b [e:&amp;] c[g:</p><script>][k:let] x = [s:'</p>'][g:</script>]"
    ),
    ("css", "a:hover { color: #fff; --x: 1px }", "[g:a][a::hover] { [a:color:] [n:#fff]; [a:--x:] [n:1px] }"),
    ("sql", "SELECT 'it''s' FROM t -- c", "[k:SELECT] [s:'it''s'] [k:FROM] t [c:-- c]"),
    ("go", "x := `a\nb` + 'c'", "x := [s:`a\nb`] + [s:'c']"),
    ("rust", "let a: &'b str = r#\"c\"d\"#; 'e'", "[k:let] a: &[a:'b] [t:str] = [s:r#\"c\"d\"#]; [s:'e']"),
    ("c", "#include <a.h>\nint x = 0x1F;", "[m:#include ][s:<a.h>]\n[t:int] x = [n:0x1F];"),
    ("cpp", "R\"x(a)\" b)x\" c", "[s:R\"x(a)\" b)x\"] c"),
    ("java", "@Override void a() { return 'b'; }", "[a:@Override] [t:void] [f:a]() { [k:return] [s:'b']; }"),
    ("kotlin", "\"a $b ${c + \"d\"}\"", "[s:\"a ][v:$b][s: ][e:${]c + [s:\"d\"][e:}][s:\"]"),
    (
      "sql", "AS $$\nSELECT 'a';\n$$ LANGUAGE sql; 'b' $x$c's$x$",
      "[k:AS] [s:$$]\n[k:SELECT] [s:'a'];\n[s:$$] [k:LANGUAGE] sql; [s:'b'] [s:$x$c's$x$]"
    ),
    ("kotlin", "expect(1); expect fun a() = it", "[f:expect]([n:1]); [k:expect] [k:fun] [f:a]() = [v:it]"),
    ("ruby", "%w'a b'; raise A", "[s:%w'a b']; [k:raise] [t:A]"),
    (
      "objc", "@property(copy, getter=a) int b; @end",
      "[k:@property(copy], [k:getter]=a[k:)] [t:int] b; [k:@end]"
    ),
    ("bash", "`sed 's|a`|b' \"$c\"`", "[s:`]sed [s:'s|a`|b'] [s:\"][v:$c][s:\"`]"),
    ("makefile", "a:\n\techo \"$$(b)\" \\\n\t  $@", "[f:a]:\n\t[f:echo] [s:\"$$(b)\"] [e:\\]\n\t  [v:$@]"),
    ("ruby", "puts \"a #{b}\" # c", "[f:puts] [s:\"a ][e:#{]b[e:}][s:\"] [c:# c]"),
    ("php", "<p><?php echo $a; ?></p>", "[g:<p>][m:<?php] [k:echo] [v:$a]; [m:?>][g:</p>]"),
    ("diff", "@@ -1 +1 @@\n-a\n+b\n c", "[m:@@ -1 +1 @@]\n[de:-a]\n[in:+b]\n c"),
    (
      "dockerfile", "FROM a AS b\nRUN echo \\\n  $c", "[k:FROM] a [k:AS] b\n[k:RUN] [f:echo] [e:\\\n]  [v:$c]"
    ),
    ("makefile", "a: b\n\techo $(C) # d", "[f:a]: b\n\t[f:echo] [k:$(][v:C][k:)] [c:# d]"),
    (
      "markdown", "# a\n```swift\nlet b\n```\n**c**",
      "[h:# a]\n[m:```swift\n][k:let] b\n[m:```]\n[em:**c**]"
    ),
  ]

  @Test(arguments: examples)
  func codeIsColoured(_ example: (language: String, code: String, expected: String)) {
    #expect(bracketed(example.code, example.language) == example.expected)
  }

  // MARK: - Any bytes

  /// Everything that has a meaning somewhere.
  static let pieces = [
    "\"", "'", "`", "\"\"\"", "'''", "/*", "*/", "//", "#", "\\", "\n", "\\(", "${", "#{", "{", "}", "(", ")",
    "[", "]",
    "<", ">", "</script>", "<script>", "<!--", "-->", "<?php", "?>", "<<EOF\n", "EOF\n", "r#\"", "\"#", "%w[",
    "/", "=",
    ":", "|\n", "  ", "\t", "let", "if", "return", "0x1F", "1e5", "é", "@", "$", "&amp;", "```swift\n", "```",
    "---\n",
    "a", ";", ",", ".", "!", "?", "*", "+", "-",
  ]

  static let names = BuiltInLanguages.files.map(\.name)

  @Test(arguments: names)
  func theTextStaysAsItIs(_ name: String) throws {
    let language = try #require(BuiltInLanguages.language(name))
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<60 {
      let code = generator.bytes(from: Self.pieces, length: 60)
      let tokens = BuiltInLanguages.all.tokens(code, in: language)
      #expect(tokens.map(\.end) == Set(tokens.map(\.end)).sorted())
      #expect((tokens.last?.end ?? 0) == code.count)
      guard let html = BuiltInLanguages.all.html(code, in: language) else { continue }
      #expect(Self.text(of: html) == code, "\(name): \(code)")
      #expect(Self.spansStayInLines(html), "\(name): \(code)")
    }
  }

  /// Long runs of one thing take no longer than others: effort is counted, not time.
  @Test(arguments: names)
  func noTextTakesMoreThanItsShare(_ name: String) throws {
    let language = try #require(BuiltInLanguages.language(name))
    for piece in Self.pieces {
      let code = Array(String(repeating: piece, count: 1000).utf8)
      let tokens = BuiltInLanguages.all.tokens(code, in: language)
      #expect((tokens.last?.end ?? 0) == code.count)
    }
  }

  private static func text(of html: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var index = 0
    let entities: [(String, UInt8)] = [
      ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
      ("&quot;", UInt8(ascii: "\"")),
    ]
    while index < html.count {
      if html[index] == UInt8(ascii: "<") {
        index = (html[index...].firstIndex(of: UInt8(ascii: ">")) ?? html.count - 1) + 1
      } else if let entity = entities.first(where: { html[index...].starts(with: $0.0.utf8) }) {
        text.append(entity.1)
        index += entity.0.utf8.count
      } else {
        text.append(html[index])
        index += 1
      }
    }
    return text
  }

  private static func spansStayInLines(_ html: [UInt8]) -> Bool {
    html.split(separator: 0x0A).allSatisfy { line in
      let text = String(decoding: line, as: UTF8.self)
      return text.ranges(of: "<span").count == text.ranges(of: "</span>").count
    }
  }
}
