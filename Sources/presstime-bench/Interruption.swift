import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Control-C ends the program that is being timed; the benchmark then cleans up before it ends itself.
enum Interruption {
  private static let happened = Atomic(false)

  /// Catches the signals from now on. Programs that are started later have their own ways with them again.
  static func watch() {
    // Made here, because a signal's handler must not be the one to make it.
    happened.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in Interruption.happened.store(true, ordering: .relaxed) }
    }
  }

  static func check() throws(BenchProblem) {
    if happened.load(ordering: .relaxed) { throw BenchProblem("interrupted") }
  }
}
