import Testing

@testable import presstime_bench

@Suite struct SiteEditTests {
  static let post = Corpus(count: 10).post(5).text
  static let layout = "<html><body>\n<main></main>\n</body></html>\n"

  static func original(_ edit: SiteEdit) -> String { edit == .template ? layout : post }

  @Test(arguments: SiteEdit.allCases)
  func theSameRoundMakesTheSameEditAndEachRoundAnother(_ edit: SiteEdit) {
    let original = Self.original(edit)
    let rounds = (0..<20).map { edit.applied(to: original, round: $0) }
    #expect(rounds == (0..<20).map { edit.applied(to: original, round: $0) })
    #expect(Set(rounds).count == 20)
    for (round, text) in rounds.enumerated() {
      let words = (0..<20).filter { text?.contains(SiteEdit.word($0)) ?? false }
      #expect(words == [round])
    }
  }

  @Test(arguments: SiteEdit.allCases)
  func anEditAddsItsWordAndTakesNothing(_ edit: SiteEdit) throws {
    let original = Self.original(edit)
    let edited = try #require(edit.applied(to: original, round: 3))
    let added = edited.split(separator: "\n").difference(from: original.split(separator: "\n"))
    #expect(added.insertions.count == 1)
    #expect(added.removals.count == (edit == .title ? 1 : 0))
  }

  @Test func aBodyAndATitleStayApart() throws {
    func parts(_ text: String) throws -> [Substring] {
      let end = try #require(text.firstRange(of: "\n---\n"))
      return [text[..<end.lowerBound], text[end.upperBound...]]
    }
    let original = try parts(Self.post)
    let body = try parts(try #require(SiteEdit.body.applied(to: Self.post, round: 1)))
    #expect(body[0] == original[0] && body[1] != original[1])
    let title = try parts(try #require(SiteEdit.title.applied(to: Self.post, round: 1)))
    #expect(title[0] != original[0] && title[1] == original[1])
    #expect(title[0].contains("title: \"edit1ed "))
  }

  @Test func everyPostHasAPlaceForEachEdit() {
    let corpus = Corpus(count: 300)
    for index in 0..<corpus.count {
      let text = corpus.post(index).text
      #expect(SiteEdit.body.applied(to: text, round: 0) != nil)
      #expect(SiteEdit.title.applied(to: text, round: 0) != nil)
    }
    #expect(SiteEdit.template.applied(to: "no page", round: 0) == nil)
  }
}
