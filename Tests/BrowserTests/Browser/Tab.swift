import Foundation

/// One tab of the browser.
struct Tab {
  let browser: Browser
  let session: String

  @discardableResult func call(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    try browser.call(method, parameters, session: session)
  }

  /// Goes to an address, and waits until it is loaded.
  func go(to address: String) throws {
    try call("Page.navigate", ["url": address])
    try wait(until: "document.readyState === 'complete' && location.href.startsWith('http')")
  }

  /// What an expression of JavaScript is, as JSON has it; promises are waited for.
  @discardableResult func evaluate(_ expression: String) throws -> Any? {
    let result = try call(
      "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let exception = result["exceptionDetails"] {
      throw Browser.Problem(description: "\(expression): \(exception)")
    }
    return (result["result"] as? [String: Any])?["value"]
  }

  func text(_ expression: String) throws -> String? { try evaluate(expression) as? String }

  func number(_ expression: String) throws -> Int? { try evaluate(expression) as? Int }

  func isTrue(_ expression: String) throws -> Bool {
    try evaluate("Boolean(\(expression))") as? Bool ?? false
  }

  /// Waits until an expression is true.
  func wait(until expression: String, seconds: Double = 20) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if (try? isTrue(expression)) == true { return }
      usleep(20_000)
    }
    let shown = try? text("document.body && document.body.innerText.slice(0, 500)")
    throw Browser.Problem(
      description: "never true: \(expression); the page says: \(shown ?? "nothing"); "
        + "its console: \(errors.joined(separator: "\n"))")
  }

  /// Presses one key, as a keyboard does.
  func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] { try call("Input.dispatchKeyEvent", ["type": type, "key": key]) }
  }

  /// Exceptions, and what scripts have written to the console; requests that failed are the browser's to report.
  var errors: [String] {
    browser.events.compactMap { event in
      guard event["sessionId"] as? String == session, let parameters = event["params"],
        ["Runtime.exceptionThrown", "Runtime.consoleAPICalled"].contains(event["method"] as? String)
      else { return nil }
      return "\(parameters)"
    }
  }

  /// What a screen reader is told: a role and a name for each thing.
  func accessibilityTree() throws -> [(role: String, name: String)] {
    let nodes = try call("Accessibility.getFullAXTree", [:])["nodes"] as? [[String: Any]] ?? []
    return nodes.filter { $0["ignored"] as? Bool != true }.map { node in
      let values = ["role", "name"].map { (node[$0] as? [String: Any])?["value"] as? String ?? "" }
      return (role: values[0], name: values[1])
    }
  }

  /// Writes a picture of what is seen.
  func screenshot(to file: URL) throws {
    let data = try call("Page.captureScreenshot", ["format": "png"])["data"] as? String
    try (data.flatMap { Data(base64Encoded: $0) } ?? Data()).write(to: file)
  }

  /// The same into the folder that `PRESSTIME_SCREENSHOTS` names, when somebody wants to look.
  func screenshot(_ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["PRESSTIME_SCREENSHOTS"] else { return }
    try screenshot(to: URL(fileURLWithPath: folder).appendingPathComponent(name + ".png"))
  }
}
