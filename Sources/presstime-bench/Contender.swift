import Files

/// One of the programs that take turns.
struct Contender {
  let name: String
  /// The folder that it fills; removed before each run, so that each is a first build.
  let output: String?
  /// Its arguments, known only when it is its turn: the floor writes as much as Presstime wrote before.
  let arguments: (_ counts: [String: FolderCount]) throws(BenchProblem) -> [String]
}

/// What one program took, run by run, and what it wrote.
struct Measurement {
  let name: String
  let runs: [ChildProcess.Usage]
  let output: FolderCount?
}

extension Workspace {
  /// Runs the contenders in turn, `rounds` times after a first round that only fills the caches.
  ///
  /// In turn, because the machine's speed changes while they run: then it changes for all of them.
  func measure(
    _ contenders: [Contender], rounds: Int, progress: (_ round: Int, _ name: String) -> Void
  ) throws(BenchProblem) -> [Measurement] {
    var runs: [String: [ChildProcess.Usage]] = [:]
    var counts: [String: FolderCount] = [:]
    for round in 0...rounds {
      for contender in contenders {
        progress(round, contender.name)
        if let output = contender.output { try remove(output) }
        let process = ChildProcess(arguments: try contender.arguments(counts))
        let usage = try process.run(output: path("printed"))
        if round > 0 { runs[contender.name, default: []].append(usage) }
        if let output = contender.output { counts[contender.name] = try FolderCount(path(output)) }
      }
    }
    return contenders.map { Measurement(name: $0.name, runs: runs[$0.name] ?? [], output: counts[$0.name]) }
  }

  /// What there is to run on this machine.
  func contenders(_ programs: Programs, _ corpus: Corpus) throws(BenchProblem) -> [Contender] {
    let site = path("presstime")
    try writePresstimeSite("presstime", corpus)
    let build = Contender(name: "presstime build", output: "presstime-output") { _ in
      [
        programs.presstime, "build", site, "--output", path("presstime-output"), "--quiet", "--clock",
        Self.day,
      ]
    }
    let check = Contender(name: "presstime check", output: nil) { _ in
      [programs.presstime, "check", site, "--quiet", "--clock", Self.day]
    }
    let floor = Contender(name: Self.floor, output: "floor-output") { counts throws(BenchProblem) in
      guard let count = counts[build.name] else { throw BenchProblem("the floor ran before Presstime") }
      let numbers = [count.files, count.folders, count.bytes, Parallel.processors]
      return [programs.floor, site + "/content/posts", path("floor-output")] + numbers.map { String($0) }
    }
    var contenders = [build, check, floor]
    if let hugo = programs.hugo {
      try writeHugoSite("hugo", corpus)
      let version = try hugoVersion(hugo)
      contenders.append(
        Contender(name: version, output: "hugo-output") { _ in
          [
            hugo, "--source", path("hugo"), "--destination", path("hugo-output"), "--cacheDir",
            path("hugo-cache"), "--noBuildLock", "--quiet",
          ]
        })
    }
    return contenders
  }

  static let floor = "floor"
  /// The moment of Presstime's builds: after the last post, and always the same.
  static let day = "2026-01-01"

  /// `hugo v0.168.0-e27a…+extended linux/amd64 …` in short.
  private func hugoVersion(_ hugo: String) throws(BenchProblem) -> String {
    let text = try output(of: ChildProcess(arguments: [hugo, "version"]))
    let version = text.split(separator: " ").dropFirst().first?.prefix { $0 != "-" && $0 != "+" }
    return "hugo" + (version.map { " " + String($0.drop { $0 == "v" }) } ?? "")
  }
}

/// Where the programs are.
struct Programs {
  let presstime: String
  let floor: String
  let hugo: String?
}
