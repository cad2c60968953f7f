import Files

/// Where the programs are.
struct Programs {
  let presstime: String
  let floor: String
  let hugo: String?
  let zola: String?
}

/// What there is to run on this machine.
extension Workspace {
  /// Writes the sites, and says what is done with them, in the order of the table.
  func contenders(_ programs: Programs, _ corpus: Corpus) throws(BenchProblem) -> [Contender] {
    var contenders = try presstimeBuilds(programs.presstime, corpus)
    contenders.append(
      Contender(name: "presstime check", kind: .check, removed: [Self.cache]) { _ in
        [programs.presstime, "check", path(Self.site), "--quiet", "--clock", Self.day]
      })
    let cold = contenders.first { $0.kind == .cold }?.name ?? ""
    contenders.append(
      Contender(name: "floor", kind: .floor, removed: ["floor-output"], output: "floor-output") {
        counts throws(BenchProblem) in
        guard let count = counts[cold] else { throw BenchProblem("the floor ran before Presstime") }
        let numbers = [count.files, count.folders, count.bytes, Parallel.processors]
        return [programs.floor, path(Self.site + "/content/posts"), path("floor-output")]
          + numbers.map { String($0) }
      })
    if let hugo = programs.hugo {
      try writeHugoSite("hugo", corpus)
      contenders.append(
        other("hugo " + (try version(of: hugo, "version")), output: "hugo-output") {
          [
            hugo, "--source", path("hugo"), "--destination", $0, "--cacheDir", path("hugo-cache"),
            "--noBuildLock", "--quiet",
          ]
        })
    }
    if let zola = programs.zola {
      try writeZolaSite("zola", corpus)
      contenders.append(
        other("zola " + (try version(of: zola, "--version")), output: "zola-output") {
          [zola, "--root", path("zola"), "build", "--output-dir", $0]
        })
    }
    return contenders
  }

  /// The moment of Presstime's builds: after the last post, and always the same.
  static let day = "2026-01-01"
  private static let site = "presstime"
  private static let cache = "presstime/.presstime"

  /// First builds, and builds after another one; each begins from what the one before left.
  private func presstimeBuilds(_ presstime: String, _ corpus: Corpus) throws(BenchProblem) -> [Contender] {
    let (site, output) = (Self.site, "presstime-output")
    let template = "layouts/base.html"
    try writePresstimeSite(site, corpus, theme: "bench")
    try writeExtendedTheme(site, name: "bench", template: template)
    func build(
      _ name: String, _ kind: Contender.Kind, removed: [String] = [], edit: FileEdit? = nil,
      option: String? = nil
    ) -> Contender {
      let words = [presstime, "build", path(site), "--output", path(output), "--quiet", "--clock", Self.day]
      return Contender(
        name: "presstime, \(name)", kind: kind, removed: removed, edit: edit, output: output,
        keepsOutput: true
      ) { _ in words + (option.map { [$0] } ?? []) }
    }
    func edit(_ edit: SiteEdit, _ file: String, shownIn page: String) throws(BenchProblem) -> FileEdit {
      FileEdit(edit: edit, file: file, original: try text(of: file), shownIn: page)
    }
    // Two posts in the middle, because those at the ends have fewer neighbours.
    let slugs = [corpus.count / 2, corpus.count / 3].map { Corpus.slug($0) }
    let posts = slugs.map { (file: "\(site)/content/posts/\($0).md", page: "posts/\($0)/index.html") }
    var builds = [
      build("cold", .cold, removed: [output, Self.cache]), build("nothing changed", .again),
    ]
    if try knows("--no-stat", presstime) {
      builds.append(build("nothing changed, --no-stat", .again, option: "--no-stat"))
    } else {
      note("this presstime knows no --no-stat; its row is left out")
    }
    return builds + [
      build(
        "one body changed", .again, edit: try edit(.body, posts[0].file, shownIn: posts[0].page)),
      build(
        "one title changed", .again, edit: try edit(.title, posts[1].file, shownIn: posts[1].page)),
      build(
        "one template changed", .again,
        edit: try edit(.template, "\(site)/themes/bench/\(template)", shownIn: "index.html")),
    ]
  }

  private func other(
    _ name: String, output: String, arguments: @escaping (_ output: String) -> [String]
  ) -> Contender {
    Contender(name: "\(name), cold", kind: .other, removed: [output], output: output) { _ in
      arguments(path(output))
    }
  }

  private func knows(_ option: String, _ presstime: String) throws(BenchProblem) -> Bool {
    let help = try output(of: ChildProcess(arguments: [presstime, "build", "--help"]))
    return help.split { $0.isWhitespace || "[],/|".contains($0) }.contains { $0 == option }
  }

  /// What a program calls its version: the first number in what it prints, as in
  /// `hugo v0.168.0-e27a…+extended linux/amd64 …` or `zola 0.21.0`.
  func version(of program: String, _ argument: String) throws(BenchProblem) -> String {
    let text = try output(of: ChildProcess(arguments: [program, argument]))
    let words = text.split(whereSeparator: \.isWhitespace).map { $0.drop { $0 == "v" } }
    let version = words.first { $0.first?.isNumber == true }
    return version.map { String($0.prefix { $0 != "-" && $0 != "+" }) } ?? "unknown"
  }
}
