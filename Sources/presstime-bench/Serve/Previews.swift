import ArgumentParser
import Diagnostics
import Files

/// `presstime-bench serve`: from a save to the changed page over HTTP, beside Hugo's server where it is installed.
struct Previews: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Time previews, from a save to the changed page.",
    discussion: """
      Each server shows the same generated posts. A post is written again with a new word in it, and its page is asked \
      for until the word is there; then the same with the template of that page. The table shows medians and the \
      worst, in milliseconds.
      """)

  @OptionGroup var arguments: CorpusArguments

  @Option(help: "How many posts the blogs have.")
  var posts: [Int] = [100, 1_000, 10_000]

  @Option(help: "How many times each file is edited, if that takes no longer than a minute.")
  var runs = 50

  @OptionGroup var hugo: HugoArguments

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  func validate() throws {
    guard posts.allSatisfy({ (10...1_000_000).contains($0) }) else {
      throw ValidationError("--posts takes numbers from 10 to 1000000")
    }
    guard (1...1_000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000") }
  }

  func run() throws {
    let hugo = hugo.program
    var rows: [(posts: Int, timing: PreviewTiming)] = []
    for count in posts {
      rows += try Workspace.use { workspace in
        try workspace.servers(arguments.program, hugo: hugo, Corpus(count: count)).map { server in
          note("\(count) posts: \(server.name)")
          return (count, try workspace.time(server, runs: runs, seconds: 60))
        }
      }
    }
    print(json ? Self.json(rows) : Self.text(rows))
  }

  private static func text(_ rows: [(posts: Int, timing: PreviewTiming)]) -> String {
    let header = ["Posts", "Server", "First page", "Post", "worst", "Template", "worst", "MB", "Post, ratio"]
    let cells = rows.map { posts, timing in
      let own = rows.first { $0.posts == posts }?.timing ?? timing
      return [
        String(posts), timing.name, Comparison.decimal(timing.start, digits: 0), median(timing.post),
        worst(timing.post), median(timing.template), worst(timing.template),
        Comparison.decimal(Double(timing.memory) / 1e6, digits: 0),
        Comparison.decimal(
          Comparison.median(timing.post) / max(Comparison.median(own.post), 0.001), digits: 1),
      ]
    }
    return TextTable(rows: [header] + cells, alignsRight: Set([0] + Array(2..<header.count))).text
  }

  private static func median(_ times: [Double]) -> String {
    Comparison.decimal(Comparison.median(times), digits: 1)
  }

  private static func worst(_ times: [Double]) -> String { Comparison.decimal(times.max() ?? 0, digits: 1) }

  private static func json(_ rows: [(posts: Int, timing: PreviewTiming)]) -> String {
    let objects = rows.map { posts, timing in
      "{\"posts\":\(posts),\"name\":\(JSONReport.quoted(timing.name)),\"start\":\(Comparison.decimal(timing.start, digits: 3)),"
        + "\"post\":[\(list(timing.post))],\"template\":[\(list(timing.template))],\"memoryBytes\":\(timing.memory)}"
    }
    return "{\"unit\":\"ms\",\"servers\":[\(objects.joined(separator: ","))]}"
  }

  private static func list(_ times: [Double]) -> String {
    times.map { Comparison.decimal($0, digits: 3) }.joined(separator: ",")
  }
}

extension Workspace {
  /// The same posts under each server; the templates that are edited make the post's whole page.
  fileprivate func servers(
    _ presstime: String, hugo: String?, _ corpus: Corpus
  ) throws(BenchProblem) -> [PreviewServer] {
    let slug = Corpus.slug(5)
    try writePresstimeSite("presstime", corpus, theme: "bench")
    try write("presstime/themes/bench/theme.toml", "name = \"bench\"\nextends = \"default\"\n")
    let template = "themes/bench/routes/posts/[post].html"
    try write(
      "presstime/" + template,
      """
      {% each post in posts %}
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>{{ post.title }}</title></head>
      <body><h1>{{ post.title }}</h1>
      {{ post.body }}
      {% for other in post.related %}<a href="{{ other.url }}">{{ other.title }}</a>{% endfor %}
      </body></html>

      """)
    var servers = [
      PreviewServer(
        name: "presstime serve",
        arguments: [presstime, "serve", path("presstime"), "--port", "PORT", "--clock", Self.day],
        post: "presstime/content/posts/\(slug).md", template: "presstime/" + template, page: "/posts/\(slug)/"
      )
    ]
    if let hugo {
      try writeHugoSite("hugo", corpus)
      servers.append(
        PreviewServer(
          name: "hugo server",
          arguments: [
            hugo, "server", "--source", path("hugo"), "--port", "PORT", "--bind", "127.0.0.1", "--cacheDir",
            path("hugo-cache"), "--noBuildLock", "--renderToMemory",
          ],
          post: "hugo/content/posts/\(slug).md", template: "hugo/layouts/_default/single.html",
          page: "/posts/\(slug)/"))
    }
    return servers
  }
}
