import Files
import Synchronization
import Testing

@Suite struct AheadTests {
  @Test(arguments: [1, 2]) func aValueIsMadeOnceWhoeverWantsIt(_ jobs: Int) {
    let made = Atomic(0)
    let ahead = Ahead { made.wrappingAdd(1, ordering: .relaxed).newValue }
    ahead.begin(jobs: jobs)
    ahead.begin(jobs: jobs)
    #expect(Parallel.map(8, jobs: 4) { _ in ahead.value } == Array(repeating: 1, count: 8))
    let count = made.load(ordering: .relaxed)
    #expect(count == 1)
  }

  @Test func nothingIsMadeThatNobodyBegins() {
    let made = Atomic(false)
    let ahead = Ahead { made.store(true, ordering: .relaxed) }
    ahead.begin(jobs: 1)
    let before = made.load(ordering: .relaxed)
    ahead.value
    let after = made.load(ordering: .relaxed)
    #expect(!before && after)
  }

  @Test func oneMayWaitForAnother() {
    let first = Ahead { 20 }
    let second = Ahead { first.value + 1 }
    second.begin(jobs: 2)
    #expect(first.value + second.value == 41)
  }
}
