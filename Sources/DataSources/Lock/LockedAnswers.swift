import Diagnostics
import Digests
import Files

extension SourceLock {
  /// The answers of sources as they are locked, from `content/_sources/` or, where nothing lies there, from the store.
  func answers(
    for sources: [(settings: SourceSettings, key: Digest)], _ store: AnswerStore
  ) -> (answers: [SourceAnswer], diagnostics: [Diagnostic]) {
    var answers: [SourceAnswer] = []
    var diagnostics: [Diagnostic] = []
    for (settings, key) in sources {
      do { answers.append(try answer(settings, key, store)) } catch {
        diagnostics.append(
          Diagnostic(
            .sourceLock, error.message, at: settings.declaration, label: settings.shownURL, help: [error.help]
          ))
      }
    }
    let unknown = entries.filter { entry in
      !sources.contains { $0.settings.name == entry.name && $0.settings.shape == entry.shape }
    }
    diagnostics += unknown.map { entry in
      Diagnostic(
        .sourceLock, "`\(entry.name)` is locked, and the site has no such source",
        at: Location(path: Self.path),
        help: ["run `presstime lock`, which leaves it out"])
    }
    return (answers, diagnostics.inOrder)
  }

  private struct Refusal: Error {
    let message: String
    var help = "run `presstime lock`, and keep what it writes with the site"
  }

  private func answer(
    _ settings: SourceSettings, _ key: Digest, _ store: AnswerStore
  ) throws(Refusal) -> SourceAnswer {
    guard let entry = entries.first(where: { $0.name == settings.name && $0.shape == settings.shape }) else {
      throw Refusal(message: "`\(settings.name)` is not in \(Self.path)")
    }
    guard entry.key == key else {
      throw Refusal(message: "`\(settings.name)` was locked with another `url`, `headers` or `next`")
    }
    var pages: [SourceFile] = []
    for (index, digest) in entry.pages.enumerated() {
      let name = Self.folder + "/" + Self.fileName(entry.shape, entry.name, page: index)
      let bytes: [UInt8]
      do { bytes = try FileSystem.read(store.site + "/" + name) } catch {
        guard error.isMissing else { throw Refusal(message: "\(name) can't be read: \(error.reason)") }
        // What was locked may be the last good one by now.
        let kept = [store.answer(key), store.good(key)].compactMap { $0.flatMap { $0.page(index, digest) } }
        guard let bytes = kept.first else {
          throw Refusal(
            message:
              "the answer of `\(settings.name)` that is locked is neither in \(Self.folder)/ nor in the cache",
            help: "keep \(Self.folder)/ with the site, or run `presstime lock` again")
        }
        pages.append(SourceFile(path: name, bytes: bytes))
        continue
      }
      guard Digest(of: bytes) == digest else {
        throw Refusal(
          message: "\(name) is not what was locked",
          help: "take it back to what it was, or run `presstime lock` for a new answer")
      }
      pages.append(SourceFile(path: name, bytes: bytes))
    }
    return SourceAnswer(
      source: settings.name, shape: settings.shape, pages: pages, freshness: .locked, asked: entry.asked)
  }
}

extension KeptAnswer {
  /// The bytes of a page by its number, if they have a digest.
  fileprivate func page(_ index: Int, _ digest: Digest) -> [UInt8]? {
    guard index < pages.count, Digest(of: pages[index].bytes) == digest else { return nil }
    return pages[index].bytes
  }
}
