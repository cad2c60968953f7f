import Foundation
import Testing

extension PreviewBrowserTests {
  /// When a page listens, and how it catches up.
  @Suite struct StreamTests {
    @Test func aPageOfAnotherBuildIsFetchedAgain() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>Old</h1>"))
      preview.server.stop()
      preview.server.put("/", page("<h1>New</h1>"))
      preview.server.build = "2"
      try preview.server.waitForStreams(0)
      try preview.server.restart()
      try tab.wait(until: "document.querySelector('h1').textContent === 'New'")
      #expect(try tab.text("marker + document.querySelector('script[data-build]').dataset.build") == "12")
      #expect(preview.server.streams == 1)
    }

    @Test func aServerThatEndsIsLeftInPeace() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>Old</h1>"))
      preview.server.send("gone")
      try preview.server.waitForStreams(0)
      let streams =
        "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('events')).length"
      let before = try tab.number(streams)
      preview.server.stop()
      usleep(1_500_000)
      #expect(try tab.number(streams) == before)
      #expect(preview.server.requests(of: "/.presstime/events?page=/") == 1)
      preview.server.put("/", page("<h1>New</h1>"))
      preview.server.build = "2"
      try preview.server.restart()
      try tab.wait(until: "document.querySelector('h1').textContent === 'New'")
      #expect(try tab.number("marker") == 1)
      #expect(tab.errors == [])
    }

    @Test func aPageThatComesBackCatchesUp() throws {
      let preview = try Preview()
      let tab = try preview.open(page("<h1>Old</h1>"))
      preview.server.put("/other/", page("<h1>Other</h1>"))
      try tab.go(to: preview.server.address + "other/")
      try tab.wait(until: "document.querySelector('h1').textContent === 'Other'")
      try preview.server.waitForStreams(1)
      preview.server.put("/", page("<h1>New</h1>"))
      preview.server.build = "2"
      try tab.evaluate("history.back()")
      try tab.wait(until: "document.querySelector('h1').textContent === 'New'")
      try preview.server.waitForStreams(1)
    }

    /// A browser opens six connections to a server: eight tabs would starve.
    @Test func tabsInTheBackgroundHoldNoConnection() throws {
      let preview = try Preview()
      let first = try preview.open(page("<h1>Old</h1>"))
      var tabs = [first]
      for _ in 0..<7 {
        let tab = try preview.browser.open(inFront: first)
        try tab.go(to: preview.server.address)
        tabs.append(tab)
      }
      #expect(try first.text("document.visibilityState") == "hidden")
      try preview.server.waitForStreams(1)
      preview.server.change("/", page("<h1>New</h1>"))
      try tabs[7].wait(until: "document.querySelector('h1').textContent === 'New'")
      #expect(try first.text("document.querySelector('h1').textContent") == "Old")
      try first.call("Page.bringToFront", [:])
      try first.wait(until: "document.querySelector('h1').textContent === 'New'")
      #expect(try first.number("marker") == 1)
      try preview.server.waitForStreams(1)
    }

    @Test func anyAddressIsSent() throws {
      let preview = try Preview()
      preview.server.put("/100%25/%zz&x=1/%C3%A9", page("<h1>Odd</h1>"))
      let tab = try preview.browser.open()
      try tab.go(to: preview.server.address + "100%25/%zz&x=1/é")
      try preview.server.waitForStreams(1)
      #expect(preview.server.requests(of: "/.presstime/events?page=/100%25/%zz%26x=1/%C3%A9") == 1)
      #expect(tab.errors == [])
    }
  }
}
