import Digests
import Files
import MarkdownEngine
import Models
import TemplateEngine

/// The links of one rendered page to the site that it is part of.
struct PageLinks: Sendable {
  /// One that leads nowhere.
  struct Broken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      case noPage
      /// On the page itself, or on another, by its address.
      case noAnchor(String)
      /// A page would be there below the base path.
      case noBasePath
    }

    /// As it stands on the page, with entities undone.
    let url: String
    let kind: Kind
  }

  /// A fragment on another page.
  struct Wanted: Sendable, Hashable {
    let page: Int
    /// As it is written.
    let fragment: String
  }

  private(set) var broken: [Broken] = []
  private(set) var wanted: [Wanted] = []
  /// Paths of its host that are not below the base path, and that nothing of the site has below it.
  private(set) var outside: [String] = []
  /// Hashes of the values of `id`, in order.
  private var ids: [UInt64] = []

  /// Whether a fragment names something on this page.
  func has(_ fragment: String) -> Bool {
    let fragment = URLReference.idPart(of: fragment)
    if fragment.isEmpty || fragment == "top" { return true }
    return hasID(Self.hash(fragment)) || hasID(Self.hash(URLPath.decoded(fragment)))
  }

  private func hasID(_ hash: UInt64) -> Bool {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == hash
  }

  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { unsafe Digest(of: UnsafeRawBufferPointer($0)).low }
  }

  /// Reads a page of HTML. Hot.
  init(html bytes: UnsafeBufferPointer<UInt8>, number: Int, _ page: PlannedPage, _ urls: PublishedURLs) {
    var own: [String] = []
    var hasBase = false
    var scan = unsafe MarkupScan(bytes)
    while let (attribute, value) = unsafe scan.next() {
      switch attribute {
      case .id: ids.append(unsafe Digest(of: UnsafeRawBufferPointer(value)).low)
      case .base: hasBase = true
      case .meta:
        // A text may begin with the site's address.
        if unsafe urls.originLength(of: value) != nil, unsafe value.allSatisfy({ $0 > 0x20 }) {
          unsafe take(value, number, page, urls, &own)
        }
      case .address: unsafe take(value, number, page, urls, &own)
      case .addresses:
        for part in unsafe SourceSet.addresses(in: value) {
          unsafe take(UnsafeBufferPointer(rebasing: value[part]), number, page, urls, &own)
        }
      }
    }
    ids.sort()
    // Relative addresses mean something else then.
    if hasBase { broken = broken.filter { $0.url.hasPrefix("/") || urls.originLength(of: $0.url) != nil } }
    for fragment in own where !hasBase && !has(fragment) && !has(Self.plain(fragment)) {
      broken.append(Broken(url: "#" + fragment, kind: .noAnchor(page.path.url)))
    }
  }

  /// Reads a feed, a sitemap or an API: whole addresses of the site in quotes or as the text of an element.
  init(
    text bytes: UnsafeBufferPointer<UInt8>, _ format: WholeAddresses.Format, number: Int,
    _ page: PlannedPage, _ urls: PublishedURLs
  ) {
    var own: [String] = []
    var reading = self
    unsafe WholeAddresses.read(bytes, format, origin: urls.originBytes) {
      unsafe reading.take($0, number, page, urls, &own)
    }
    self = reading
  }

  private init() {}

  // MARK: - One address

  /// Hot: once for each link of each page.
  private mutating func take(
    _ value: UnsafeBufferPointer<UInt8>, _ number: Int, _ page: PlannedPage, _ urls: PublishedURLs,
    _ own: inout [String]
  ) {
    guard let first = unsafe value.first, let last = unsafe value.last else { return }
    if first <= 0x20 || last <= 0x20 {
      // Browsers drop spaces around an address (URL Standard, section 4.4).
      guard let start = unsafe value.firstIndex(where: { $0 > 0x20 }),
        let end = unsafe value.lastIndex(where: { $0 > 0x20 })
      else { return }
      return unsafe take(UnsafeBufferPointer(rebasing: value[start...end]), number, page, urls, &own)
    }
    if first == UInt8(ascii: "#") {
      if value.count > 1 { own.append(unsafe String(decoding: value.dropFirst(), as: UTF8.self)) }
      return
    }
    var path = unsafe value
    if first != UInt8(ascii: "/") || (value.count > 1 && (unsafe value[1] == first)) {
      if let length = unsafe urls.originLength(of: value) {
        unsafe path = UnsafeBufferPointer(rebasing: value[length...])
      } else if unsafe first == UInt8(ascii: "/") || Self.hasScheme(value) {
        return
      }
    }
    if unsafe path.first == UInt8(ascii: "/"), path.count < 2 || (unsafe path[1] != UInt8(ascii: "/")) {
      let end = unsafe path.firstIndex { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "?") } ?? path.count
      if let target = unsafe urls.target(UnsafeBufferPointer(rebasing: path[..<end])) {
        guard end < path.count, case .page(let other) = target,
          let hash = unsafe path.firstIndex(of: UInt8(ascii: "#")), hash + 1 < path.count
        else { return }
        let fragment = unsafe String(decoding: path[(hash + 1)...], as: UTF8.self)
        if other == number {
          own.append(fragment)
        } else {
          wanted.append(Wanted(page: other, fragment: fragment))
        }
        return
      }
    }
    unsafe takeUnusual(String(decoding: value, as: UTF8.self), number, page, urls, &own)
  }

  /// Addresses of other sites, relative ones, and those in another spelling.
  private mutating func takeUnusual(
    _ written: String, _ number: Int, _ page: PlannedPage, _ urls: PublishedURLs, _ own: inout [String]
  ) {
    let url = Self.plain(written)
    var reference = URLReference(url)
    let originLength = urls.originLength(of: url)
    if let originLength { reference = URLReference(String(Substring(url.utf8.dropFirst(originLength)))) }
    guard reference.isInternal else { return }
    var path = URLPath.decoded(reference.path)
    if path.isEmpty, originLength != nil { path = "/" }
    if path.isEmpty {
      if let fragment = reference.fragment, !fragment.isEmpty { own.append(fragment) }
      return
    }
    if path.hasPrefix("/") {
      let basePath = URLPath.decoded(urls.basePath)
      guard (path + "/").hasPrefix(basePath) else {
        // Another site of the host, or this one without the path that is put before its links.
        path.removeFirst()
        if path.isEmpty { return }
        if urls.target(at: path) == nil {
          outside.append(path)
        } else {
          broken.append(Broken(url: url, kind: .noBasePath))
        }
        return
      }
      path = String(Substring(path.utf8.dropFirst(basePath.utf8.count)))
    } else {
      path = FilePath.joined(FilePath.folder(of: page.path.url), path)
    }
    guard let resolved = URLPath.resolve(path, in: ""), let target = urls.target(at: resolved) else {
      broken.append(Broken(url: url, kind: .noPage))
      return
    }
    guard let fragment = reference.fragment, !fragment.isEmpty, case .page(let other) = target else { return }
    if other == number {
      own.append(fragment)
    } else {
      wanted.append(Wanted(page: other, fragment: fragment))
    }
  }

  /// Whether an address begins with a scheme (RFC 3986, section 3.1).
  private static func hasScheme(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in address.indices {
      switch unsafe address[index] {
      case UInt8(ascii: ":"): return index > 0
      case 0x61...0x7A, 0x41...0x5A: continue
      case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if index == 0 { return false }
      default: return false
      }
    }
    return false
  }

  private static let entities: [(text: [UInt8], character: UInt8)] = [
    ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">"),
    ("&amp;", "&"),
  ].map { (text: String, character: Unicode.Scalar) in (Array(text.utf8), UInt8(ascii: character)) }

  /// A value of an attribute with the entities undone that Presstime and Markdown write.
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var rest = Array(text.utf8)[...]
    var bytes: [UInt8] = []
    while let byte = rest.first {
      let entity = byte == UInt8(ascii: "&") ? entities.first { rest.starts(with: $0.text) } : nil
      bytes.append(entity?.character ?? byte)
      rest = rest.dropFirst(entity?.text.count ?? 1)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
