import DataFormats
import Diagnostics
import Testing

@testable import Importing

/// Patterns of addresses as routes, settings that are programs, and what a site lowers.
@Suite struct AddressTests {
  static let permalinks: [(text: String, target: String?)] = [
    ("/:year/:month/:title/", "/[post.publishedAt.year]/[post.publishedAt.month]/[post]/"),
    (
      "/:categories/:year/:month/:day/:title.html",
      "/[post.publishedAt.year]/[post.publishedAt.month]/[post.publishedAt.day]/[post].html"
    ),
    ("blog/:slug", "/blog/[post]"), ("/:title:output_ext", "/[post].html"),
    ("/:categories/:title/", "/[post]/"),
    ("/:y_day/:title/", nil), ("/about/", nil), ("/:year/", nil), ("", nil),
  ]

  @Test(arguments: permalinks) func permalinksBecomeRoutes(_ sample: (text: String, target: String?)) {
    #expect(Permalink(text: sample.text).route(keepsFolders: false).target == sample.target)
  }

  @Test func whatNoRouteSaysIsNamed() {
    #expect(Permalink(text: "/:y_day/:title/:x").route(keepsFolders: false).unknown == [":y_day", ":x"])
    #expect(Permalink(text: "/a/:slug/").route(keepsFolders: true).target == "/a/[...post]/")
  }

  static let parts: [(text: String, hugo: String, zola: String)] = [
    ("First Post", "first-post", "first-post"), ("v1.0_final", "v1.0_final", "v1-0-final"),
    ("What's new?", "whats-new", "what-s-new"), ("C++ & C#", "c++-c#", "c-c"), ("über", "über", "uber"),
    ("Großes Œuvre", "großes-œuvre", "grosses-oeuvre"),
    ("日本", "日本", "日本"),
    ("already-there", "already-there", "already-there"), ("", "", ""),
  ]

  @Test(arguments: parts) func namesStandInAddresses(_ sample: (text: String, hugo: String, zola: String)) {
    #expect(OldAddress.hugoPart(sample.text) == sample.hugo)
    #expect(OldAddress.zolaPart(sample.text) == sample.zola)
  }

  static let addresses: [(generator: Generator, pattern: String, frontMatter: String, address: String?)] = [
    (
      .jekyll, "/:categories/:year/:i_month/:title.html", "categories: [A B, a b, C]",
      "/a b/c/2024/1/first.html"
    ),
    (.jekyll, "/:categories/:title/", "categories: x y", "/x/y/first/"),
    (.jekyll, "/:slugified_categories/:y_day/:slug:output_ext", "category: A B", "/a-b/005/first.html"),
    (.jekyll, "/:year/:month/:day/:title", "date: 2024-02-03T23:30:00-05:00", "/2024/02/04/first"),
    (.hugo, "/p/:slug/", "title: The First!", "/p/the-first/"),
    (.hugo, "/p/:slug/", "{title: The First!, slug: one}", "/p/one/"),
    (.hugo, "/:short_year/:yearday/:filename/", "date: 2024-02-03", "/24/34/2024-01-05-first/"),
    (.hugo, "/:weekday/:title/", "title: A", nil), (.hugo, "/:title/", "slug: a", nil),
    (.eleventy, "/:year/:title/", "title: Hello, you", "/2024/hello-you/"),
  ]

  @Test(arguments: addresses.indices) func oldAddresses(_ index: Int) {
    let sample = Self.addresses[index]
    let source = SourceFile(path: "content/posts/a.md", text: "---\n\(sample.frontMatter)\n---\nText")
    let post = FrontMatterSample(
      source: source, frontMatter: FrontMatter.split(source), path: "2024-01-05-first")
    let address = OldAddress(generator: sample.generator, hasZone: false)
    #expect(address.of(post, Permalink(text: sample.pattern)) == sample.address)
  }

  @Test func patternsOfEleventy() {
    for (text, pattern) in [
      ("/{{ page.date | date: '%Y/%m' }}/{{page.fileSlug}}/", "/:year/:month/:filename/"),
      ("/blog/{{ title | slugify }}/index.html", "/blog/:title/"), ("/a/{{ x }}/", "/a/:unknown/"),
      ("/plain/", "/plain/"), ("/{{ page.date | date: '%B' }}/", "/:unknown/"), ("{{ open", "{{ open"),
    ] {
      #expect(EleventySite.permalink(text).text == pattern)
    }
    #expect(EleventySite.permalink("{{ title | slug }}").takesTitle)
  }

  @Test func constantsOfPrograms() {
    let program = ProgramText(
      "const A = 'x';\nbase: `./${A}/y`, other: `${B}`, locales: [\"en\", 'pt-br', z], list: 3")
    #expect(program.string(behind: "base") == "./x/y")
    #expect(program.string(behind: "other") == nil)
    #expect(program.list(behind: "locales") == ["en", "pt-br"])
    #expect(program.list(behind: "list") == [])
    // A text that names itself ends.
    #expect(ProgramText("A = `${A}`; b: `${A}`").string(behind: "b") == nil)
  }

  @Test func textsInPrograms() {
    let program = ProgramText(
      """
      export default { website: "no", site: 'https://a.example', input: `src`, base: variable, title: "open
      addPassthroughCopy("img"); addPassthroughCopy({ "public/": "/", 'css': "style" }); addPassthroughCopy(x)
      """)
    #expect(program.string(behind: "site") == "https://a.example")
    #expect(program.string(behind: "input") == "src")
    #expect(program.string(behind: "base") == nil)
    #expect(program.string(behind: "title") == nil)
    #expect(program.strings(behind: "addPassthroughCopy") == ["img"])
    #expect(
      program.pairs(behind: "addPassthroughCopy").map { "\($0.key)>\($0.value)" } == [
        "public/>/", "css>style",
      ])
    #expect(program.count(of: "addPassthroughCopy") == 3)
    #expect(ProgramText(nil).string(behind: "site") == nil)
  }

  @Test func onlyErrorsAreLoweredForTheFilesThatHaveThem() {
    let (broken, syntax) = (DiagnosticCode("link.broken"), DiagnosticCode("yaml.syntax"))
    func error(_ code: DiagnosticCode, _ path: String) -> Diagnostic {
      Diagnostic(code, "m", at: Location(path: path))
    }
    func lowered(_ diagnostics: [Diagnostic]) -> [String] {
      Lowering.of(diagnostics, postsFolder: "posts") { $0 != syntax }.map {
        "\($0.code) \($0.files.joined(separator: " ")) \($0.problems) \($0.inFiles)"
      }
    }
    let few = [
      error(broken, "content/posts/a.md"), error(broken, "content/posts/a.md"), error(syntax, "content/b.md"),
    ]
    #expect(lowered(few) == ["link.broken posts/a.md 2 1"])
    let many = (0..<9).map { error(broken, "content/posts/\($0).md") }
    #expect(lowered(many) == ["link.broken posts/** 9 9"])
    #expect(lowered(many + [error(broken, "content/about.md")]) == ["link.broken  10 10"])
    #expect(lowered([error(broken, "content/a{b,c}.md")]) == ["link.broken  1 1"])
    #expect(lowered([Diagnostic(broken, "m", at: nil)]) == ["link.broken  1 1"])
    var warning = error(broken, "content/a.md")
    warning.severity = .warning
    #expect(lowered([warning]) == [])
  }
}
