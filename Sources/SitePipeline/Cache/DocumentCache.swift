import DataFormats
import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models
import Synchronization

/// What earlier builds have parsed, and the texts of this one: `.presstime/` in the site's folder.
///
/// Two files hold the documents: `texts`, which grows by the markup, the words and the marks of each document that was
/// parsed, and `index`, which has by the digest of a document's bytes where they are, and its record. Two more spare work where
/// nothing has changed: `times` says what files held when they had the stamps that they have, and `build` what the last
/// build was made from. `values`, `links`, `fills`, `related` and `search` with `pieces` hold what it has found of front
/// matter, of the links between pages, of texts whose links are filled in, of related reading, and its search index.
/// Everything is found by digests and checked by digests, so that a cache is right or of no use; nothing but `times`
/// depends on file times or the machine.
package final class DocumentCache: Sendable {
  /// What a command does with the cache of a site.
  package enum Use: Sendable {
    /// Takes what is known, and leaves what it has parsed.
    case readAndWrite
    /// Leaves what it has parsed; what is there is of no use.
    case write
    /// Takes what is known.
    case read
    /// Neither.
    case none
    /// Neither, and what is parsed stays in memory.
    case memory
  }

  /// The folder's name in the site's.
  package static let folderName = ".presstime"
  static let timesName = "times"
  static let buildName = "build"

  let times: FileTimes
  /// What was seen of the site's texts before they are loaded, if anything was.
  let seen: SeenContent?
  let folder: String
  /// When this run began, in nanoseconds since 1970.
  let started: Int64
  /// Whether what is there may be taken.
  private let isRead: Bool
  private let opened: Ahead<DocumentStore>
  /// By language: where its search index lies.
  private let searchStores = Mutex<[Int: SearchStore]>([:])
  private let loadedReads = Mutex<LastReads??>(nil)

  /// No cache: texts that are parsed are kept aside, in a file without a name where one can be made.
  package convenience init() { self.init(site: "", use: .none, times: FileTimes(), started: FileSystem.now) }

  /// No cache, and no file: for a run after one whose file has lost what was put there.
  static func inMemory() -> DocumentCache {
    DocumentCache(site: "", use: .memory, times: FileTimes(), started: FileSystem.now)
  }

  /// Opens the cache of a site. `trustsTimes` says whether a file is as it was when its stamp is.
  package convenience init(site: String, use: Use, trustsTimes: Bool) {
    let started = FileSystem.now
    let times = trustsTimes ? FileTimes(site: site) : FileTimes()
    self.init(site: site, use: use, times: times, started: started)
  }

  /// Opens the cache of a site of which `times` is known, for a run that began at a moment in nanoseconds since 1970 and has
  /// `seen` its texts.
  init(site: String, use: Use, times: FileTimes, started: Int64, seen: SeenContent? = nil) {
    folder = site + "/" + Self.folderName
    self.times = times
    self.seen = seen
    self.started = started
    isRead = use == .read || use == .readAndWrite
    opened = Ahead { DocumentStore(site: site, use: use) }
  }

  /// Begins to open the documents, on a thread that is free: they are wanted once all folders are listed.
  func openAhead(jobs: Int) { opened.begin(jobs: jobs) }

  /// What earlier builds have parsed.
  var documents: DocumentStore { opened.value }

  /// What is wrong with the cache that was found; it is as good as none then.
  package var problem: String? { documents.problem }

  /// Whether what is parsed can be found by the next build.
  var isSaved: Bool { documents.isSaved }

  /// Whether a text was wanted that is not what was put there; what was made of this cache is void then.
  package var hasFailed: Bool {
    documents.hasFailed || searchStores.withLock { $0.values.contains(where: \.hasFailed) }
  }

  /// What the last build's pages have read, which is loaded once.
  var lastReads: LastReads? {
    loadedReads.withLock { loaded in
      if let loaded { return loaded }
      let found = isRead ? LastReads(folder: folder) : nil
      loaded = .some(found)
      return found
    }
  }

  /// Lets go of that: of a large site it is much, and nobody asks once all pages are known.
  func letGoOfReads() { loadedReads.withLock { $0 = nil } }

  /// What the last build has found of the links between its pages.
  var checkedLinks: CheckedLinks? { isRead ? CheckedLinks(folder: folder) : nil }

  /// Whether an earlier build has left something here, or a later one will find something.
  var isKept: Bool { isRead || isSaved }

  /// What front matter says, if the last build has read it from the same ground.
  func values(_ ground: @autoclosure () -> Digest) -> KeptValues? {
    isRead ? KeptValues(folder: folder, ground: ground()) : nil
  }

  /// Texts that the last build has filled.
  var texts: KeptTexts? { isRead ? KeptTexts(folder: folder) : nil }

  /// Related reading of the last build.
  var related: KeptRelated? { isRead ? KeptRelated(folder: folder) : nil }

  /// Where the search index of a language is found and left; nothing without a last build and a next one.
  func searchStore(ofLanguage language: Int) -> SearchStore? {
    guard isKept else { return nil }
    return searchStores.withLock { stores in
      let store =
        stores[language] ?? SearchStore(folder: folder, language: language, isRead: isRead, isSaved: isSaved)
      stores[language] = store
      return store
    }
  }
}
