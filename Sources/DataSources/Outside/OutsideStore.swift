import Diagnostics
import Files
import Models

/// Addresses of other sites that were there when they were last asked for: the file `.presstime/external`. A line each, in
/// the order of the addresses: when it was asked, in seconds since 1970, the address, and where it has moved to. Lines
/// that are not understood are passed over.
struct OutsideStore: Sendable {
  struct Kept: Sendable, Hashable {
    let asked: Int64
    let verdict: OutsideLinks.Verdict
  }

  /// The site's folder.
  let site: String

  private var path: String { site + "/.presstime/external" }

  func read() -> [String: Kept] {
    guard let bytes = try? FileSystem.read(path) else { return [:] }
    var kept: [String: Kept] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard (2...3).contains(words.count), let asked = Int64(words[0]) else { continue }
      let url = URLPath.decoded(String(words[1]))
      kept[url] = Kept(
        asked: asked, verdict: words.count == 3 ? .moved(to: URLPath.decoded(String(words[2]))) : .there)
    }
    return kept
  }

  /// What can't be written is left: it is never needed.
  func write(_ kept: [String: Kept]) {
    let lines = kept.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.compactMap {
      url, kept -> String? in
      switch kept.verdict {
      case .there: "\(kept.asked) \(PercentEncoding.word(url))\n"
      case .moved(let to): "\(kept.asked) \(PercentEncoding.word(url)) \(PercentEncoding.word(to))\n"
      case .gone, .unanswered, .refused: nil
      }
    }
    try? FileSystem.makeFolder(site + "/.presstime")
    try? FileSystem.replace(path, Array(lines.joined().utf8))
  }
}
