import ArgumentParser

@main
struct Presstime: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "presstime")
}
