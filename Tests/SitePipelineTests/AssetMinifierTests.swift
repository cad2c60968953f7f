import Diagnostics
import Files
import TestSupport
import Testing

@testable import SitePipeline

/// What esbuild does and says; without it these are skipped.
@Suite(.enabled(if: AssetMinifier.version(of: .esbuild) != nil, "there is no esbuild"))
struct AssetMinifierTests {
  private func minified(_ path: String, _ text: String) throws -> (text: String, diagnostics: [Diagnostic]) {
    var config = ConfigReader(
      source: SourceFile(path: "site.toml", bytes: Array("[minify]\nassets = \"esbuild\"\n".utf8)),
      folderName: "site", findZone: { _ in nil })
    var problems: [Diagnostic] = []
    let minifier = try #require(AssetMinifier.find(config.read(), &problems))
    let file = ThemeFile(
      path: "assets/" + path, shownAs: "themes/mine/assets/" + path, bytes: Array(text.utf8))
    let result = minifier.minified(file.bytes, of: file)
    return (String(decoding: result.bytes, as: UTF8.self), result.diagnostics)
  }

  @Test func stylesheetsAndScriptsAreSmaller() throws {
    #expect(try minified("a.css", "a { color : red; }\n/* gone */\n").text == "a{color:red}\n")
    #expect(
      try minified("a.js", "// gone\nconst answer = 6 * 7;\nalert( answer )\n").text
        == "const answer=6*7;alert(answer);\n")
    #expect(try minified("logo.svg", "<svg> </svg>").text == "<svg> </svg>")
  }

  @Test func whatItRefusesIsAnErrorAtItsPlace() throws {
    let result = try minified("a.js", "let a = 1\nlet b = ;\n")
    #expect(result.text == "let a = 1\nlet b = ;\n")
    #expect(result.diagnostics.map(\.code) == [.assetRefused])
    #expect(result.diagnostics.first?.location?.line == 2)
    #expect(result.diagnostics.first?.location?.column == 9)
    let doubtful = try minified("a.css", "a { color: red;\n")
    #expect(doubtful.diagnostics.map(\.code) == [.assetDoubtful])
    #expect(doubtful.diagnostics.first?.location?.path == "themes/mine/assets/a.css")
  }

  @Test func aProgramThatIsNotThereIsNothing() throws {
    #expect(try ChildProgram.run("presstime-no-such-program", []) == nil)
    let echoed = try #require(try ChildProgram.run("cat", [], input: Array(repeating: 65, count: 1 << 20)))
    #expect(echoed.output.count == 1 << 20)
    #expect(try ChildProgram.run("sh", ["-c", "echo no >&2; exit 3"])?.status == 3)
  }
}
