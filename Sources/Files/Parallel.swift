import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work on many items at once, with results in the order of the items.
package enum Parallel {
  /// The processors of this machine.
  package static var processors: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// `work` for each number below `count`, on `jobs` threads that take the next numbers when they are free: of many
  /// items several at once, since neighbours lie side by side in memory, which threads would take from each other.
  ///
  /// Items with one `place` are worked on one after the other, for they read the same memory: in the order of their places,
  /// which must fit into 32 bits.
  package static func map<Result: Sendable>(
    _ count: Int, jobs: Int, by place: ((Int) -> Int)? = nil, _ work: @Sendable (Int) -> Result
  ) -> [Result] {
    guard jobs > 1, count > 1 else {
      var results: [Result] = []
      results.reserveCapacity(count)
      // `map` of a range is not made for the type of the results.
      for index in 0..<count { results.append(work(index)) }
      return results
    }
    let next = Atomic(0)
    let stride = max(1, min(16, count / (jobs * 128)))
    let order: [UInt32]? = if let place { self.order(of: count, by: place) } else { nil }
    return unsafe Array(unsafeUninitializedCapacity: count) { memory, initialized in
      let results = unsafe Slots(memory: memory)
      DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
        ProcessMemory.prepareThread()
        while true {
          let first = next.wrappingAdd(stride, ordering: .relaxed).oldValue
          if first >= count { return }
          for number in first..<min(first + stride, count) {
            let index = if let order { Int(order[number]) } else { number }
            results.set(index, to: work(index))
          }
        }
      }
      initialized = count
    }
  }

  /// `work` for runs of neighbours, which are all numbers below `count`: where something serves many of them.
  package static func runs<Result: Sendable>(
    _ count: Int, jobs: Int, _ work: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let length = 256
    return map((count + length - 1) / length, jobs: jobs) {
      work($0 * length..<min(($0 + 1) * length, count))
    }
  }

  /// Each number below `count` once.
  private static func order(of count: Int, by place: (Int) -> Int) -> [UInt32] {
    var keys = (0..<count).map { Int64(Int32(truncatingIfNeeded: place($0))) << 32 | Int64($0) }
    keys.sort()
    return keys.map { UInt32(truncatingIfNeeded: $0) }
  }

  /// Two works at once, the first of them on this thread, which may share its own out again.
  package static func both<First, Second: Sendable>(
    jobs: Int, _ first: () -> First, and second: @escaping @Sendable () -> Second
  ) -> (First, Second) {
    let second = Ahead(jobs: jobs, second)
    let result = first()
    return (result, second.value)
  }

  /// The memory of an array with one result per item. Each index is written by one thread, once, and read when all have
  /// ended.
  @safe private struct Slots<Element: Sendable>: @unchecked Sendable {
    let memory: UnsafeMutableBufferPointer<Element>

    func set(_ index: Int, to element: Element) {
      unsafe memory.initializeElement(at: index, to: element)
    }
  }
}
