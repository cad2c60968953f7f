package import Diagnostics
import Digests
import Files
import MarkdownEngine

/// One Markdown file of `content/`, or one item of a source, read and parsed: what may become an entry.
///
/// Immutable. A class, so that a run may take over ten thousand of them for the price of as many pointers.
package final class Document: Sendable {
  package let source: SourceFile
  let file: ContentListing.MarkdownFile
  /// Names of the components that its text may call.
  let components: Set<String>
  /// Path below the collection's folder without suffix, `index` left out: the entry's identity there.
  package let entryPath: String
  /// The last part of `entryPath`; for the collection's own text the folder's name.
  package let stem: String
  /// Whether the file is the `index.md` of a folder of its own, whose other files belong to it.
  package let isBundle: Bool
  package let frontMatter: DocumentData
  package let body: ParsedBody
  /// What reading and parsing found wrong.
  package let diagnostics: [Diagnostic]
  /// Of the bytes of its file.
  let fileDigest: Digest
  /// Of how its bytes are parsed: of the components that its text may call, and of what its title is read from.
  let readingDigest: Digest
  /// Of the bytes of its file and of how they are parsed: what the cache has it under.
  var digest: Digest { fileDigest.mixed(with: readingDigest) }
  /// Of those up to its text.
  let frontMatterDigest: Digest
  /// Where the cache has it; nothing when it has not.
  let record: DocumentStore.Record?
  /// Whether this run has parsed it.
  let isParsed: Bool
  /// What it is in the answer of a source; nothing for a file.
  let item: SourceItem?

  init(
    source: SourceFile, file: ContentListing.MarkdownFile, components: Set<String>, entryPath: String,
    stem: String, isBundle: Bool, frontMatter: DocumentData, body: ParsedBody, diagnostics: [Diagnostic],
    fileDigest: Digest, readingDigest: Digest, frontMatterDigest: Digest, record: DocumentStore.Record?,
    isParsed: Bool, item: SourceItem? = nil
  ) {
    self.item = item
    self.isParsed = isParsed
    self.fileDigest = fileDigest
    self.readingDigest = readingDigest
    self.frontMatterDigest = frontMatterDigest
    self.record = record
    self.source = source
    self.file = file
    self.components = components
    self.entryPath = entryPath
    self.stem = stem
    self.isBundle = isBundle
    self.frontMatter = frontMatter
    self.body = body
    self.diagnostics = diagnostics
  }

  /// Below `content/`, with its suffix; of an item its answer and its place there.
  package var path: String { file.path }

  /// Index into the site's collections.
  package var collection: Int { file.collection }

  /// Index into the site's languages.
  package var language: Int { file.language }

  /// The folder that the file lies in, below `content/`; of an item `content/` itself.
  package var folder: String { item == nil ? FilePath.folder(of: path) : "" }

  /// As messages name it.
  var shownAs: String { item == nil ? "content/" + path : path }

  /// What the next build knows it by, wherever in an answer it stands then.
  var name: String { item.map { "source \($0.sourceName) \(entryPath)" } ?? path }

  /// Whether its author is one of the site's.
  var isTrusted: Bool { item?.isTrusted ?? true }

  /// Whether there is a text, be it one that was refused.
  package var hasBody: Bool { !body.isEmpty || hasLostBody }

  /// Whether its text was not parsed, for the time that it would take.
  var hasLostBody: Bool { diagnostics.contains { $0.code == .markdownTooCostly } }

  /// Whether its front matter stands there and can't be read, so that nothing can be said of its fields.
  package var isUnreadable: Bool {
    frontMatter.format != nil && !frontMatter.hasRoot && !diagnostics.isEmpty
  }
}
