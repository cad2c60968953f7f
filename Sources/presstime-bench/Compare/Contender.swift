import Files

/// One row of the comparison: a program in one situation.
struct Contender {
  let name: String
  let kind: Kind
  /// What is removed before each run: all that an earlier run left, so that each is a first one.
  var removed: [String] = []
  /// What is edited before each run.
  var edit: FileEdit?
  /// The folder that it fills.
  var output: String?
  /// Whether the next one begins from its output. Others make room, because the files lie in memory.
  var keepsOutput = false
  /// Its arguments, known only when it is its turn: the floor writes as much as Presstime wrote before.
  let arguments: (_ counts: [String: FolderCount]) throws(BenchProblem) -> [String]

  enum Kind: Sendable {
    /// Presstime's first build, which the others of it are a share of.
    case cold
    /// Presstime's build after another one.
    case again
    case check
    case floor
    /// Another generator's first build.
    case other
  }
}

/// What one row took, run by run, and what it wrote.
struct Measurement {
  let name: String
  let kind: Contender.Kind
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
        for name in contender.removed { try remove(name) }
        if let edit = contender.edit { try make(edit, round: round) }
        let process = ChildProcess(arguments: try contender.arguments(counts))
        let usage = try process.run(output: path("printed"))
        if round > 0 { runs[contender.name, default: []].append(usage) }
        guard let output = contender.output else { continue }
        if let edit = contender.edit { try checkShown(edit, round: round, by: contender) }
        counts[contender.name] = try FolderCount(path(output))
        if !contender.keepsOutput { try remove(output) }
      }
    }
    return contenders.map {
      Measurement(name: $0.name, kind: $0.kind, runs: runs[$0.name] ?? [], output: counts[$0.name])
    }
  }

  /// Writes the file in its place, now, as an editor does: its time and often its size are new ones.
  private func make(_ edit: FileEdit, round: Int) throws(BenchProblem) {
    let (path, text) = (path(edit.file), Array(try edit.text(round).utf8))
    try withFiles { () throws(FileError) in try FileSystem.write(path, text) }
  }

  /// A build that overlooks an edit is fast and wrong.
  private func checkShown(
    _ edit: FileEdit, round: Int, by contender: Contender
  ) throws(BenchProblem) {
    let page = "\(contender.output ?? "")/\(edit.shownIn)"
    let word = SiteEdit.word(round)
    let bytes = try withFiles { () throws(FileError) in try FileSystem.read(path(page)) }
    guard PageConnection.find(Array(word.utf8), in: bytes) != nil else {
      throw BenchProblem("\(contender.name): \(page) does not show the edit `\(word)`")
    }
  }
}
