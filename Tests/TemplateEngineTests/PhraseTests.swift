import Models
import Testing

@testable import TemplateEngine

/// Texts with places to fill.
@Suite struct PhraseTests {
  private static func parts(_ text: String) -> [String]? {
    (try? PhraseText(text))?.parts.map { part in
      switch part {
      case .text(let run): run
      case .placeholder(let name): "{\(name)}"
      }
    }
  }

  @Test func placesStandInBraces() {
    #expect(Self.parts("") == [])
    #expect(Self.parts("Page {number} of {total}") == ["Page ", "{number}", " of ", "{total}"])
    #expect(Self.parts("{a}{b2}") == ["{a}", "{b2}"])
    #expect(Self.parts("{{a}} é") == ["{a} é"])
    #expect(Self.parts("{{{a}}}") == ["{", "{a}", "}"])
  }

  @Test(arguments: ["{", "}", "{}", "{a b}", "{a", "a}", "{1}", "{é}", "{{a}", "{a}}"])
  func bracesThatStandAloneAreMistakes(_ text: String) {
    #expect(Self.parts(text) == nil)
  }

  @Test func aTextWithoutPlacesIsAString() throws {
    #expect(Phrase.text(try PhraseText("{{Home}}")).value == .string("{Home}"))
    #expect(
      Phrase.text(try PhraseText("n {n}")).value == .record([.string("n "), .list([.string("n")])]))
  }
}
