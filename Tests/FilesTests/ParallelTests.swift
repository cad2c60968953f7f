import Files
import Synchronization
import Testing

@Suite struct ParallelTests {
  /// Whatever the order in which they are worked on, each once.
  @Test(arguments: [1, 2, 7], [0, 1, 2, 100, 5000]) func resultsAreInTheOrderOfTheItems(
    _ jobs: Int, _ count: Int
  ) {
    let expected = (0..<count).map { $0 * 3 }
    let places: [((Int) -> Int)?] = [
      nil, { _ in 0 }, { -$0 }, { $0 % 7 - 3 }, { $0 % 2 == 0 ? Int.max : -1 },
    ]
    for place in places {
      let done = Atomic(0)
      let results = Parallel.map(count, jobs: jobs, by: place) { number in
        done.wrappingAdd(1, ordering: .relaxed)
        return number * 3
      }
      #expect(results == expected)
      let times = done.load(ordering: .relaxed)
      #expect(times == count)
    }
  }
}
