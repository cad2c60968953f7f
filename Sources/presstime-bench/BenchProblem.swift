import Files

/// Why the benchmark can't go on, in a sentence.
struct BenchProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  init(_ error: FileError) {
    description = "\(error.path): \(error.reason)"
  }
}

/// Does what `work` says, and puts the system's refusal into words.
func withFiles<Result>(_ work: () throws(FileError) -> Result) throws(BenchProblem) -> Result {
  do { return try work() } catch { throw BenchProblem(error) }
}
