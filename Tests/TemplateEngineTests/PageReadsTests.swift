import Diagnostics
import Models
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// What a program takes down of what it reads: all that its page depends on, and little else.
@Suite struct PageReadsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let template: String
    /// Entries 0 to 5, their texts 6 to 11, all of them 12 and 13, collections 14 to 16, their pages 17 to 19, the fields of
    /// global values from 20, the moment 36, links from 37 on.
    let reads: [UInt32]
    var components: [String: String] = [:]
    var testDescription: String { template }
  }

  static let cases: [Case] = [
    Case(template: "<p>Nothing</p>", reads: []),
    Case(template: "{{ site.title }}", reads: [20]),
    Case(template: "{{ site.language }}{{ build.date | date(\"%Y\") }}", reads: [22, 24]),
    Case(template: "<script>let a = {{ options | json }}</script>", reads: [25, 26, 27]),
    Case(template: "{% for p in posts %}.{% endfor %}", reads: [14]),
    Case(template: "{{ posts.count }}", reads: [14]),
    Case(template: "{% for p in posts | take(1) %}{{ p.title }}{% endfor %}", reads: [0, 14]),
    Case(template: "{% for p in posts | drop(1) %}{{ p.url }}{% endfor %}", reads: [1, 2, 14]),
    Case(
      template: "{% for p in posts | filter(.category == \"Opinion\") %}.{% endfor %}", reads: [0, 1, 2, 14]),
    Case(template: "{{ posts | map(.slug) | join(\", \") }}", reads: [0, 1, 2, 14]),
    Case(template: "{% for p in posts | take(1) %}{{ p.body }}{% endfor %}", reads: [6, 14]),
    Case(
      template: "{% for p in posts | take(2) %}{{ p.wordCount }}{{ p.readingTime }}{% endfor %}",
      reads: [0, 1, 6, 7, 14]),
    Case(
      template: "{% for p in posts | take(1) %}{% if p.author %}{{ p.author.name }}{% endif %}{% endfor %}",
      reads: [0, 3, 14]),
    Case(template: "{% if posts.page %}{{ posts.page.title }}{% endif %}", reads: [5, 17]),
    Case(
      template: "{% for p in posts | take(1) %}{{ p.publishedAt | date(relative) }}{% endfor %}",
      reads: [0, 14, 36]),
    Case(template: "<a href=\"{{ link(\"tags/[tag].html\", \"swift\") }}\">x</a>", reads: [38]),
    Case(
      template: "{% for p in posts | take(2) %}<Card post={p} />{% endfor %}", reads: [0, 1, 14],
      components: ["components/Card.html": "{% props post: Post %}{{ post.title }}\n"]),
    Case(
      template: "<Card />", reads: [20],
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
    let page = theme.running(in: context).render(instance, of: route, current: current)
    let key = theme.running(in: context).key(of: instance, of: route, current: current)
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
    func isRead(_ number: Int) -> Bool { page.reads.numbers?.contains(UInt32(number)) == true }
    for index in context.entries.indices {
      var other = context
      let entry = context.entries[index]
      let areOfText = theme.programs.models[entry.model].areOfText
      let (isItself, isText) = (isRead(index), isRead(ReadNumbers(context).ofText(index)))
      other.entries[index] = .init(
        model: entry.model,
        values: zip(entry.values, areOfText).map { ($1 ? isText : isItself) ? $0 : .none },
        slug: isItself ? entry.slug : "other", path: isItself ? entry.path : "other", ownPath: nil)
      if !isItself { other.urls[index] = "/other/" }
      #expect(try Self.page(theme, other).bytes == page.bytes, "entry \(index)")
    }
    for index in context.globals.indices {
      for (field, number) in ReadNumbers(context).ofGlobal(index).enumerated()
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
    let most = ReadRecorder.most
    var recorder = ReadRecorder(entries: 0)
    for number in 0..<most { recorder.note(number) }
    for number in 0..<most { recorder.note(number) }
    #expect(recorder.reads(hasProblems: false).numbers?.count == most)
    recorder.note(most)
    #expect(recorder.reads(hasProblems: false).numbers == nil)
    for number in 0..<100_000 { recorder.note(number) }
    #expect(recorder.reads(hasProblems: false).numbers == nil)
  }

  /// A list of everything is as it was while nothing that lists show differs.
  @Test func manyEntriesAreTakenDownAsAll() {
    let entries = 5000
    var recorder = ReadRecorder(entries: entries)
    recorder.note(20_000)
    for number in 0..<entries { recorder.note(number) }
    for number in 0..<entries { recorder.note(number) }
    recorder.note(entries + 7)
    #expect(
      recorder.reads(hasProblems: false).numbers == [UInt32(entries + 7), UInt32(2 * entries), 20_000])
    for number in entries..<2 * entries { recorder.note(number) }
    recorder.note(20_001)
    #expect(
      recorder.reads(hasProblems: false).numbers
        == [UInt32(2 * entries), UInt32(2 * entries + 1), 20_000, 20_001])
    #expect(recorder.reads(hasProblems: true).numbers == nil)
  }
}
