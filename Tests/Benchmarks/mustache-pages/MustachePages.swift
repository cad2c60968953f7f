import BenchedPages

/// Mustache's side of `make bench-templates`.
@main
enum MustachePages {
  static func main() throws {
    guard let measurement = PageMeasurement(arguments: CommandLine.arguments) else {
      throw PageProblem("mustache-pages takes post|index POSTS ROUNDS FILE")
    }
    print(try measurement.run(MustacheRenderer.self))
  }
}
