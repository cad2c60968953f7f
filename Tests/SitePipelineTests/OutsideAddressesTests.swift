import DataSources
import Diagnostics
import Testing

@testable import SitePipeline

@Suite struct OutsideAddressesTests {
  @Test(arguments: [
    (OutsideLinks.Verdict.gone("404 Not Found"), "link.external", "404 Not Found"),
    (.moved(to: "https://example.com/new"), "link.external-moved", "has moved"),
    (.unanswered("no answer in 10 s"), "link.external-unanswered", "no answer"),
  ])
  func whatIsToldHangsOnTheAnswer(_ verdict: OutsideLinks.Verdict, _ code: String, _ words: String) throws {
    let told = try #require(OutsideAddresses.told("https://example.com/", verdict))
    #expect(told.0.name == code)
    #expect(told.message.contains(words))
  }

  @Test func whatIsThereIsNotSpokenOf() {
    #expect(OutsideAddresses.told("https://example.com/", .there) == nil)
  }
}
