import BenchedPages
import CAllocationCount

/// Presstime's side of `make bench-templates`.
@main
enum PresstimePages {
  static func main() throws {
    guard let measurement = PageMeasurement(arguments: CommandLine.arguments) else {
      throw PageProblem("presstime-pages takes post|index POSTS ROUNDS FILE")
    }
    print(try measurement.run(PresstimeRenderer.self) { presstime_allocation_count() })
  }
}
