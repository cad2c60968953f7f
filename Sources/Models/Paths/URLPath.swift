import Diagnostics

/// Percent-encoding and dot segments of URL paths (RFC 3986).
package enum URLPath {
  /// `text` with every byte encoded that may not stand in a path (section 3.3); slashes are kept.
  package static func encoded(_ text: String) -> String {
    let isPlain = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe $0.allSatisfy(isAllowed) }
    if isPlain == true { return text }
    return String(decoding: PercentEncoding.escaped(text) { !isAllowed($0) }, as: UTF8.self)
  }

  /// `text` with its percent escapes undone; ill-formed escapes stay as they are.
  package static func decoded(_ text: String) -> String {
    let hasEscape = unsafe text.utf8.withContiguousStorageIfAvailable {
      unsafe $0.contains(UInt8(ascii: "%"))
    }
    if hasEscape == false { return text }
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
        let high = source[index + 1].hexadecimalValue,
        let low = source[index + 2].hexadecimalValue
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The path that `relative` means in the folder of `base`, without `.` and `..` (section 5.2); both without
  /// a slash at their start when the root is meant by "". Nothing when it leaves the root. Hot: once per link.
  package static func resolve(_ relative: String, in folder: String) -> String? {
    var (relative, folder) = (relative, folder)
    return relative.withUTF8 { relative in
      folder.withUTF8 { folder in
        var leavesRoot = false
        let path = unsafe String(unsafeUninitializedCapacity: folder.count + relative.count + 2) { output in
          unsafe resolve(relative, in: folder, into: output, &leavesRoot)
        }
        return leavesRoot ? nil : path
      }
    }
  }

  /// Writes the path into memory that both texts and two slashes fit into; gives the number of its bytes.
  private static func resolve(
    _ relative: UnsafeBufferPointer<UInt8>, in folder: UnsafeBufferPointer<UInt8>,
    into output: UnsafeMutableBufferPointer<UInt8>, _ leavesRoot: inout Bool
  ) -> Int {
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    var count = 0
    func append(_ part: UnsafeBufferPointer<UInt8>) {
      if count > 0 {
        unsafe output[count] = slash
        count += 1
      }
      for index in part.indices {
        let byte = unsafe part[index]
        unsafe output[count] = byte
        count += 1
      }
    }
    /// Calls `body` with each part between slashes.
    func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
      var start = 0
      for index in 0...text.count {
        guard unsafe index == text.count || text[index] == slash else { continue }
        unsafe body(UnsafeBufferPointer(rebasing: text[start..<index]))
        start = index + 1
      }
    }
    if unsafe relative.first != slash {
      unsafe forEachPart(of: folder) { part in if !part.isEmpty { unsafe append(part) } }
    }
    var endsInFolder = false
    unsafe forEachPart(of: relative) { part in
      endsInFolder = true
      if unsafe part.isEmpty || (part.count == 1 && part[0] == dot) { return }
      guard part.count == 2, unsafe part[0] == dot, unsafe part[1] == dot else {
        endsInFolder = false
        return unsafe append(part)
      }
      if count == 0 { leavesRoot = true }
      while count > 0 {
        count -= 1
        if unsafe output[count] == slash { break }
      }
    }
    if endsInFolder, count > 0 {
      unsafe output[count] = slash
      count += 1
    }
    return count
  }

  /// One bit for each byte that may stand in a path: letters, digits and `-._~!$&'()*+,;=:@/`.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0x2FFF_FFD2_0000_0000 : 0x47FF_FFFE_87FF_FFFF
    return byte < 128 && bits >> UInt64(byte & 63) & 1 == 1
  }

}

/// The five parts of a URL reference (RFC 3986 section 3 and appendix B); any text has them.
package struct URLReference: Sendable, Hashable {
  package let scheme: String?
  package let authority: String?
  package let path: String
  package let query: String?
  package let fragment: String?

  package init(_ text: String) {
    var copy = text
    let parts = copy.withUTF8 { bytes in unsafe Parts(bytes) }
    let bytes = text.utf8
    func string(_ range: Range<Int>) -> String {
      if range == 0..<bytes.count { return text }
      let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
      return String(text[start..<bytes.index(start, offsetBy: range.count)])
    }
    scheme = parts.scheme.map(string)
    authority = parts.authority.map(string)
    path = string(parts.path)
    query = parts.query.map(string)
    fragment = parts.fragment.map(string)
  }

  /// A fragment without what browsers look for in the text (https://wicg.github.io/scroll-to-text-fragment/). Hot: hardly
  /// any has a colon.
  package static func idPart(of fragment: String) -> String {
    guard fragment.utf8.contains(UInt8(ascii: ":")), let mark = fragment.firstRange(of: ":~:") else {
      return fragment
    }
    return String(fragment[..<mark.lowerBound])
  }

  /// Whether a text is an address with the scheme of the web in lower case: what most links are, known without
  /// taking them apart. Hot.
  package static func isOnTheWeb(_ text: String) -> Bool {
    let isKnown = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count > 5, unsafe bytes[0] == 0x68, unsafe bytes[1] == 0x74, unsafe bytes[2] == 0x74,
        unsafe bytes[3] == 0x70
      else { return false }
      let behind = unsafe bytes[4] == UInt8(ascii: "s") ? 5 : 4
      return unsafe bytes[behind] == UInt8(ascii: ":")
    }
    return isKnown ?? false
  }

  /// Where the parts stand in the bytes of a text.
  private struct Parts {
    var scheme: Range<Int>?
    var authority: Range<Int>?
    var path: Range<Int>
    var query: Range<Int>?
    var fragment: Range<Int>?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      var (start, end) = (0, bytes.count)
      if let hash = unsafe bytes.firstIndex(of: UInt8(ascii: "#")) {
        fragment = hash + 1..<end
        end = hash
      }
      if let mark = unsafe bytes[..<end].firstIndex(of: UInt8(ascii: "?")) {
        query = mark + 1..<end
        end = mark
      }
      if let colon = unsafe bytes[..<end].firstIndex(of: UInt8(ascii: ":")),
        unsafe URLReference.isScheme(bytes[..<colon])
      {
        scheme = 0..<colon
        start = colon + 1
      }
      let slash = UInt8(ascii: "/")
      if end - start >= 2, unsafe bytes[start] == slash, unsafe bytes[start + 1] == slash {
        let behind = unsafe bytes[start + 2..<end].firstIndex(of: slash) ?? end
        authority = start + 2..<behind
        start = behind
      }
      path = start..<end
    }
  }

  /// Whether it points into the site that it stands in.
  package var isInternal: Bool { scheme == nil && authority == nil }

  /// Whether its authority names a host, and a port that there can be, if any (RFC 3986 section 3.2).
  package var hasHost: Bool {
    guard var host = authority?[...] else { return false }
    if let end = host.lastIndex(of: "@") { host = host[host.index(after: end)...] }
    guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") else { return !host.isEmpty }
    let port = host[host.index(after: colon)...]
    return colon > host.startIndex && (port.isEmpty || UInt16(port) != nil)
  }

  private static func isScheme(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = unsafe text.first, first.isASCIILetter else { return false }
    return unsafe text.allSatisfy {
      $0.isASCIIAlphanumeric || "+-.".utf8.contains($0)
    }
  }
}
