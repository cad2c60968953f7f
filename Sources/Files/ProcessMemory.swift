import CHeap

/// How this process takes memory from the system.
package enum ProcessMemory {
  /// Says that the process is one build, which takes much memory and ends: a tenth of a small build's time goes into
  /// asking for memory bit by bit. To be called first of all.
  package static func expectMuch() { presstime_heap_expect_much() }

  /// Gives free memory back to the system: after very much was let go that others will not take.
  package static func giveBack() { presstime_heap_give_back() }

  /// Makes room for what this thread will allocate, where much is expected.
  static func prepareThread() { presstime_heap_prepare_thread() }
}
