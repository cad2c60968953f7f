package import Diagnostics
import Digests
import Files
import Images
import Models
import Synchronization

/// How large the pictures are that are published. Each is looked at when something shows it first: a few kilobytes of it
/// are read, which takes no longer than to ask whether it has changed.
final class PublishedPictures: Sendable {
  /// What a picture's first bytes say.
  struct Known: Sendable {
    var size: Picture.Size?
    /// Why it can't be shown.
    var failure: LinkTargets.Failure?
    /// Whether smaller ones can be made of it.
    var isScalable = false
  }

  /// The smaller pictures of one, and what they are made from.
  private struct Made: Sendable {
    let source: Digest
    let widths: [Int]
    /// Where it is shown first.
    var place: Location?
  }

  /// In the order of their outputs.
  private let files: [PlannedFile]
  private let known = Mutex<[Int: Known]>([:])
  private let made = Mutex<[Int: Made]>([:])
  private let engine: PictureEngine?
  private let times: FileTimes
  private let basePath: String
  /// How wide pictures are shown where nothing else is said.
  private let sizes: String
  /// Why there is no engine, though the site wants one.
  let problem: Diagnostic?

  init(_ files: PublishedFiles, _ site: LoadedSite) {
    self.files = files.files
    (engine, problem) = PictureEngine.find(site.config)
    sizes = site.config.images?.sizes ?? site.theme.sizes
    times = site.cache.times
    basePath = site.config.url.basePath
  }

  /// A picture that is shown at a place, in all its widths. Hot; may run on many threads.
  func shown(at output: String, url: String, place: @autoclosure () -> Location?) -> (Picture, Known?) {
    guard let known = picture(at: output) else { return (Picture(url: url), nil) }
    var variants: Picture.Variants?
    if let engine, known.isScalable, let size = known.size, let index = index(of: output),
      let made = make(index, size, engine, place())
    {
      let list = made.widths.map { width in
        (url: basePath + URLPath.encoded(name(files[index], width, made.source, engine)), width: width)
      }
      let type = engine.settings.format == .avif ? "image/avif" : nil
      variants = Picture.Variants(list, sizes: sizes, type: type)
    }
    return (Picture(url: url, size: known.size, variants: variants), known)
  }

  private func make(_ index: Int, _ size: Picture.Size, _ engine: PictureEngine, _ place: Location?) -> Made?
  {
    let before = made.withLock { made -> Made? in
      guard var known = made[index] else { return nil }
      // Which thread comes first must make no difference.
      if let place, known.place.map({ Self.isBefore(place, $0) }) ?? true { known.place = place }
      made[index] = known
      return known
    }
    if let before { return before }
    guard let source = source(of: files[index]) else { return nil }
    let new = Made(source: source, widths: engine.widths(of: size.width), place: place)
    made.withLock { made in
      let other = made[index]?.place
      made[index] = new
      if let other, place.map({ Self.isBefore(other, $0) }) ?? true { made[index]?.place = other }
    }
    return new
  }

  private static func isBefore(_ left: Location, _ right: Location) -> Bool {
    (left.path, left.line, left.column) < (right.path, right.line, right.column)
  }

  /// What stands for the bytes of a picture.
  private func source(of file: PlannedFile) -> Digest? {
    switch file.content {
    case .bytes(let bytes): return Digest(of: bytes)
    case .disk(let path), .photograph(let path):
      if let stamp = FileSystem.stamp(path), let digest = times.digest(of: file.shownAs, stamp) {
        return digest
      }
      return (try? FileSystem.read(path)).map { Digest(of: $0) }
    case .derived: return nil
    }
  }

  private static func key(_ source: Digest, _ width: Int, _ engine: PictureEngine) -> Digest {
    source.mixed(with: engine.digest).mixed(with: Digest(low: UInt64(max(0, width)), high: 0))
  }

  /// `images/cat.480.3f9a01bc.webp`, beside the picture that it is made from.
  private func name(_ file: PlannedFile, _ width: Int, _ source: Digest, _ engine: PictureEngine) -> String {
    let key = Self.key(source, width, engine).hexadecimal.prefix(8)
    return FilePath.joined(
      FilePath.folder(of: file.output),
      "\(FilePath.stem(of: file.output)).\(width).\(key).\(engine.settings.format.rawValue)")
  }

  /// The smaller pictures of all that have been shown so far, each once: of two files with the same bytes they may be
  /// called the same, and one that was copied into `content/` is there.
  var derivedFiles: [PlannedFile] {
    guard let engine else { return [] }
    var outputs = Set(files.map(\.output))
    let shown = made.withLock { $0 }.sorted { $0.key < $1.key }
    return shown.flatMap { index, made in
      made.widths.map { width in
        let file = files[index]
        let source: DerivedPicture.Source =
          switch file.content {
          case .disk(let path), .photograph(let path): .disk(path)
          case .bytes(let bytes): .bytes(bytes)
          case .derived: .bytes([])
          }
        let picture = DerivedPicture(
          source, shownAs: file.shownAs, width: width, key: Self.key(made.source, width, engine),
          engine: engine,
          place: made.place)
        return PlannedFile(
          output: name(file, width, made.source, engine), content: .derived(picture),
          shownAs: "\(file.shownAs) in \(width) pixels")
      }
    }.filter { outputs.insert($0.output).inserted }
  }

  /// Nothing for what is no file, or none that browsers take for a picture by its name. Hot; may run on many threads.
  func picture(at output: String) -> Known? {
    guard let kind = ImageKind(suffix: FilePath.suffix(of: output)), let index = index(of: output) else {
      return nil
    }
    if let known = known.withLock({ $0[index] }) { return known }
    let found = Self.read(files[index], as: kind)
    known.withLock { $0[index] = found }
    return found
  }

  private func index(of output: String) -> Int? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = low + (high - low) / 2
      if files[middle].output.utf8.lexicographicallyPrecedes(output.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < files.count && files[low].output == output ? low : nil
  }

  private static func read(_ file: PlannedFile, as kind: ImageKind) -> Known {
    let header: Result<ImageHeader, ImageProblem>
    switch file.content {
    case .bytes(let bytes): header = Self.header(ImageBytes(bytes))
    case .derived: return Known()
    case .disk(let path), .photograph(let path):
      // What can't be read is reported when it is copied.
      guard let read = try? FileSystem.withParts(of: path, { Self.header(ImageBytes($0)) }) else {
        return Known()
      }
      header = read
    }
    switch header {
    case .failure(let problem): return Known(failure: failure(problem, file.shownAs))
    case .success(let header):
      // A browser goes by the bytes, but for SVG, which is a text.
      guard (header.kind == .svg) == (kind == .svg) else {
        return Known(
          failure: LinkTargets.Failure(
            code: .imageBroken, message: "`\(file.shownAs)` is \(name(header.kind)), and not \(name(kind))",
            help: "give it a name that ends in `.\(header.kind == .jpeg ? "jpg" : header.kind.rawValue)`"))
      }
      let isScalable = [.png, .jpeg, .webp, .avif].contains(header.kind) && !header.isAnimated
      return Known(
        size: header.size.map { Picture.Size(width: $0.width, height: $0.height) }, isScalable: isScalable)
    }
  }

  private static func header(_ bytes: ImageBytes) -> Result<ImageHeader, ImageProblem> {
    do { return .success(try ImageHeader.read(bytes)) } catch { return .failure(error) }
  }

  private static func name(_ kind: ImageKind) -> String {
    switch kind {
    case .avif: "an AVIF"
    case .svg: "an SVG"
    case .ico: "an icon"
    case .webp: "a WebP"
    default: "a " + kind.rawValue.uppercased()
    }
  }

  private static func failure(_ problem: ImageProblem, _ path: String) -> LinkTargets.Failure {
    let (message, help) =
      switch problem {
      case .empty: ("`\(path)` is empty", "copy the picture there again")
      case .lfsPointer:
        ("`\(path)` is a pointer of Git LFS, not the picture", "run `git lfs pull`, or check out with LFS")
      case .webPage: ("`\(path)` is a web page, not a picture", "save the picture itself there")
      case .unknown:
        (
          "`\(path)` is no picture that browsers know",
          "convert it: PNG, JPEG, GIF, WebP, AVIF, SVG, BMP and ICO can be shown"
        )
      case .damaged(let kind):
        (
          "`\(path)` is \(name(kind)) that is damaged from its first bytes on",
          "copy it again from where it came from"
        )
      }
    return LinkTargets.Failure(code: .imageBroken, message: message, help: help)
  }
}

extension DiagnosticCode {
  /// A file that is shown as a picture and is none.
  package static let imageBroken = DiagnosticCode("image.broken")
}
