import Diagnostics
import Digests
import Models

/// A page of an answer, and what the server says about it.
struct KeptPage: Sendable, Hashable {
  /// Where it was asked for; empty where that must not be stored. Of a first page it is not needed.
  var address: String
  /// Where the next page is; empty after the last.
  var next: String
  /// `ETag` and `Last-Modified`, as the server spells them (RFC 9110 section 8.8); empty where it says none.
  var entityTag: String
  var lastModified: String
  var bytes: [UInt8]

  /// Whether the server can be asked whether it has changed.
  var hasValidators: Bool { !entityTag.isEmpty || !lastModified.isEmpty }
}

/// What is known of a source from earlier runs.
struct KeptAnswer: Sendable, Hashable {
  /// When the server last said so.
  var asked = DateTime(milliseconds: 0)
  /// None before there was a good answer.
  var pages: [KeptPage] = []
  /// When it was last asked in vain, if that was after `asked`.
  var failed: DateTime?
  /// The server wants not to be asked until then.
  var notBefore: DateTime?
  /// Whether a run has found nothing wrong in it.
  var fits = false
  /// What stands for the address that it is of, if variables are in that.
  var place: Digest?
}

/// The form of an answer on disk: a title, the digest of all that follows, lines, an empty line, the pages' bytes.
///
///     presstime answer 1
///     8d3f… (32 hexadecimal digits)
///     source 5c0a…
///     asked 1795392000000
///     failed 1795395600000 1795396000000
///     fits
///     page 5120 https://api.example.com/posts?page=2 - "abc" -
///
/// Of a page: how many bytes, its address, the next one's, entity tag, date; percent-encoded, `-` for none.
extension KeptAnswer {
  private static let title = "presstime answer 1\n"

  /// The bytes of the file.
  func encoded(for key: Digest) -> [UInt8] {
    var lines = "source \(key.hexadecimal)\nasked \(asked.milliseconds)\n"
    if let failed {
      lines += "failed \(failed.milliseconds) \(notBefore.map { String($0.milliseconds) } ?? "-")\n"
    }
    if fits { lines += "fits\n" }
    if let place { lines += "place \(place.hexadecimal)\n" }
    for page in pages {
      let texts = [page.address, page.next, page.entityTag, page.lastModified].map(Self.encoded)
      lines += "page \(page.bytes.count) \(texts.joined(separator: " "))\n"
    }
    var body = Array((lines + "\n").utf8)
    for page in pages { body += page.bytes }
    return Array((Self.title + Digest(of: body).hexadecimal + "\n").utf8) + body
  }

  /// Reads what `encoded` writes; nothing for anything else, or another source's.
  init?(_ file: [UInt8], for key: Digest) {
    let title = Array(Self.title.utf8)
    let start = title.count + 33
    guard file.starts(with: title), file.count >= start, file[start - 1] == 0x0A,
      let digest = Digest(hexadecimal: file[title.count..<start - 1]),
      digest == Digest(of: file, start..<file.count)
    else { return nil }
    var position = start
    func line() -> [Substring]? {
      guard let end = file[position...].firstIndex(of: 0x0A) else { return nil }
      defer { position = end + 1 }
      return String(decoding: file[position..<end], as: UTF8.self).split(separator: " ")
    }
    self.init()
    guard line() == ["source", Substring(key.hexadecimal)] else { return nil }
    var counts: [Int] = []
    while true {
      guard let words = line() else { return nil }
      guard let word = words.first else { break }
      switch (word, words.count) {
      case ("asked", 2):
        guard let time = Int64(words[1]) else { return nil }
        asked = DateTime(milliseconds: time)
      case ("failed", 3):
        guard let time = Int64(words[1]) else { return nil }
        failed = DateTime(milliseconds: time)
        notBefore = Int64(words[2]).map { DateTime(milliseconds: $0) }
      case ("fits", 1): fits = true
      case ("place", 2):
        guard let digest = Digest(hexadecimal: ArraySlice(words[1].utf8)) else { return nil }
        place = digest
      case ("page", 6):
        guard let count = Int(words[1]), count >= 0 else { return nil }
        counts.append(count)
        let texts = words[2...].map(Self.decoded)
        pages.append(
          KeptPage(address: texts[0], next: texts[1], entityTag: texts[2], lastModified: texts[3], bytes: []))
      default: return nil
      }
    }
    for (index, count) in counts.enumerated() {
      guard count <= file.count - position else { return nil }
      pages[index].bytes = Array(file[position..<position + count])
      position += count
    }
    if position != file.count { return nil }
  }

  private static func encoded(_ text: String) -> String {
    text.isEmpty ? "-" : text == "-" ? "%2D" : PercentEncoding.word(text)
  }

  private static func decoded(_ word: Substring) -> String {
    word == "-" ? "" : URLPath.decoded(String(word))
  }
}
