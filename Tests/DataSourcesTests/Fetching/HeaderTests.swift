import Models
import Testing

@testable import DataSources

@Suite struct HeaderTests {
  @Test(arguments: [
    (["<https://a.example/2>; rel=\"next\""], "https://a.example/2"),
    (["<2>; rel=next"], "2"),
    (["<?page=2>;rel=\"next\", <?page=9>; rel=\"last\""], "?page=2"),
    (["<?page=1>; rel=\"prev\" , <?page=3>; rel=\"next\""], "?page=3"),
    (["<a>; rel=prev", "<b>; rel=NEXT"], "b"),
    (["<a>; rel=\"prefetch next\""], "a"),
    (["<a,b;c>; title=\"x, y; rel=prev\"; rel=next"], "a,b;c"),
    (["<a>; title=\"\\\"\" ; rel = next"], "a"),
    (["<a>; rel=prev; rel=next, <b>; rel=next"], "b"),
    (["<a>; rel=next; anchor=\"/other\", <b>; rel=next"], "b"),
    ([",, <a>;; rel=next,"], "a"),
    (["<>; rel=next"], ""),
  ])
  func findsTheNextLink(_ fields: [String], _ target: String) {
    #expect(LinkHeader.next(in: fields) == target)
  }

  @Test(arguments: [
    [], [""], ["<a>"], ["<a>; rel=last"], ["<a; rel=next"], ["a; rel=next"], ["<a>; rel=\"nextish\""],
    ["<a>; title=\"<b>; rel=next\""], ["<a>; rel"], ["<a>; rel=\"nexter"],
  ])
  func findsNone(_ fields: [String]) {
    #expect(LinkHeader.next(in: fields) == nil)
  }

  @Test(arguments: [
    ("0", 0), ("120", 120), ("99999999999999999999", 3600), ("86400", 3600),
    ("Mon, 23 Nov 2026 00:02:00 GMT", 120), ("Sun, 22 Nov 2026 00:00:00 GMT", 0),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 3600), ("soon", nil), ("", nil), ("-5", nil), ("1.5", nil),
  ])
  func readsWhenToAskAgain(_ value: String, _ seconds: Int?) {
    let response = HTTPResponse(status: 429, headers: [("retry-after", value)], body: [])
    #expect(
      RetryAfter.seconds(in: response, clock: DateTime(secondsSinceEpoch: 1_795_392_000)) == seconds)
  }

  @Test func takesTheServersOwnClock() {
    let response = HTTPResponse(
      status: 503,
      headers: [
        ("retry-after", "Sat, 01 Jan 2022 00:00:30 GMT"), ("date", "Sat, 01 Jan 2022 00:00:00 GMT"),
      ], body: [])
    #expect(RetryAfter.seconds(in: response, clock: DateTime(secondsSinceEpoch: 1_795_392_000)) == 30)
  }
}
