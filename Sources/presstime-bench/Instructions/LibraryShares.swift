/// For whom the libraries work: their instructions, given to the modules that call them.
///
/// Callgrind knows who calls whom, but not on whose behalf a library's function calls another one. As gprof does,
/// a function's instructions are shared by its callers in proportion to what their calls cost.
struct LibraryShares {
  /// Instructions by owner, those of libraries among them. Their sum is the profile's.
  private(set) var instructions: [CodeOwner: Int] = [:]

  /// Libraries call each other in circles, so shares are approached step by step; more steps change nothing
  /// that the table shows.
  private static let steps = 60

  init(_ profile: CallgrindProfile, _ owners: [CodeOwner]) {
    let masters = Array(Set(owners.filter { !$0.isLibrary }))
    let numbers = Dictionary(uniqueKeysWithValues: masters.enumerated().map { ($1, $0) })
    var callers = [[(function: Int, cost: Double)]](repeating: [], count: owners.count)
    for (index, function) in profile.functions.enumerated() {
      for (callee, cost) in function.calls where owners[callee].isLibrary && callee != index {
        callers[callee].append((index, Double(cost)))
      }
    }
    // By function, then by master: a module's function works for its module alone.
    var shares = owners.map { owner in
      var row = [Double](repeating: 0, count: masters.count)
      if let number = numbers[owner] { row[number] = 1 }
      return row
    }
    for _ in 0..<Self.steps {
      for index in owners.indices where owners[index].isLibrary {
        shares[index] = Self.mean(callers[index].map { (shares[$0.function], $0.cost) }, count: masters.count)
      }
    }
    for (index, function) in profile.functions.enumerated() {
      for (number, share) in shares[index].enumerated() {
        instructions[masters[number], default: 0] += Int(share * Double(function.own))
      }
    }
  }

  /// The mean of rows by their weights, with a sum of 1 if any row has one.
  private static func mean(_ rows: [(row: [Double], weight: Double)], count: Int) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for (row, weight) in rows {
      for number in 0..<count { result[number] += row[number] * weight }
    }
    let sum = result.reduce(0, +)
    return sum > 0 ? result.map { $0 / sum } : result
  }
}
