package import Diagnostics
import Digests
import Files
import Images

/// What makes pictures smaller for a site, and what stands for how it does.
final class PictureEngine: Sendable {
  let settings: ImageSettings
  let library: VipsLibrary
  /// Of all that what it makes follows from.
  let digest: Digest
  private let place: Location

  private init(_ settings: ImageSettings, _ library: VipsLibrary, _ place: Location) {
    self.settings = settings
    self.library = library
    self.place = place
    digest = Self.digest(settings, library)
  }

  /// Of the versions of the library and of what writes the format, and of all that is wanted of them.
  private static func digest(_ settings: ImageSettings, _ library: VipsLibrary) -> Digest {
    var writer = CacheWriter()
    writer.put("vips \(library.version) \(settings.format.rawValue) \(settings.quality) 3")
    writer.put(fixed: library.encoder(of: settings.format))
    return writer.digest
  }

  /// That of a site; nothing when it wants none, or when there is none on this machine, which is reported.
  ///
  /// To load the library takes as long as to lay out a site of hundreds of posts: it is asked for where one is wanted.
  static func find(
    _ config: SiteConfig, library: @autoclosure () -> VipsLibrary? = .shared
  ) -> (engine: PictureEngine?, problem: Diagnostic?) {
    guard let settings = config.images else { return (nil, nil) }
    let place = Location(config.source, settings.span)
    guard let library = library() else { return (nil, missing("libvips is not on this machine", place)) }
    guard library.isNewEnough else {
      return (nil, missing("libvips \(library.version) is too old: 8.10 is wanted", place))
    }
    return (PictureEngine(settings, library, place), nil)
  }

  /// What stands for the engine of a site among the inputs of a build.
  static func version(_ config: SiteConfig) -> Digest? {
    config.images.flatMap { settings in VipsLibrary.shared.map { digest(settings, $0) } }
  }

  private static func missing(_ what: String, _ place: Location) -> Diagnostic {
    Diagnostic(
      .imageNoLibvips, what, at: place,
      help: [
        "install it: `apt-get install libvips42`, `dnf install vips`, `apk add vips`, `brew install vips`",
        "without `[images]` pictures are published as they are",
      ])
  }

  /// The widths that a picture is made in, ascending: those below its own, and its own unless it is wider than all.
  func widths(of width: Int) -> [Int] {
    let below = settings.widths.filter { $0 < width }
    return width <= (settings.widths.last ?? 0) ? below + [width] : below
  }

  /// What is wrong when a picture could not be made.
  func failure(_ picture: DerivedPicture, isWhole: Bool) -> Diagnostic {
    if isWhole, !library.canWrite(settings.format) {
      let format = settings.format.rawValue
      return Self.missing("libvips \(library.version) on this machine can't write \(format)", place)
    }
    return Diagnostic(
      .imageBroken,
      isWhole ? "this picture can't be read: it is damaged" : "this picture is cut off before its end",
      at: Location(path: picture.shownAs),
      related: picture.place.map { [.init($0, "it is shown here")] } ?? [],
      help: ["copy it again from where it came from"])
  }
}

/// A smaller picture that is made from another.
package final class DerivedPicture: Sendable {
  /// What it is made from.
  enum Source: Sendable {
    case disk(String)
    case bytes([UInt8])
  }

  /// Why it can't be made.
  struct Failure: Error {
    let diagnostic: Diagnostic
  }

  let source: Source
  /// The file that it is made from, as messages name it.
  let shownAs: String
  /// In pixels.
  let width: Int
  /// Of the bytes that it is made from, and of how.
  let key: Digest
  let engine: PictureEngine
  /// Where its picture is shown first.
  let place: Location?

  init(
    _ source: Source, shownAs: String, width: Int, key: Digest, engine: PictureEngine, place: Location?
  ) {
    self.source = source
    self.shownAs = shownAs
    self.width = width
    self.key = key
    self.engine = engine
    self.place = place
  }

  /// What it is made from.
  func original() throws(FileError) -> [UInt8] {
    switch source {
    case .bytes(let content): content
    case .disk(let path): try FileSystem.read(path)
    }
  }

  /// Makes it. May run on many threads.
  func make() -> Result<[UInt8], Failure> {
    let bytes: [UInt8]
    do { bytes = try original() } catch {
      let problem = Diagnostic(
        .fileUnreadable, "this file can't be read: \(error.reason)", at: Location(path: shownAs),
        help: ["make it readable"])
      return .failure(Failure(diagnostic: problem))
    }
    let isWhole = WholePicture.isWhole(bytes)
    // Without metadata that browsers do not go by, such as how a WebP is turned.
    guard isWhole,
      let made = engine.library.scaled(
        StrippedPicture.bytes(bytes), width: width, format: engine.settings.format,
        quality: engine.settings.quality)
    else { return .failure(Failure(diagnostic: engine.failure(self, isWhole: isWhole))) }
    return .success(made)
  }
}

extension SitePlan {
  /// A picture that is made from another, from the cache or made now; nothing when it can't be. Where the site lets that
  /// pass, the other one as it is, since pages name a picture there.
  package func bytes(of picture: DerivedPicture) -> [UInt8]? { made(picture).bytes }

  /// The same, and why it can't be made, before the site's severities.
  func made(_ picture: DerivedPicture) -> (bytes: [UInt8]?, problem: Diagnostic?) {
    switch PictureStore(site: checked.loaded.options.site).bytes(of: picture) {
    case .success(let bytes): return (bytes, nil)
    case .failure(let failure):
      let isError = checked.loaded.config.policy.apply(to: [failure.diagnostic]).hasErrors
      return (isError ? nil : (try? picture.original()).map { StrippedPicture.bytes($0) }, failure.diagnostic)
    }
  }
}

extension DiagnosticCode {
  /// `[images]` wants libvips, which is not there, or can't do what is wanted.
  package static let imageNoLibvips = DiagnosticCode("image.no-libvips")
}
