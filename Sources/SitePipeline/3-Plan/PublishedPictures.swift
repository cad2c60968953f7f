package import Diagnostics
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
  }

  /// In the order of their outputs.
  private let files: [PlannedFile]
  private let known = Mutex<[Int: Known]>([:])

  init(_ files: PublishedFiles) { self.files = files.files }

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
    case .disk(let path):
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
      return Known(size: header.size.map { Picture.Size(width: $0.width, height: $0.height) })
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
