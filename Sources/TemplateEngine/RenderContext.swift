package import Diagnostics
package import Digests
package import Models
import Synchronization

/// Everything that programs read while they run: the snapshot, immutable and shared by all threads.
package struct RenderContext: Sendable {
  /// One entry as programs see it. Immutable; a class, so that a copy of many costs as many pointers.
  package final class Entry: Sendable {
    package let model: ModelID
    /// In the order of the model's fields; the place of `url` is unused.
    package let values: [Value]
    package let slug: String
    /// Path below its collection's folder without suffix, `index` left out: what `[...x]` becomes.
    package let path: String
    /// The entry's own `path`, which replaces the pattern of its canonical route.
    package let ownPath: String?

    package init(model: ModelID, values: [Value], slug: String, path: String, ownPath: String?) {
      self.model = model
      self.values = values
      self.slug = slug
      self.path = path
      self.ownPath = ownPath
    }
  }

  /// A body as programs see it. Immutable; a class for the same reason.
  package final class Body: Sendable {
    /// Markup whose holes are filled.
    package final class Filled: Sendable {
      package let html: HTMLFragment
      package let excerpt: HTMLFragment?

      package init(html: HTMLFragment, excerpt: HTMLFragment?) {
        self.html = html
        self.excerpt = excerpt
      }
    }

    /// What stands for its headings.
    package let headings: Digest
    /// Its words, as UTF-8.
    package let text: LazyBytes
    /// What stands for all that pages show of it, if that is known; then it may not be filled yet.
    package let digest: Digest?
    private let fill: @Sendable () -> Filled
    private let filled = AtomicLazyReference<Filled>()
    private let makeTOC: @Sendable () -> [Value]

    /// The table of contents is made each time that a page wants it: few do, and once.
    package init(
      html: HTMLFragment, excerpt: HTMLFragment?, toc: @autoclosure @escaping @Sendable () -> [Value],
      headings: Digest = Digest(of: []), text: LazyBytes
    ) {
      let filled = Filled(html: html, excerpt: excerpt)
      (self.headings, self.text, digest, fill, makeTOC) = (headings, text, nil, { filled }, toc)
      _ = self.filled.storeIfNil(filled)
    }

    /// One that is filled by the first page that wants it.
    package init(
      digest: Digest, toc: @autoclosure @escaping @Sendable () -> [Value], headings: Digest, text: LazyBytes,
      filled: @escaping @Sendable () -> Filled
    ) {
      (self.headings, self.text, self.digest, fill, makeTOC) = (headings, text, digest, filled, toc)
    }

    package var html: HTMLFragment { whole.html }
    package var excerpt: HTMLFragment? { whole.excerpt }

    private var whole: Filled { filled.load() ?? filled.storeIfNil(fill()) }

    /// `RecordType.heading` values.
    package var toc: [Value] { makeTOC() }
  }

  package var entries: [Entry]
  /// By entry: its URL, root-absolute with the base path. Empty until plan has worked them out.
  package var urls: [String?]
  /// By `BodyID`. Empty until plan has filled their holes.
  package var bodies: [Body]
  /// In the order of `TemplateEnvironment.collections`: `.list` of `.entry`.
  package var collections: [Value]
  /// In the same order: the collection's own text.
  package var collectionPages: [EntryID?]
  /// In the order of `TemplateEnvironment.globals`.
  package var globals: [Value]
  /// Route path and key (the filled brackets, joined by `/`) → URL: what `link` looks up.
  package var links: [String: [String: String]]
  /// Scheme, host and port of the site's `url`: `https://trains.example`.
  package var origin: String
  /// Begins and ends with `/`.
  package var basePath: String
  package var zone: TimeZoneRules
  /// The moment of the build.
  package var now: DateTime
  /// What `| markdown` makes of a text.
  package var markdown: @Sendable (String) -> HTMLFragment
  /// Where an entry's front matter says a text, by the entry's number; nothing where it does not.
  package var placeOfText: @Sendable (Int, String) -> Location? = { _, _ in nil }
  /// Differs when anything that is searched does.
  package var searchVersion = Digest(of: [])
  /// What the search index is cut into, by the names that `searchPiece` knows.
  package var searchPieces = SearchPieces(shards: 0, blocks: 0)
  /// The text of a piece of the search index, by its name; nothing when there is no such piece.
  package var searchPiece: @Sendable (String) -> [UInt8]? = { _ in nil }
  /// What a body is as Markdown, in UTF-8; worked out each time. Nothing where no page asks for it.
  package var bodyMarkdown: @Sendable (BodyID) -> [UInt8] = { _ in [] }
  /// URLs and `Image`s that templates name by literals, in the order of `CheckedTheme.references`.
  package var references: [Value] = []
  /// Addresses that run programs, written by people who are not trusted: left out with a warning.
  package var doubtful: Set<String> = []
  /// The same of all languages, in the order of `collections`: what `| all_languages` widens to. Empty with one language.
  package var allCollections: [Value] = []
  /// The folder of the language's pages, `fr/`; empty for the default one.
  package var folder = ""
  package var words = LanguageWords.english
  /// How many numbers the languages before this one have, of what programs can read.
  package var firstNumber = 0

  /// Whether a text as an address runs no program, wherever it stands.
  package static func isSafeURL(_ text: String) -> Bool { Escaping.isSafe(text, isPicture: false) }

  package init(
    entries: [Entry], urls: [String?], bodies: [Body], collections: [Value], collectionPages: [EntryID?],
    globals: [Value], links: [String: [String: String]], origin: String, basePath: String,
    zone: TimeZoneRules,
    now: DateTime = DateTime(milliseconds: 0),
    markdown: @escaping @Sendable (String) -> HTMLFragment = { HTMLFragment(bytes: Array($0.utf8)) }
  ) {
    self.entries = entries
    self.urls = urls
    self.bodies = bodies
    self.collections = collections
    self.collectionPages = collectionPages
    self.globals = globals
    self.links = links
    self.origin = origin
    self.basePath = basePath
    self.zone = zone
    self.now = now
    self.markdown = markdown
  }
}
