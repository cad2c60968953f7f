import Diagnostics
import Digests
import MarkdownEngine
import Models
import TemplateEngine

/// What is at which address of the output: what the links of rendered pages are held against. A class, since all threads
/// share it.
final class PublishedURLs: Sendable {
  /// What an address leads to.
  enum Target: Sendable, Equatable {
    /// A page of HTML, by its number in the plan.
    case page(Int)
    /// A file, or an address that leads on: nothing is known of its ids.
    case other
  }

  let basePath: String
  let originBytes: [UInt8]
  /// By hash of the address, root-absolute with the base path, encoded: the page's number, or -1.
  private let targets: [UInt64: Int32]
  private let patterns: [AddressPattern]

  init(_ plan: SitePlan) {
    let url = plan.checked.loaded.config.url
    basePath = url.basePath
    originBytes = Array(url.origin.utf8)
    var targets: [UInt64: Int32] = [:]
    targets.reserveCapacity(plan.pages.count + plan.files.count)
    let isHTML = plan.checked.theme.routes.map { $0.kind == .html }
    for (number, page) in plan.pages.enumerated() {
      var target: Int32 = -1
      if case .route(let route, _) = page.content, isHTML[route] { target = Int32(exactly: number) ?? -1 }
      targets[Self.hash(page.url)] = target
    }
    for file in plan.files { targets[Self.hash(url.basePath + URLPath.encoded(file.output))] = -1 }
    for redirect in plan.host.redirects where redirect.source.isExact {
      let address = url.basePath + URLPath.encoded(redirect.source.address)
      let hash = Self.hash(redirect.source.isFolder ? address + "/" : address)
      if targets[hash] == nil { targets[hash] = -1 }
    }
    self.targets = targets
    patterns = plan.host.redirects.map(\.source).filter { !$0.isExact }
  }

  /// Stands for all that the addresses of the site depend on but its files.
  static func settings(of plan: SitePlan) -> Digest {
    let url = plan.checked.loaded.config.url
    var writer = CacheWriter()
    writer.put(url.origin)
    writer.put(url.basePath)
    writer.put(plan.host.redirects) { $0.put($1.source.written) }
    return writer.digest
  }

  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { unsafe Digest(of: UnsafeRawBufferPointer($0)).low }
  }

  /// What is at an address as pages mostly have it. Hot.
  func target(_ bytes: UnsafeBufferPointer<UInt8>) -> Target? {
    targets[unsafe Digest(of: UnsafeRawBufferPointer(bytes)).low].map { $0 < 0 ? .other : .page(Int($0)) }
  }

  /// How many bytes of a whole address of this site stand before its path: scheme and host in letters of any case, or
  /// the host alone behind `//` (RFC 3986, sections 4.2 and 6.2.2.1); nothing for another address. Hot.
  func originLength(of address: UnsafeBufferPointer<UInt8>) -> Int? {
    let hasScheme = unsafe address.first != UInt8(ascii: "/")
    let start = hasScheme ? 0 : originBytes.firstIndex(of: UInt8(ascii: "/")) ?? 0
    let length = originBytes.count - start
    guard length < address.count else { return nil }
    for index in 0..<length
    where unsafe address[index].lowercasedASCII != originBytes[start + index].lowercasedASCII { return nil }
    return unsafe "/?#".utf8.contains(address[length]) ? length : nil
  }

  /// The same of a text.
  func originLength(of address: String) -> Int? {
    var address = address
    return address.withUTF8 { unsafe originLength(of: $0) }
  }

  /// What is at an address however it is spelled, as hosts have it: without the slash of a folder, with the name of its
  /// page. `path` is below the site's root, decoded.
  func target(at path: String) -> Target? {
    if let found = exact(path) ?? exact(path + "/") { return found }
    let folder = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
    if let found = exact(folder + "index.html") { return found }
    if path == "index.html" || path.hasSuffix("/index.html"), let found = exact(String(path.dropLast(10))) {
      return found
    }
    return leadsOn(path) ? .other : nil
  }

  /// Whether redirects lead on from an address below the site's root, decoded, if nothing is there.
  func leadsOn(_ path: String) -> Bool { patterns.contains { $0.match(path) != nil } }

  private func exact(_ path: String) -> Target? {
    targets[Self.hash(basePath + URLPath.encoded(path))].map { $0 < 0 ? .other : .page(Int($0)) }
  }
}
