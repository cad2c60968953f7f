#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Paths of files below the output folder: parts with `/` between them.
package enum OutputPath {
  /// Whether a path stays below the folder, fits on a line, and is no name of Presstime's own. Hot.
  static func isSound(_ path: String) -> Bool {
    unsafe path.utf8.withContiguousStorageIfAvailable { unsafe isSound($0) }
      ?? Array(path.utf8).withUnsafeBufferPointer { unsafe isSound($0) }
  }

  static func isSound(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    var (length, dots, index) = (0, 0, 0)
    while index < path.count {
      switch unsafe path[index] {
      case UInt8(ascii: "/"):
        if length == 0 || length == dots && dots <= 2 { return false }
        (length, dots) = (-1, 0)
      case 0, UInt8(ascii: "\n"): return false
      case UInt8(ascii: "."): dots += 1
      default: break
      }
      length += 1
      index += 1
    }
    if length == 0 || length == dots && dots <= 2 { return false }
    guard unsafe path[0] == UInt8(ascii: ".") else { return true }
    return unsafe !path.elementsEqual(OutputFolder.marker.utf8)
      && !path.prefix { $0 != UInt8(ascii: "/") }.elementsEqual(SideFolder.nameInside.utf8)
  }

  /// Whether two paths have the same bytes; strings are equal too when only their accents are composed in another way.
  static func isSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count, let a = left.baseAddress, let b = right.baseAddress else {
      return left.isEmpty && right.isEmpty
    }
    return unsafe memcmp(a, b, left.count) == 0
  }

  /// The order of bytes.
  static func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let a = left.baseAddress, let b = right.baseAddress else {
      return left.count < right.count
    }
    let order = unsafe memcmp(a, b, min(left.count, right.count))
    return order == 0 ? left.count < right.count : order < 0
  }
}
