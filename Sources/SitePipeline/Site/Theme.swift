import DataFormats
package import Diagnostics
import Digests
import Files
import Highlighting
import Images
import Models

/// A theme with what it extends, read and laid over each other.
package struct Theme: Sendable {
  package let name: String
  /// `theme.toml` of each layer, the base first.
  let settings: [ThemeSettings]
  /// Texts below `routes/`, `layouts/` and `components/`, by path.
  package let templates: [String: SourceFile]
  /// Printed paths of the templates that come with Presstime.
  let builtIn: Set<String>
  package let assets: [Asset]
  /// Files below `static/`, by the path they are published at.
  package let statics: [ThemeFile]
  /// Those that it describes in `languages/`, and those that come with Presstime.
  let languages: Languages
  /// Names of its components, which Markdown may call.
  var componentNames: Set<String> {
    Set(templates.keys.filter { $0.hasPrefix("components/") }.map { FilePath.stem(of: $0) })
  }

  /// What its files below `strings/` say, the base first.
  let words: [WordLayer]
  /// The same of the theme that comes with Presstime, whose names of dates serve other themes too.
  let dateWords: [WordLayer]
  /// Whether it lies in the site, and does not come with Presstime.
  let isOnDisk: Bool

  /// `sha384-…` of an asset by its path below `assets/`, as a page says it of a stylesheet or a script
  /// (https://www.w3.org/TR/SRI/).
  @Sendable func integrity(of path: String) -> String? {
    assets.first { $0.path == path }.map { "sha384-" + Base64.text(SHA384.digest(of: $0.bytes)) }
  }

  /// Names of menus that its templates read.
  package let menus: [String]

  /// How wide it shows the pictures of texts, as the attribute `sizes` says it; as wide as the window, if it does not say.
  var sizes: String { settings.compactMap(\.sizes).last ?? "100vw" }
}

/// What one `theme.toml` says.
struct ThemeSettings: Sendable {
  let source: SourceFile
  let name: String?
  let extends: (name: String, span: Span)?
  let menus: [String]
  let sizes: String?
  let models: ModelDeclarations
  let options: DataNode?
}

/// A file of a theme.
package struct ThemeFile: Sendable {
  /// Below the folder it is looked up in: `favicon.svg` of `static/favicon.svg`.
  package let path: String
  /// As it is printed.
  package let shownAs: String
  package let bytes: [UInt8]
  /// Where its bytes are written, when it is made of parts of other files.
  package var parts: [Part] = []

  /// A run of bytes that was taken from another file.
  package struct Part: Sendable {
    /// Offset in the file that is made.
    package let start: Int
    package let source: SourceFile
    /// Offset in the file that it is taken from.
    package let offset: Int
  }

  /// Whether pages say how large it is.
  var isPicture: Bool { ImageKind(suffix: FilePath.suffix(of: path)) != nil }

  /// Where a part of the bytes is written.
  func location(of span: Span) -> Location {
    guard let part = parts.last(where: { $0.start <= span.start }) else {
      return Location(SourceFile(path: shownAs, bytes: bytes), span)
    }
    let moved = part.offset - part.start
    return Location(part.source, Span(span.start + moved, span.end + moved))
  }
}

/// A file of `assets/` under the name that says its content.
package struct Asset: Sendable {
  /// Below `assets/`: `style.css`.
  package let path: String
  /// Below the output: `assets/style.3f9a0c12.css`.
  package let output: String
  package let shownAs: String
  package let bytes: [UInt8]
}
