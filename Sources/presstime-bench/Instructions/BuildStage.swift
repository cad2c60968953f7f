/// A stage of the pipeline, as a profile shows it: the function that does it, with all that it calls.
struct BuildStage {
  let name: String
  /// Parts of the mangled names of its function. Of several that match, the outermost counts.
  let symbols: [String]
  /// The stage within this one, whose instructions are its own alone.
  var inner: String?

  /// `SitePipeline` is the module of all, and its word `Site` is `A0` in these names.
  static let all = [
    BuildStage(name: "load", symbols: ["LoadedA0V4load"]),
    BuildStage(name: "check", symbols: ["LoadedA0V7checked"]),
    BuildStage(name: "plan", symbols: ["CheckedA0V7planned", "CheckedA0V7laidOut"]),
    // The template engine's, because the pipeline's own is inlined into the loop over the pages.
    BuildStage(name: "render", symbols: ["PlanV6render", "CheckedThemeV6render"]),
    BuildStage(name: "write", symbols: ["PlanV5write"], inner: "render"),
  ]

  /// Instructions of each stage that the profile shows, by name.
  static func instructions(in profile: CallgrindProfile) -> [String: Int] {
    var counts: [String: Int] = [:]
    for stage in all {
      let matches = profile.functions.filter { function in
        stage.symbols.contains { function.name.contains($0) }
      }
      guard let outermost = matches.map(\.inclusive).max() else { continue }
      counts[stage.name] = outermost - (stage.inner.flatMap { counts[$0] } ?? 0)
    }
    return counts
  }
}
