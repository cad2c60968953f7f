/// Paths behind each other in memory, where they are put in order several times as fast as strings are. Hot: of a first
/// build all files of the output.
struct JoinedPaths {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ paths: some Collection<String>) {
    ends.reserveCapacity(paths.count)
    for path in paths {
      bytes.append(contentsOf: path.utf8)
      ends.append(bytes.count)
    }
  }

  /// Bytes of all paths together.
  var size: Int { bytes.count }

  /// Numbers of the paths in the order of their bytes; of equal paths the last one's alone.
  var order: [Int] {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let order = ends.indices.sorted { left, right in
        let (first, second) = unsafe (path(left, bytes), path(right, bytes))
        return unsafe OutputPath.precedes(first, second) || (left < right && OutputPath.isSame(first, second))
      }
      return order.indices.compactMap { place in
        let next = place + 1
        guard next < order.count,
          unsafe OutputPath.isSame(path(order[place], bytes), path(order[next], bytes))
        else { return order[place] }
        return nil
      }
    }
  }

  func withPath<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    unsafe bytes.withUnsafeBufferPointer { unsafe body(path(number, $0)) }
  }

  private func path(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(rebasing: bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]])
  }
}
