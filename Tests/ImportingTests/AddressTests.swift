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
