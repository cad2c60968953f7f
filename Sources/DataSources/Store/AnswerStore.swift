import Digests
import Files

/// Answers of earlier runs: a file for each source in `.presstime/answers/` of a site. Each is checked by its digest;
/// one that is broken, of another source or of another version is as good as none, and what can't be written is left.
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

  func answer(_ key: Digest) -> KeptAnswer? {
    guard let bytes = try? FileSystem.read(path(key)) else { return nil }
    return KeptAnswer(bytes, for: key)
  }

  /// A file is replaced by renaming, so that a reader sees the old one or the new one.
  func keep(_ answer: KeptAnswer, _ key: Digest) {
    // In a folder that is no site nothing is made.
    guard isWritten, FileSystem.kind(site + "/content") == .folder else { return }
    let path = path(key)
    do {
      try FileSystem.makeFolder(folder)
      // Whatever else stands there is of no use, and would be in the way for ever.
      if FileSystem.kind(path) == .folder { try FileSystem.remove(path) }
      try FileSystem.write(path + ".new", answer.encoded(for: key))
      try FileSystem.move(path + ".new", to: path)
    } catch {
      try? FileSystem.remove(path + ".new")
    }
  }

  /// Removes the answers of sources that the site has no more.
  package func removeOthers(than settings: [SourceSettings]) {
    guard isWritten, let names = try? FileSystem.names(in: folder) else { return }
    let known = Set(settings.compactMap { $0.key.map { $0.hexadecimal + Self.ending } })
    for case let name? in names where !known.contains(name) && name.hasSuffix(Self.ending) {
      try? FileSystem.remove(folder + "/" + name)
    }
  }

  private func path(_ key: Digest) -> String { folder + "/" + key.hexadecimal + Self.ending }
}
