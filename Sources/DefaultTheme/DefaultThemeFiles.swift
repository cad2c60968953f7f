import CDefaultTheme

/// The built-in theme: the files of `themes/default/`, carried inside the binary.
package enum DefaultThemeFiles {
  /// One file of the theme.
  package struct File: Sendable {
    /// Below the theme's folder.
    package let path: String
    package let bytes: [UInt8]
  }

  /// The name that `site.toml` and `extends` call it by.
  package static let name = "default"

  /// In the order of their paths.
  package static var all: [File] {
    (0..<Int(presstime_theme_count)).map { index in
      let file = unsafe presstime_theme_file(Int32(index))
      let bytes = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: Int(file.size)))
      return File(path: unsafe String(cString: file.path), bytes: bytes)
    }
  }
}
