package import Diagnostics
import Digests
import Files
import Models

/// Gives each asset the name that says its content, and makes stylesheets name the others by it.
struct AssetPublisher {
  private let files: [String: ThemeFile]
  private let basePath: String
  private let minifier: AssetMinifier?
  private var published: [String: Asset] = [:]
  /// Stylesheets whose references are being followed.
  private var open: [String] = []
  private static let maximumDepth = 100
  private var diagnostics: [Diagnostic] = []

  /// `files` have paths below the theme, `assets/…`; the result is in their order.
  static func publish(
    _ files: [ThemeFile], basePath: String, minifier: AssetMinifier?
  ) -> (assets: [Asset], diagnostics: [Diagnostic]) {
    let named = files.map { (String($0.path.dropFirst("assets/".count)), $0) }
    var publisher = AssetPublisher(
      files: Dictionary(named, uniquingKeysWith: { first, _ in first }), basePath: basePath,
      minifier: minifier)
    let assets = named.compactMap { publisher.publish($0.0) }
    return (assets, publisher.diagnostics)
  }

  private init(files: [String: ThemeFile], basePath: String, minifier: AssetMinifier?) {
    self.files = files
    self.basePath = basePath
    self.minifier = minifier
  }

  private mutating func publish(_ path: String) -> Asset? {
    if let done = published[path] { return done }
    guard let file = files[path] else { return nil }
    var bytes = file.bytes
    if FilePath.suffix(of: path) == "css", !open.contains(path) {
      open.append(path)
      bytes = resolved(file, in: FilePath.folder(of: path))
      open.removeLast()
    }
    if let minifier {
      let result = minifier.minified(bytes, of: file)
      diagnostics += result.diagnostics
      bytes = result.bytes
    }
    // A name that changes with the content, no proof of it.
    let digest = Digest(of: bytes).hexadecimal.prefix(8)
    let suffix = FilePath.suffix(of: path)
    let name = FilePath.stem(of: path) + "." + digest + (suffix.isEmpty ? "" : "." + suffix)
    let asset = Asset(
      path: path, output: FilePath.joined("assets", FilePath.joined(FilePath.folder(of: path), name)),
      shownAs: file.shownAs, bytes: bytes)
    published[path] = asset
    return asset
  }

  /// A stylesheet whose `url(…)` of other assets, relative to it, are their published URLs.
  private mutating func resolved(_ file: ThemeFile, in folder: String) -> [UInt8] {
    var output: [UInt8] = []
    var position = 0
    for reference in CSSReferences.spans(in: file.bytes) {
      let written = CSSReferences.text(file.bytes[reference.start..<reference.end])
      let parts = URLReference(written)
      guard parts.isInternal, !parts.path.isEmpty, !parts.path.hasPrefix("/") else { continue }
      guard let path = URLPath.resolve(URLPath.decoded(parts.path), in: folder), files[path] != nil else {
        diagnostics.append(
          Diagnostic(
            .assetUnknownReference, "the theme has no asset `\(written)`", at: file.location(of: reference),
            label: file.parts.isEmpty ? "no such file beside this stylesheet" : "no such file in `assets/`",
            help: [
              Suggestion.sentence(for: written, among: files.keys.sorted())
                ?? "put the file into `assets/`, or into `static/` and write its path from the root"
            ]))
        continue
      }
      if open.count >= Self.maximumDepth {
        diagnostics.append(
          Diagnostic(
            .assetUnknownReference,
            "stylesheets name each other more than \(Self.maximumDepth) deep",
            at: file.location(of: reference),
            help: ["put what the inner ones say into one"]))
        continue
      }
      if open.contains(path) {
        diagnostics.append(
          Diagnostic(
            .assetUnknownReference, "`\(written)` is this stylesheet, or one that imports it",
            at: file.location(of: reference), help: ["a stylesheet is named by its content; remove this"]))
        continue
      }
      guard let asset = publish(path) else { continue }
      output += file.bytes[position..<reference.start]
      let rest = (parts.query.map { "?" + $0 } ?? "") + (parts.fragment.map { "#" + $0 } ?? "")
      output += CSSReferences.written(basePath + URLPath.encoded(asset.output) + rest)
      position = reference.end
    }
    return output + file.bytes[position...]
  }
}

extension DiagnosticCode {
  /// A stylesheet that names a file the theme does not have.
  package static let assetUnknownReference = DiagnosticCode("asset.unknown-reference")
}
