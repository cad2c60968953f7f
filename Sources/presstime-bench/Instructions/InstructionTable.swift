/// A profile in tables.
struct InstructionTable {
  private let profile: CallgrindProfile
  private let posts: Int
  private let owners: [CodeOwner]
  private let total: Int

  init(_ profile: CallgrindProfile, posts: Int) {
    self.profile = profile
    self.posts = posts
    owners = profile.functions.map { CodeOwner($0) }
    total = profile.functions.reduce(0) { $0 + $1.own }
  }

  /// Instructions by stage of the pipeline, in its order.
  ///
  /// What is left is the start and the end of the program, and the stages that were not found: inlined, or renamed.
  var stages: String {
    let counts = BuildStage.instructions(in: profile)
    let rows = BuildStage.all.map { stage in
      guard let count = counts[stage.name] else { return [stage.name, "not found"] }
      return cells(stage.name, count)
    }
    let rest = cells("the rest", total - counts.values.reduce(0, +))
    return TextTable(
      rows: [["Stage", "Millions", "Share", "Thousands a post"]] + rows + [rest], alignsRight: [1, 2, 3]
    ).text
  }

  private func cells(_ name: String, _ count: Int) -> [String] {
    [name, Self.millions(count), share(count), String(count / max(posts, 1) / 1000)]
  }

  /// Instructions by owner of the code, most first.
  ///
  /// The last columns give the libraries' instructions to those that had them executed.
  var modules: String {
    var own: [CodeOwner: Int] = [:]
    for (function, owner) in zip(profile.functions, owners) { own[owner, default: 0] += function.own }
    let withLibraries = LibraryShares(profile, owners).instructions
    let order = own.sorted { ($0.value, $1.key.name) > ($1.value, $0.key.name) }
    let rows = order.map { owner, count in
      let cells = [owner.name, Self.millions(count), share(count)]
      guard let sum = withLibraries[owner] else { return cells }
      return cells + [Self.millions(sum), share(sum)]
    }
    let header = ["Module", "Millions", "Share", "With libraries", "Share"]
    let sum = ["Total", Self.millions(total), share(total), Self.millions(total), share(total)]
    let each = total / max(posts, 1) / 1000
    return "\(posts) posts, one thread, millions of instructions (\(each) thousand a post)\n\n"
      + TextTable(rows: [header] + rows + [sum], alignsRight: [1, 2, 3, 4]).text
  }

  /// The functions with the most instructions of their own.
  func functions(_ count: Int) -> String {
    let order = profile.functions.indices.sorted { profile.functions[$0].own > profile.functions[$1].own }
    let rows = order.prefix(count).map { index in
      let function = profile.functions[index]
      return [Self.millions(function.own), share(function.own), owners[index].name, function.name]
    }
    return TextTable(rows: [["Millions", "Share", "Module", "Function"]] + rows, alignsRight: [0, 1]).text
  }

  private func share(_ count: Int) -> String {
    Comparison.decimal(Double(count) * 100 / Double(max(total, 1)), digits: 1) + " %"
  }

  private static func millions(_ count: Int) -> String {
    Comparison.decimal(Double(count) / 1e6, digits: 1)
  }
}
