package import Diagnostics
package import Digests
package import Models

/// One page as it was written, and what went wrong meanwhile. With one owner, so that its bytes are where the program has
/// put them.
package struct RenderedPage: ~Copyable {
  package var content: ByteBuffer
  /// If it was wanted, and this program can be told from others.
  package var key: Digest?
  /// What its program has read; nothing of a page without one.
  package let reads: PageReads
  package var diagnostics: [Diagnostic]

  package init(
    _ content: consuming ByteBuffer, key: Digest? = nil, reads: PageReads = PageReads(numbers: nil),
    diagnostics: [Diagnostic] = []
  ) {
    self.content = content
    (self.key, self.reads, self.diagnostics) = (key, reads, diagnostics)
  }

  /// A copy of its bytes.
  package var bytes: [UInt8] { content.bytes }
}
