import TemplateTestSupport
import TestSupport
import Testing

/// Expressions at random: whatever one writes is of the type that is told of it.
@Suite struct RandomRouteTests {
  @Test(arguments: 0..<4)
  func whatIsWrittenIsOfItsType(_ seed: UInt64) {
    var writer = ExpressionWriter(random: SeededGenerator(seed: seed))
    var tried = 0
    for _ in 0..<60 {
      let expression = writer.value(depth: 4)
      guard let route = TypedRoute("{{ \(expression) }}") else { continue }
      tried += 1
      let problems = route.problems
      #expect(problems == [], "\(expression)")
      if !problems.isEmpty { return }
    }
    #expect(tried > 25, "most expressions have a type")
  }
}

/// Writes expressions of templates over the tiny site. Most of them are right.
private struct ExpressionWriter {
  var random: SeededGenerator
  /// What a filter's argument is the element of.
  private var elements: [Kind] = []

  enum Kind: CaseIterable { case post, author, text, number, record }

  init(random: SeededGenerator) {
    self.random = random
  }

  private mutating func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "none" }
  private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func value(depth: Int) -> String {
    if depth <= 0 { return atom() }
    switch number(13) {
    case 0: return atom()
    case 1, 2:
      let names = ["a", "b", "\"c d\"", "e"].prefix(1 + number(4))
      return "{ " + names.map { "\($0): \(value(depth: depth - 1))" }.joined(separator: ", ") + " }"
    case 3: return "[" + (0..<number(4)).map { _ in value(depth: depth - 1) }.joined(separator: ", ") + "]"
    case 4: return "[\(text(depth - 1)), \(one(["none", text(depth - 1), "\"x\""]))]"
    case 5: return optional(depth - 1)
    case 6: return "(\(optional(depth - 1)) ?? \(value(depth: depth - 1)))"
    case 7: return numeric(depth - 1)
    case 8: return text(depth - 1)
    case 9: return condition(depth - 1)
    default: return list(depth).text
    }
  }

  private mutating func atom() -> String {
    switch elements.last {
    case .post where number(3) > 0: return post()
    case .author where number(3) > 0: return one([".", ".name", ".homepage", ".slug"])
    case .text where number(3) > 0: return one([".", ".count"])
    case .number where number(3) > 0: return one([".", ". + 1"])
    default: break
    }
    return one([
      "none", "1", "2.5", "true", "\"x\"", "\"News\"", "[]", "[none]", "{}", "site", "site.url", "site.title",
      "site.description", "menus.main", "options", "options.perPage", "build.date", "current.url",
      "current.entry",
      "posts", "authors", "pages", "posts.first", "posts.page", "posts.count", "url(\"about.md\")",
      "image(\"a.png\")", "range(1, 3)", "hostile.text", "hostile.url", "hostile.lines",
      "asset(\"style.css\")",
    ])
  }

  private mutating func post() -> String {
    one([
      ".", ".title", ".slug", ".body", ".publishedAt", ".updatedAt", ".summary", ".category", ".tags",
      ".cover",
      ".draft", ".rating", ".score", ".author", ".sticky", ".link", ".credit", ".url", ".next", ".related",
      ".body.toc", ".body.excerpt", ".body.text", ".publishedAt.year", ".tags.first", ".title.count",
    ])
  }

  private mutating func optional(_ depth: Int) -> String {
    one([
      "site.description", "posts.first", "posts.last", "posts.page", "\(list(depth).text) | first", "none",
      "current.title", "current.entry", "(posts | map(.score) | first)", "(posts | map(.cover) | last)",
      "[].first", "[none].first",
    ])
  }

  private mutating func text(_ depth: Int) -> String {
    one([
      "\"x\"", "site.title", "(site.title + \"y\")", "(posts | map(.title) | join(\"-\"))",
      "(build.date | date(iso))",
      "(hostile.text | upper)", "(\"*x*\" | markdown)", "(\(list(depth).text) | json)", "(site.title | slug)",
      "site.url", "(site.url | absolute)", "(site.title | truncate(4))",
    ])
  }

  private mutating func numeric(_ depth: Int) -> String {
    one([
      "1", "2.5", "(1 + 2)", "(7 / 2)", "(7.5 * 2)", "(\(list(depth).text) | count)", "(2.5 | round)",
      "(posts | map(.rating) | sum)", "(posts | map(.rating) | max)", "(-3 | abs)", "([1, 2.5] | sum)",
      "(0.1 - 5)",
    ])
  }

  private mutating func condition(_ depth: Int) -> String {
    one([
      "(1 < 2)", "(not site.description)", "(site.description and true)", "(posts | any(.draft))",
      "(site.title == \"x\")", "(\(list(depth).text) | contains(\"x\"))", "posts.isEmpty",
    ])
  }

  private mutating func list(_ depth: Int) -> (text: String, kind: Kind) {
    let base: (String, Kind) =
      [
        ("posts", .post), ("authors", .author), ("(posts | map(.tags) | flatten)", .text),
        ("range(1, 3)", .number),
        ("[1, 2.5]", .number), ("(posts | compactMap(.summary))", .text), ("[\"a\", \"b\"]", .text),
        ("(posts | group(by: .category))", .record), ("(posts | group(by: .tags))", .record),
        ("(posts | group(by: .author))", .record), ("(posts | zip(authors))", .record),
        ("menus.main", .record),
      ].randomElement(using: &random) ?? ("posts", .post)
    if depth <= 1 { return base }
    elements.append(base.1)
    let inner = value(depth: depth - 2)
    let order = base.1 == .post ? one([".title", ".rating", ".publishedAt", ".category", ".summary"]) : "."
    elements.removeLast()
    switch number(8) {
    case 0...2: return ("(\(base.0) | map(\(inner)))", .record)
    case 3: return ("(\(base.0) | compactMap(\(inner)))", .record)
    case 4: return ("(\(base.0) | sort(by: \(order)) | take(2))", base.1)
    case 5: return ("(\(base.0) | map([\(inner)]) | flatten)", .record)
    case 6: return ("(\(base.0) | zip(\(list(depth - 2).text)))", .record)
    default: return ("(\(base.0) | reverse)", base.1)
    }
  }
}
