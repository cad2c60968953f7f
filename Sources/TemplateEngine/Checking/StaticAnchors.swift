/// The ids that a template writes out, which links may point at.
enum StaticAnchors {
  static func append(in bytes: UnsafeBufferPointer<UInt8>, to anchors: inout [String]) {
    let mark: StaticString = " id=\""
    let count = mark.utf8CodeUnitCount
    var index = 0
    while index + count < bytes.count {
      var length = 0
      while length < count, unsafe bytes[index + length] == mark.utf8Start[length] { length += 1 }
      guard length == count else {
        index += 1
        continue
      }
      let value = unsafe bytes[(index + count)...].prefix { $0 != UInt8(ascii: "\"") }
      unsafe anchors.append(String(decoding: value, as: UTF8.self))
      index += count
    }
  }
}
