import CCmarkGFM
package import Diagnostics

/// Markdown through cmark-gfm: the only place that sees it.
package enum MarkdownEngine {
  /// Sets cmark-gfm up, once, before the first parse; `parse` does it by itself.
  private static let isPrepared: Bool = {
    presstime_cmark_prepare()
    return true
  }()

  /// Reads the text at `range` of `source`, which is well-formed UTF-8. May run on many threads.
  ///
  /// A text over a bound of `CostBound` is reported and read as an empty one. The HTML is what cmark-gfm
  /// prints, but for ids on headings, holes, and GitHub's alerts.
  package static func parse(
    _ source: SourceFile, in range: Range<Int>, options: MarkdownOptions
  ) -> (body: MarkdownBody, diagnostics: [Diagnostic]) {
    guard isPrepared else { return (MarkdownBody(), []) }
    let range = range.clamped(to: 0..<source.bytes.count)
    if let problem = CostBound(source, range).problem() { return (MarkdownBody(), [problem]) }
    let tags = ComponentTags(source, range, names: options.components)
    let text = tags?.text ?? source.bytes
    let textRange = tags.map { 0..<$0.text.count } ?? range
    #if os(macOS)
      // Two-level namespaces keep the linker from replacing cmark's function, so parses take turns there.
      let document = parserLock.withLock { _ in unsafe parsed(text, textRange) }
    #else
      let document = unsafe parsed(text, textRange)
    #endif
    guard let document = unsafe document else { return (MarkdownBody(), []) }
    defer { presstime_cmark_release() }
    var writer = unsafe BodyWriter(source, range, document, options, tags: tags?.tags ?? [])
    unsafe writer.write(document)
    // cmark writes them as one byte, which is no UTF-8.
    if firstReference(in: source.bytes, range, to: { $0 == 0xFFFE || $0 == 0xFFFF }) != nil {
      writer.body.replaceStrayBytes()
    }
    return (writer.body, writer.diagnostics)
  }

  private static func parsed(_ text: [UInt8], _ range: Range<Int>) -> OpaquePointer? {
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      return unsafe base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        unsafe presstime_cmark_parse($0 + range.lowerBound, range.count)
      }
    }
  }
}

#if os(macOS)
  import Synchronization

  private let parserLock = Mutex(())
#endif
