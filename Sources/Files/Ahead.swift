import Dispatch
import Synchronization

/// A value that is made beside other work, and that is wanted later: by a thread that is free, or by the one that wants
/// it where none has come yet, so that nobody waits for a thread that does not come.
package final class Ahead<Value: Sendable>: Sendable {
  private let make: @Sendable () -> Value
  private let isTaken = Atomic(false)
  private let made = Mutex<Value?>(nil)
  private let isMade = DispatchSemaphore(value: 0)

  /// What `make` gives, which is called at most once, on any thread.
  package init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  /// The same, and begins at once.
  package convenience init(jobs: Int, _ make: @escaping @Sendable () -> Value) {
    self.init(make)
    begin(jobs: jobs)
  }

  /// Begins to make it, unless there is one thread only. For work on one core: the caller goes on with the other.
  package func begin(jobs: Int) {
    guard jobs > 1 else { return }
    // A nested apply would get fewer threads.
    DispatchQueue.global().async {
      ProcessMemory.prepareThread()
      self.makeOnce()
    }
  }

  /// What was made; waits for it where another thread has begun.
  package var value: Value {
    makeOnce()
    while true {
      if let value = made.withLock({ $0 }) { return value }
      isMade.wait()
      isMade.signal()
    }
  }

  private func makeOnce() {
    // Threads that write to one place wait for each other.
    if isTaken.load(ordering: .relaxed) || isTaken.exchange(true, ordering: .relaxed) { return }
    let value = make()
    made.withLock { $0 = value }
    isMade.signal()
  }
}
