/// The attribute `srcset`: addresses, each of which a width or a density may follow (HTML Standard, section 4.8.4.3.10).
package enum SourceSet {
  /// Where the addresses stand. A comma within one belongs to it; one behind it ends it.
  package static func addresses(in value: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    let comma = UInt8(ascii: ",")
    var (found, index) = ([Range<Int>](), 0)
    while index < value.count {
      while index < value.count, unsafe value[index] <= 0x20 || value[index] == comma { index += 1 }
      let start = index
      while index < value.count, unsafe value[index] > 0x20 { index += 1 }
      var end = index
      while end > start, unsafe value[end - 1] == comma { end -= 1 }
      if end > start { found.append(start..<end) }
      // Behind a comma the next one begins.
      if end == index {
        while index < value.count, unsafe value[index] != comma { index += 1 }
      }
    }
    return found
  }
}
