import ArgumentParser
import Files
import PreviewServer
import SitePipeline

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Show the site in a browser while it is written; every save is seen at once.",
    discussion: """
      Pages are rendered when they are asked for, and no output is written. Drafts and posts of the future are shown; \
      `--production` leaves them out, as a build does. Sources over HTTP are asked again when their answers are too \
      old, and what is new is shown next.
      """)

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var network: NetworkArguments

  @Option(name: .shortAndLong, help: "The port; when it is taken, the next free one.")
  var port = 8000

  @Option(help: "The name or address to listen at; 0.0.0.0 is every address of this machine.")
  var host = "localhost"

  @Option(
    help: ArgumentHelp(
      "Answer requests for this host too, as a tunnel sends them. May be repeated.", valueName: "name"))
  var allowHost: [String] = []

  @Flag(help: "Leave out drafts and posts of the future, as a build does.")
  var production = false

  @Flag(help: "Serve what `presstime build` has written to `public`, as a static host would.")
  var dist = false

  @Flag(help: "Open the site in the browser.")
  var open = false

  func validate() throws {
    if !(0...65535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535") }
  }

  func run() throws {
    ProcessEnvironment.raiseFileLimit()
    if dist { return try serveFolder() }
    let clock = ContinuousClock()
    let start = clock.now
    let arguments = arguments
    let sources =
      network.use == .online
      ? SourceRefresh(site: arguments.folder, now: { arguments.momentOfSources }) : nil
    let options = { @Sendable [self] in self.options(sources) }
    let snapshot = SiteSnapshot(
      options(), cache: DocumentCache(site: arguments.folder, use: .read, trustsTimes: true))
    Console.report(snapshot.diagnostics)
    // A site with mistakes waits for them to be mended; without one there is nothing to wait for.
    guard FileSystem.kind(arguments.path("content")) == .folder else { throw Ending.siteErrors }
    let run = String(ProcessEnvironment.now, radix: 36) + String(ProcessEnvironment.processNumber, radix: 36)
    let site = PreviewSite(snapshot, run: run)
    let server = try listen { request in
      let response = site.answer(request)
      sources?.seen(request, response)
      return response
    }
    let address = server.address + site.basePath.dropFirst()
    Console.print("\(address)  \(PreviewLog.size(of: snapshot)) in \(PreviewLog.time(clock.now - start))")
    if open { BrowserWindow.open(address) }
    let log = PreviewLog()
    let loop = PreviewLoop(
      site, options: options, isTimed: !arguments.stopsClock, sources: sources,
      problem: { Console.printError($0) }, report: { log.report($0) },
      reportPages: { log.report(pages: $0) })
    loop.start()
    Interruption.wait()
    site.end()
    loop.stop()
    server.stop()
  }

  private func options(_ sources: SourceRefresh?) -> BuildOptions {
    var options = arguments.options(drafts: !production, future: !production, network: network.use)
    if let sources { options.fetch = { sources.answers(of: $0) } }
    return options
  }

  private func listen(
    _ answer: @escaping @Sendable (PreviewRequest) -> PreviewResponse
  ) throws -> HTTPServer {
    let settings = ServerSettings(
      host: host, port: port, triesNextPorts: true, allowedHosts: allowHost,
      jobs: arguments.jobs ?? Parallel.processors)
    do {
      let server = try HTTPServer(settings, answer: answer)
      if port != 0, server.port != port {
        Console.printError("port \(port) is taken; this is \(server.port)")
      }
      return server
    } catch {
      Console.printError("presstime: \(error.reason)")
      throw Ending.surroundings
    }
  }

  private func serveFolder() throws {
    let folder = arguments.path("public")
    guard FileSystem.kind(folder) == .folder else {
      Console.printError("presstime: there is no folder `\(folder)`; `presstime build` makes it")
      throw Ending.surroundings
    }
    let base = LoadedSite.basePath(options(nil))
    let files = StaticFolder(folder, basePath: base)
    let server = try listen { files.answer($0) }
    let address = server.address + base.dropFirst()
    Console.print("\(address)  \(folder) as it was built")
    if open { BrowserWindow.open(address) }
    Interruption.wait()
    server.stop()
  }
}
