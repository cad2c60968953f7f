package import Diagnostics
package import Images

/// What `[images]` of `site.toml` says: that pictures are made smaller for those who see them small.
package struct ImageSettings: Sendable, Hashable {
  /// In pixels, ascending.
  package var widths: [Int]
  package var format: VipsLibrary.Format
  /// From 1 to 100.
  package var quality: Int
  /// How wide pages show pictures, as the attribute `sizes` says it; nothing leaves it to the theme.
  package var sizes: String?
  /// Where `engine` is said.
  package var span: Span
}
