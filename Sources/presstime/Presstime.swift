import ArgumentParser

/// The program: arguments in, diagnostics and an exit code out.
///
/// Each command says its name: to have it worked out from the type's takes a quarter of the program's start.
@main
struct Presstime: ParsableCommand {
  static func main() {
    Interruption.takeWriteSignalsAsErrors()
    main(nil)
  }

  static let configuration = CommandConfiguration(
    commandName: "presstime",
    abstract: "Builds a website from Markdown posts, and refuses to print a mistake.",
    discussion: """
      A site is a folder with `content/`; its look is a theme in `themes/`, or the built-in one. \
      Start one with `presstime init my-site`.
      """,
    version: Version.text,
    subcommands: [
      Build.self, Serve.self, Check.self, Revalidate.self, Lock.self, Routes.self, Redirects.self,
      Explain.self, Types.self,
      Clean.self,
      Init.self, New.self, Import.self, ModelsCommand.self,
    ])
}

/// The program's version.
enum Version {
  static let text = "0.1.0"
}

/// The manual, which has a page for each code.
enum Manual {
  static let address = "https://presstime.example/"
}
