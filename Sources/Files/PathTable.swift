package import Digests

/// Finds the parts of a file by the paths in them: hashes with open addressing. Hot.
///
/// A file of thousands of paths is kept as it is and searched, since to take it apart costs more than most builds ask.
package struct PathTable: Sendable {
  /// Where each part begins, in the order of the file.
  package let starts: [UInt32]
  /// A part each, as its number from 1 on; 0 is a free place.
  private let places: [UInt32]

  /// The parts that begin at `starts`, with the digests of their paths.
  package init(_ starts: [UInt32] = [], _ paths: [Digest] = []) {
    var size = 16
    while size < starts.count * 2 { size *= 2 }
    var places = [UInt32](repeating: 0, count: size)
    for (number, path) in paths.enumerated() where number < starts.count {
      var place = Int(truncatingIfNeeded: path.low) & (size - 1)
      while places[place] != 0 { place = (place + 1) & (size - 1) }
      places[place] = UInt32(truncatingIfNeeded: number + 1)
    }
    (self.starts, self.places) = (starts, places)
  }

  /// The same parts at other places.
  package init(_ table: PathTable, movedTo starts: [UInt32]) {
    (self.starts, places) = (starts, table.places)
  }

  /// The number of the part whose path has this digest, if `isIt` says so of its start.
  package func find(_ path: Digest, _ isIt: (_ start: Int) -> Bool) -> Int? {
    var place = Int(truncatingIfNeeded: path.low) & (places.count - 1)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if isIt(Int(starts[number])) { return number }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }
}
