import Diagnostics
import Models
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// What a program takes down of what it reads: all that its page depends on, and little else.
@Suite struct PageReadsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let template: String
    /// Entries 0 to 5, collections 6 to 8, their pages 9 to 11, the fields of global values from 12, the moment 28,
    /// links from 29 on.
    let reads: [UInt32]
    var components: [String: String] = [:]
    var testDescription: String { template }
  }

  static let cases: [Case] = [
    Case(template: "<p>Nothing</p>", reads: []),
    Case(template: "{{ site.title }}", reads: [12]),
    Case(template: "{{ site.language }}{{ build.date | date(\"%Y\") }}", reads: [14, 16]),
    Case(template: "<script>let a = {{ options | json }}</script>", reads: [17, 18, 19]),
    Case(template: "{% for p in posts %}.{% endfor %}", reads: [6]),
    Case(template: "{{ posts.count }}", reads: [6]),
    Case(template: "{% for p in posts | take(1) %}{{ p.title }}{% endfor %}", reads: [0, 6]),
    Case(template: "{% for p in posts | drop(1) %}{{ p.url }}{% endfor %}", reads: [1, 2, 6]),
    Case(
      template: "{% for p in posts | filter(.category == \"Opinion\") %}.{% endfor %}", reads: [0, 1, 2, 6]),
    Case(template: "{{ posts | map(.slug) | join(\", \") }}", reads: [0, 1, 2, 6]),
    Case(template: "{% for p in posts | take(1) %}{{ p.body }}{% endfor %}", reads: [0, 6]),
    Case(
      template: "{% for p in posts | take(1) %}{% if p.author %}{{ p.author.name }}{% endif %}{% endfor %}",
      reads: [0, 3, 6]),
    Case(template: "{% if posts.page %}{{ posts.page.title }}{% endif %}", reads: [5, 9]),
    Case(
      template: "{% for p in posts | take(1) %}{{ p.publishedAt | date(relative) }}{% endfor %}",
      reads: [0, 6, 28]),
    Case(template: "<a href=\"{{ link(\"tags/[tag].html\", \"swift\") }}\">x</a>", reads: [30]),
    Case(
      template: "{% for p in posts | take(2) %}<Card post={p} />{% endfor %}", reads: [0, 1, 6],
      components: ["components/Card.html": "{% props post: Post %}{{ post.title }}\n"]),
    Case(
      template: "<Card />", reads: [12],
      components: ["components/Card.html": "{{ site.title }}\n"]),
  ]

  private static func theme(_ case: Case) -> CheckedTheme {
    TinySite.check(`case`.components.merging(["routes/index.html": `case`.template]) { $1 })
  }

  private static func context() -> RenderContext {
    var context = TinySite.context
    context.urls = context.entries.map { "/\($0.slug)/" }
    context.links["tags/[tag].html"] = ["swift": "/tags/swift/"]
    return context
  }

  private static func page(
    _ theme: CheckedTheme, _ context: RenderContext
  ) throws -> (bytes: [UInt8], reads: PageReads, diagnostics: [Diagnostic]) {
    let route = try #require(theme.routes.first { $0.path == "index.html" })
    let instance = try #require(theme.instances(of: route, in: context).instances.first)
    let current = Value.record([.string("/x/"), .none, .string("en"), .none])
    let page = theme.render(instance, of: route, current: current, in: context)
    let key = theme.key(of: instance, of: route, current: current, in: context)
    #expect(page.reads == key.reads)
    return (page.bytes, page.reads, page.diagnostics)
  }

  @Test(arguments: cases) func takesDownWhatIsRead(_ case: Case) throws {
    let theme = Self.theme(`case`)
    try #require(theme.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    let page = try Self.page(theme, Self.context())
    #expect(page.reads.numbers == `case`.reads)
  }

  /// Whatever differs, a page that has not read it is the same.
  @Test(arguments: cases) func whatIsNotReadDoesNotCount(_ case: Case) throws {
    let theme = Self.theme(`case`)
    let context = Self.context()
    let page = try Self.page(theme, context)
    for index in context.entries.indices where page.reads.numbers?.contains(UInt32(index)) == false {
      var other = context
      let entry = context.entries[index]
      other.entries[index] = .init(
        model: entry.model, values: entry.values.map { _ in .none }, slug: "other", path: "other",
        ownPath: nil)
      other.urls[index] = "/other/"
      #expect(try Self.page(theme, other).bytes == page.bytes, "entry \(index)")
    }
    for index in context.globals.indices {
      for (field, number) in context.numbers(ofGlobal: index).enumerated()
      where page.reads.numbers?.contains(UInt32(number)) == false {
        guard case .record(var fields) = context.globals[index] else { continue }
        fields[field] = .none
        var other = context
        other.globals[index] = .record(fields)
        #expect(try Self.page(theme, other).bytes == page.bytes, "global \(index) \(field)")
      }
    }
  }

  /// A problem has to be told again, so its page is looked at again.
  @Test func nothingIsTakenDownOfAPageWithProblems() throws {
    let theme = TinySite.check([
      "routes/index.html": "{% for p in posts | take(1) %}{{ 1 / (p.rating - 5) }}{% endfor %}"
    ])
    let page = try Self.page(theme, Self.context())
    #expect(page.diagnostics.map(\.code) == [.templateArithmetic])
    #expect(page.reads.numbers == nil)
  }

  @Test func aPageThatReadsVeryMuchIsNotWorthAList() {
    var recorder = ReadRecorder()
    for number in 0..<ReadRecorder.most { recorder.note(number) }
    for number in 0..<ReadRecorder.most { recorder.note(number) }
    #expect(recorder.reads(hasProblems: false).numbers?.count == ReadRecorder.most)
    recorder.note(ReadRecorder.most)
    #expect(recorder.reads(hasProblems: false).numbers == nil)
    for number in 0..<100_000 { recorder.note(number) }
    #expect(recorder.reads(hasProblems: false).numbers == nil)
  }
}
