import Diagnostics
import Digests
import MarkdownEngine
import Models

/// What parsing one file has shown: all of a document that follows from its bytes and from how they are read.
struct CachedDocument {
  /// The file that messages name; of no use when there are none.
  let path: String
  let frontMatter: DocumentData
  let frontMatterDigest: Digest
  let body: ParsedBody
  /// Those of the front matter too.
  let diagnostics: [Diagnostic]
}

extension CachedDocument {
  /// The record. Its body has, in this order, the markup, the words, the source if it is kept, the marks of the body, its
  /// ids, and the values of the front matter if there are any; where it lies is no part of the record.
  var bytes: [UInt8] {
    var writer = CacheWriter()
    writer.put(diagnostics.isEmpty ? "" : path)
    writer.put(frontMatter.format)
    writer.put(frontMatter.openingFence)
    writer.put(frontMatter.bodyStart)
    writer.put(frontMatterDigest)
    writer.put(body.html)
    writer.put(body.text)
    writer.put(body.source) { $0.put($1) }
    writer.put(body.storedMarks ?? .none)
    writer.put(body.ids.stored)
    writer.put(frontMatter.stored) { $0.put($1) }
    writer.put(body.hasComponents)
    writer.put(body.title) { $0.put($1) }
    writer.put(body.excerpt) { $0.put($1) }
    writer.put(body.wordCount)
    writer.put(body.isEmpty)
    writer.put(diagnostics) { $0.put($1) }
    return writer.bytes
  }

  /// Reads a record, whose body ends at `bodyEnd` of a store; nothing when it is none.
  init?(_ record: CacheReader, bodyEnd: Int, of store: ByteStore) {
    var reader = record
    path = reader.text()
    let (format, fence, bodyStart) = (reader.format(), reader.span(), reader.number())
    frontMatterDigest = reader.digest()
    let (html, text, source) = (reader.part(), reader.part(), reader.optional { $0.part() })
    let (marks, ids, values) = (reader.part(), reader.part(), reader.optional { $0.part() })
    var end = bodyEnd
    func taken(_ part: Part) -> LazyBytes {
      end = end &- part.count
      return .stored(StoredBytes(store: store, offset: end, count: part.count, digest: part.digest))
    }
    // The last of them first.
    frontMatter = DocumentData(
      format: format, openingFence: fence, bodyStart: bodyStart, stored: values.map { taken($0) })
    let storedIDs = BodyIDs(taken(ids))
    let storedMarks = taken(marks)
    let storedSource = source.map { taken($0) }
    let storedText = taken(text)
    body = ParsedBody(
      html: taken(html), text: storedText, source: storedSource, marks: storedMarks,
      hasComponents: reader.flag(),
      ids: storedIDs, title: reader.optional { $0.heading() },
      excerpt: reader.optional { $0.range() }, wordCount: reader.number(), isEmpty: reader.flag())
    diagnostics = reader.list { $0.diagnostic() }
    if reader.isBroken || !reader.isAtEnd || (body.excerpt?.upperBound ?? 0) > body.html.count { return nil }
  }

  /// Bytes of a store, of which it is known how many they are and what stands for them.
  fileprivate struct Part {
    let count: Int
    let digest: Digest
  }
}

extension CacheWriter {
  fileprivate mutating func put(_ bytes: LazyBytes) {
    put(bytes.count)
    put(bytes.digest)
  }
}

extension CacheReader {
  fileprivate mutating func part() -> CachedDocument.Part {
    CachedDocument.Part(count: number(), digest: digest())
  }
}
