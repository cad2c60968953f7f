import TemplateTestSupport
import Testing

/// What expressions give, written into HTML text; one table per kind of expression.
@Suite struct ExpressionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let expression: String
    let expected: String

    init(_ expression: String, _ expected: String) {
      self.expression = expression
      self.expected = expected
    }

    var testDescription: String { expression }
  }

  private func check(_ sample: Case) {
    #expect(TinySite.render("{{ \(sample.expression) }}").summary == sample.expected)
  }

  static let operators = [
    Case("1 + 2 * 3", "7"), Case("(1 + 2) * 3", "9"), Case("7 / 2", "3"), Case("7 % 2", "1"),
    Case("-7 / 2", "-3"),
    Case("-3 + 5", "2"), Case("2 - -3", "5"), Case("- (1 + 2)", "-3"), Case("7.0 / 2", "3.5"),
    Case("1 + 0.5", "1.5"),
    Case("3.0", "3"), Case("0.1 + 0.2", "0.30000000000000004"), Case("10 - 2 - 3", "5"),
    Case("2 * 3 % 4", "2"),
    Case("\"a\" + 'b' + \"c\"", "abc"), Case("1 == 1", "true"), Case("1 == 1.0", "true"),
    Case("1 != 2", "true"),
    Case("1 < 2", "true"), Case("2 <= 2", "true"), Case("3 > 4", "false"), Case("3 >= 3.5", "false"),
    Case("\"a\" < \"b\"", "true"), Case("\"Z\" < \"a\"", "true"), Case("false < true", "true"),
    Case("true and false", "false"), Case("true or false", "true"), Case("not true", "false"),
    Case("!false", "true"),
    Case("not 1 == 2", "true"), Case("not true or true", "true"), Case("true or false and false", "true"),
    Case("1 < 2 and 2 < 3", "true"), Case("posts.first == none", "false"),
    Case("true == false", "false"), Case("1 + 2 < 2 + 2 and not false", "true"),
    Case("\"a\\n\\t\\\\\\\"\\'\"", "a\n\t\\&quot;&#39;"),
  ]

  @Test(arguments: operators) func operatorsFollowTheirPrecedence(_ sample: Case) { check(sample) }

  static let members = [
    Case("posts.count", "3"), Case("posts.isEmpty", "false"), Case("[].isEmpty", "true"),
    Case("\"äb\".count", "2"),
    Case("\"\".isEmpty", "true"), Case("(posts.first ?? none) == none", "false"),
    Case("site.title", "Trains &amp; Tracks"),
    Case("build.date.year", "2026"), Case("build.date.month", "5"), Case("build.date.day", "27"),
    Case("build.date.hour", "2"), Case("build.date.minute", "0"), Case("current.title ?? \"\"", "Current"),
    Case("current.url", "/blog/"), Case("options.wide", "true"), Case("{ a: 1, 'b c': 2 }.a", "1"),
    Case("{ a: { b: [4, 5] } }.a.b.count", "2"), Case("[[1], [2, 3]].count", "2"),
    Case("menus.main.count", "2"),
    Case("build.date", "2026-05-27"), Case("site.description ?? \"none\"", "none"),
  ]

  @Test(arguments: members) func valuesTellOfThemselves(_ sample: Case) { check(sample) }

  static let filters = [
    Case("posts | map(.title) | join(\", \")", "Newest &lt;b&gt;, Middle, Oldest"),
    Case("posts | filter(.category == \"News\") | map(.slug) | join", "newest, oldest ü"),
    Case("posts | filter(.summary) | map(.slug) | join", "newest, oldest ü"),
    Case("posts | filter(not .summary) | count", "1"), Case("posts | compactMap(.summary) | count", "2"),
    Case("posts | map(.tags.count) | join(\"\")", "210"), Case("posts | any(.rating > 4)", "true"),
    Case("posts | all(.rating > 4)", "false"), Case("[1] | drop(1) | all(false)", "true"),
    Case("[1] | drop(1) | any(true)", "false"),
    Case("posts | sort(by: .title) | map(.title) | first ?? \"\"", "Middle"),
    Case("posts | sort(by: .rating) | map(.slug) | join", "middle, oldest ü, newest"),
    Case("posts | sort(by: .rating, order: \"desc\") | map(.slug) | join", "newest, middle, oldest ü"),
    Case("posts | sort(by: .score) | map(.slug) | join", "oldest ü, newest, middle"),
    Case("posts | sort(by: .score, order: \"desc\") | map(.slug) | join", "newest, oldest ü, middle"),
    Case("[3, 1, 2] | sort | join", "1, 2, 3"), Case("[\"b\", \"B\", \"a\"] | sort | join", "B, a, b"),
    Case("[3, 1, 2] | sort(order: \"desc\") | join", "3, 2, 1"), Case("[1, 2.5] | join", "1, 2.5"),
    Case("posts | take(2) | count", "2"), Case("posts | take(99) | count", "3"),
    Case("posts | take(0) | count", "0"),
    Case("posts | take(-1) | count", "0"), Case("posts | drop(1) | count", "2"),
    Case("posts | drop(99) | count", "0"),
    Case("[1, 2] | first ?? 0", "1"), Case("[1, 2] | last ?? 0", "2"),
    Case("[1, 2] | reverse | join", "2, 1"),
    Case("[1, 2, 1] | unique | join", "1, 2"),
    Case("posts | map(.tags) | flatten | join", "Swift, C++, Swift"),
    Case("[1, 2] | contains(2)", "true"), Case("posts | map(.slug) | contains(\"b\")", "false"),
    Case("\"abc\" | contains(\"bc\")", "true"),
    Case("posts | group(by: .category) | map(.key) | join", "News, Opinion"),
    Case("posts | group(by: .category) | map(.count) | join", "2, 1"),
    Case("posts | group(by: .rating) | map(.slug) | join", "3, 5"),
    Case("posts | group(by: .author) | map(.slug) | join", "ada, bob"),
    Case("posts | group(by: .publishedAt.year) | map(.key) | join", "2022, 2024"),
    Case(
      "posts | sort(by: .publishedAt) | map(.publishedAt | date(\"%d.%m.%y\")) | join",
      "08.01.22, 18.03.24, 01.05.24"),
    Case("build.date | date(iso)", "2026-05-27T02:00:00+02:00"), Case("build.date | date(day)", "2026-05-27"),
    Case("build.date | date(rss)", "Wed, 27 May 2026 02:00:00 +0200"), Case("\"Straße\" | upper", "STRASSE"),
    Case("\"ÄB\" | lower", "äb"), Case("\"hello new-world\" | title", "Hello New-World"),
    Case("\"C++ & Swift\" | slug", "cpp-swift"), Case("\"one two three\" | truncate(8)", "one two…"),
    Case("\"one two\" | truncate(99)", "one two"),
    Case("\"one two three\" | truncate(8, end: \"...\")", "one two..."),
    Case("\"aaaa\" | truncate(2)", "aa…"), Case("\"a-b-c\" | replace(\"-\", \"+\")", "a+b+c"),
    Case("\"abc\" | replace(\"\", \"x\")", "abc"), Case("\"a,b,,c\" | split(\",\") | join(\"|\")", "a|b|c"),
    Case("\"abc\" | split(\"\") | count", "1"), Case("\"<b>x</b> &amp;lt;\" | strip_html", "x &amp;lt;"),
    Case("\" a  b\\nc \" | wordcount", "3"), Case("site.url | absolute", "https://trains.example/blog/"),
    Case("hostile.safe | absolute", "https://a.example/?a=1&amp;b=&#39;2&#39;"),
    Case(
      "(posts | map(.body) | first | count) ?? 1",
      "template.optional: `posts | map(.body) | first` is `Markdown?`"),
  ]

  static let moreFilters = [
    Case("posts | all_languages | count", "3"),
    Case("\"  a b \" | trim", "a b"), Case("\"The end\" | startsWith(\"The\")", "true"),
    Case("\"The end\" | endsWith(\"The\")", "false"), Case("\"a b&ü/\" | urlencode", "a%20b%26%C3%BC%2F"),
    Case("\"<b>x</b>\" | trusted", "<b>x</b>"), Case("\"**x**\" | markdown", "**x**"),
    Case("[1, 2] | json", "[1,2]"),
    Case("{ a: \"x\", b: none } | json", "{&quot;a&quot;:&quot;x&quot;,&quot;b&quot;:null}"),
    Case("[1, 2, 3] | sum", "6"), Case("[0.5, 1] | sum", "1.5"),
    Case("posts | map(.title.count) | take(0) | sum", "0"),
    Case("([3, 1, 2] | min) ?? 0", "1"), Case("([3, 1, 2] | max) ?? 0", "3"),
    Case("([\"b\", \"a\"] | min) ?? \"\"", "a"),
    Case("([1] | drop(1) | max) ?? 7", "7"),
    Case("[1, 2, 3] | zip([\"a\", \"b\"]) | map(.second) | join", "a, b"),
    Case("2.5 | round", "3"), Case("(-2.5) | round", "-3"), Case("2.5 | floor", "2"),
    Case("(-2.5) | floor", "-3"),
    Case("2.1 | ceil", "3"), Case("7 | round", "7"), Case("(1 - 3) | abs", "2"),
    Case("(0.5 - 3) | abs", "2.5"),
    Case("range(1, 4) | join(\"\")", "1234"), Case("range(4, 1).isEmpty", "true"),
    Case("[\"a\", \"b\"] | filter(. == \"b\") | join", "b"),
    Case("[[1, 2], [3]] | map(. | count) | join", "2, 1"),
    Case("hasRoute(\"index.html\")", "true"),
  ]

  @Test(arguments: moreFilters) func newerFiltersWork(_ sample: Case) { check(sample) }

  @Test(arguments: filters) func filtersWork(_ sample: Case) { check(sample) }

  @Test func everyFilterIsInTheTable() {
    let text = (Self.filters + Self.moreFilters).map(\.expression).joined(separator: " ")
    let others = ["paginate", "plain"]
    for name in FilterNames.all where !others.contains(name) {
      #expect(text.contains("| \(name)"), "no case for \(name)")
    }
  }

  static let sums = [
    Case("9223372036854775807 + 1", "template.arithmetic: the result of this is too large"),
    Case("-9223372036854775807 - 2", "template.arithmetic: the result of this is too large"),
    Case("9223372036854775807 * 2", "template.arithmetic: the result of this is too large"),
    Case("(-9223372036854775807 - 1) / -1", "template.arithmetic: the result of this is too large"),
    Case("(-9223372036854775807 - 1) % -1", "template.arithmetic: the result of this is too large"),
    Case("-(-9223372036854775807 - 1)", "template.arithmetic: the result of this is too large"),
    Case("1 / 0", "template.arithmetic: this divides by zero"),
    Case("1 % 0", "template.arithmetic: this divides by zero"),
    Case("1.0 / 0", "template.arithmetic: this divides by zero"),
    Case("1 / (posts.count - 3)", "template.arithmetic: this divides by zero"),
    Case("9223372036854775808", "template.syntax: this number is too large"),
  ]

  @Test(arguments: sums) func sumsBeyondBoundsAreReported(_ sample: Case) { check(sample) }
}
