import Foundation
import TestSupport
import Testing

/// Builds that are killed at any moment: the output is never missing, and the next build makes it whole.
@Suite struct KilledBuildTests {
  /// Two sites that share some pages, and differ in some, write one output in turn.
  private final class Trial {
    static let foreign = [UInt8]("trains.example\n".utf8)
    static let names = ["a", "b"]

    let folder: TemporaryFolder
    /// What each site's output is, files of others included.
    private(set) var whole: [String: [String: [UInt8]]] = [:]

    init() throws {
      folder = try TemporaryFolder()
      for (name, posts) in [("a", 0..<24), ("b", 12..<36)] {
        try write(
          "\(name)/content/site.toml",
          "title = \"Trains\"\nurl = \"https://trains.example/\"\ntheme = \"plain\"\n")
        try write("\(name)/themes/plain/theme.toml", "")
        try write(
          "\(name)/themes/plain/routes/posts/[post].html",
          "{% each post in posts %}\n<h1>{{ post.title }}</h1>{{ post.body }}")
        try write(
          "\(name)/themes/plain/routes/index.html", "{% for post in posts %}{{ post.title }}{% endfor %}")
        try write("\(name)/content/only-\(name)/picture.svg", "<svg/>")
        for number in posts {
          // Every third of the shared ones has another text.
          let text = number % 3 == 0 ? "Text of \(name)." : "Text."
          try write(
            "\(name)/content/posts/p\(number).md",
            "---\ntitle: Post \(number)\ndate: 2026-11-01\n---\n\n\(text)\n")
        }
        let built = try run(["build", name, "--output", "whole-\(name)", "--quiet"])
        built.waitUntilExit()
        #expect(built.terminationStatus == 0)
        whole[name] = try folder.files(below: "whole-\(name)")
        whole[name]?["CNAME"] = Self.foreign
      }
      try build("a")
      try folder.write("public/CNAME", Self.foreign)
    }

    private func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

    func run(_ arguments: [String]) throws -> Process {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Shell.products + "/presstime")
      process.arguments = arguments
      process.currentDirectoryURL = folder.url
      process.environment = ["SOURCE_DATE_EPOCH": "1795392000", "HOME": folder.url.path]
      try process.run()
      return process
    }

    func build(_ name: String) throws {
      let process = try run(["build", name, "--output", "public", "--quiet"])
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }

    var output: [String: [UInt8]] { get throws { try folder.files(below: "public") } }

    func isThere(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.url.appendingPathComponent(path).path)
    }
  }

  /// Starts a build and kills it after `delay` microseconds, counted from when a path is there.
  private func kill(_ arguments: [String], _ delay: UInt32, after path: String?, _ trial: Trial) throws {
    let process = try trial.run(arguments)
    if let path { while process.isRunning, !trial.isThere(path) { usleep(50) } }
    if delay > 0 { usleep(delay) }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test(arguments: [false, true])
  func theOutputIsWholeWheneverABuildIsKilled(atomically: Bool) throws {
    let trial = try Trial()
    var random = SeededGenerator(seed: atomically ? 1 : 2)
    // How long builds take here decides when they are killed, never what is expected.
    let clock = ContinuousClock()
    let took = try clock.measure { try trial.build("b") }
    let longest = UInt32(took / .microseconds(1))
    var killed = 0
    for round in 0..<100 {
      let name = Trial.names[round % 2]
      // At any moment, while pages are written, and while the output is changed, which takes the least time.
      let (path, limit): (String?, UInt32) =
        switch round % 4 {
        case 0: (".public.presstime-new/files", longest / 4)
        case 1:
          (
            atomically ? ".public.presstime-new/files/.presstime-output" : ".public.presstime-new/marker",
            1500
          )
        default: (nil, longest)
        }
      let delay = UInt32.random(in: 0...limit, using: &random)
      let arguments = ["build", name, "--output", "public", "--quiet"] + (atomically ? ["--atomic"] : [])
      try kill(arguments, delay, after: path, trial)
      let output = try trial.output
      #expect(output["CNAME"] == Trial.foreign)
      #expect(output[".presstime-output"] != nil)
      #expect(output.count > 10)
      if trial.isThere(".public.presstime-new") { killed += 1 }
      if atomically { #expect(trial.whole.values.contains(output), "round \(round)") }
      guard round % 4 == 3 else { continue }
      let next = Trial.names.randomElement(using: &random) ?? "a"
      try trial.build(next)
      #expect(try trial.output == trial.whole[next], "round \(round)")
      #expect(!trial.isThere(".public.presstime-new"))
    }
    #expect(killed > 0)
  }
}
