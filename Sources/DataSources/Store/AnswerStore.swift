import Diagnostics
import Digests
import Files

/// Answers of earlier runs in `.presstime/answers/` of a site: of each source a file with its latest, and, while that is not
/// known to fit the site, another with the last one that has. Each is checked by its digest; one that is broken, of
/// another source or of another version is as good as none, and what can't be written is left.
package struct AnswerStore: Sendable {
  /// The site's folder.
  let site: String
  private let isWritten: Bool

  /// The answers of the site in a folder. One that is not written leaves everything as it is.
  package init(site: String, isWritten: Bool = true) {
    self.site = site
    self.isWritten = isWritten
  }

  private var folder: String { site + "/.presstime/answers" }

  private static let ending = ".answer"
  private static let goodEnding = ".good"

  /// The latest; the last good one where that is lost.
  func answer(_ key: Digest) -> KeptAnswer? { read(path(key), key) ?? good(key) }

  /// The last one that has fitted, if that is not the latest.
  func good(_ key: Digest) -> KeptAnswer? { read(goodPath(key), key) }

  private func read(_ path: String, _ key: Digest) -> KeptAnswer? {
    guard let bytes = try? FileSystem.read(path) else { return nil }
    return KeptAnswer(bytes, for: key)
  }

  /// Keeps the latest, and says whether it is kept. A file is replaced by renaming, so that a reader sees the old one or
  /// the new one. What was the latest is `setAside` for another that may not fit, if it has fitted itself.
  @discardableResult func keep(_ answer: KeptAnswer, _ key: Digest, setAside: Bool = false) -> Bool {
    // In a folder that is no site nothing is made.
    guard isWritten, FileSystem.kind(site + "/content") == .folder else { return false }
    let path = path(key)
    do {
      try FileSystem.makeFolder(folder)
      // Whatever else stands there is of no use, and would be in the way for ever.
      for place in [path, goodPath(key)] where FileSystem.kind(place) == .folder {
        try FileSystem.remove(place)
      }
      try FileSystem.write(path + ".new", answer.encoded(for: key))
      if setAside, read(path, key)?.fits == true { try FileSystem.move(path, to: goodPath(key)) }
      try FileSystem.move(path + ".new", to: path)
      if answer.fits, FileSystem.kind(goodPath(key)) != nil { try FileSystem.remove(goodPath(key)) }
      return true
    } catch {
      try? FileSystem.remove(path + ".new")
      return false
    }
  }

  /// Notes that the latest answer of a source fits, so that it is the last good one from now on. Says whether that is
  /// noted: not where another answer is the latest by now.
  package func confirm(_ answer: SourceAnswer, of settings: SourceSettings) -> Bool {
    guard isWritten, let key = settings.key, var kept = read(path(key), key),
      kept.pages.map(\.bytes) == answer.pages.map(\.bytes)
    else { return false }
    kept.fits = true
    return keep(kept, key)
  }

  /// Removes the answers of sources that the site has no more.
  package func removeOthers(than settings: [SourceSettings]) {
    guard isWritten, let names = try? FileSystem.names(in: folder) else { return }
    let endings = [Self.ending, Self.goodEnding]
    let known = Set(settings.compactMap(\.key).flatMap { key in endings.map { key.hexadecimal + $0 } })
    for case let name? in names where !known.contains(name) && endings.contains(where: name.hasSuffix) {
      try? FileSystem.remove(folder + "/" + name)
    }
  }

  private func path(_ key: Digest) -> String { folder + "/" + key.hexadecimal + Self.ending }

  private func goodPath(_ key: Digest) -> String { folder + "/" + key.hexadecimal + Self.goodEnding }
}
