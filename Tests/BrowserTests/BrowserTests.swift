import Foundation
import Testing

/// Pages in a browser, one test after the other: each has a browser of its own.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "there is no Chromium")) enum BrowserTests {}

/// Previews in a browser, in the same way, beside the others: they wait more than they work.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "there is no Chromium")) enum PreviewBrowserTests {}

/// A browser and a server of the tests' own, for one test.
final class Preview {
  let browser: Browser
  let server: PageServer

  init() throws {
    browser = try Browser()
    server = try PageServer()
  }

  deinit {
    browser.stop()
    server.stop()
  }

  /// A tab with a page in it, which has heard from the server, and marked, so that a reload is seen.
  func open(_ page: String) throws -> Tab {
    server.put("/", page)
    let tab = try browser.open()
    try tab.go(to: server.address)
    try server.waitForStreams(1)
    try tab.evaluate(
      "window.marker = 1, window.updates = 0, addEventListener('presstime:update', () => updates += 1)")
    // Until it knows how it was served.
    try tab.wait(until: "performance.getEntriesByName(location.href, 'resource').length > 0")
    usleep(100_000)
    return tab
  }
}

/// A whole page around a body.
func page(_ body: String, head: String = "<title>Page</title>", html: String = "") -> String {
  "<!DOCTYPE html>\n<html\(html)>\n<head>\n\(head)\n</head>\n<body>\n\(body)\n</body>\n</html>\n"
}
