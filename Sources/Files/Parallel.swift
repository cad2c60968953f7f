import Dispatch
import Synchronization

/// Work on many items at once, with results in the order of the items.
package enum Parallel {
  /// The processors of this machine.
  package static var processors: Int {
    #if canImport(Glibc)
      max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    #else
      4
    #endif
  }

  /// `work` for each number below `count`, on `jobs` threads that take the next number when they are free.
  package static func map<Result: Sendable>(
    _ count: Int, jobs: Int, _ work: @Sendable (Int) -> Result
  ) -> [Result] {
    guard jobs > 1, count > 1 else { return (0..<count).map(work) }
    let results = Slots<Result>(count)
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        results.set(index, to: work(index))
      }
    }
    return results.take()
  }

  /// Memory for one result per item. Each index is written by one thread, once, and read when all have ended.
  @safe private final class Slots<Element: Sendable>: @unchecked Sendable {
    private let memory: UnsafeMutableBufferPointer<Element>

    init(_ count: Int) {
      unsafe memory = .allocate(capacity: count)
    }

    func set(_ index: Int, to element: Element) {
      unsafe memory.initializeElement(at: index, to: element)
    }

    func take() -> [Element] {
      let all = unsafe Array(memory)
      unsafe memory.deinitialize()
      return all
    }

    deinit {
      unsafe memory.deallocate()
    }
  }
}

#if canImport(Glibc)
  import Glibc
#endif
