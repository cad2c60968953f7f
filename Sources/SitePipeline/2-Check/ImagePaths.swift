import Diagnostics
import Models

/// Whether the pictures that front matter and options name are there.
///
/// What is checked here has its URL only in plan: until then a picture of the site is its path below
/// `content/`, without a slash at its start.
struct ImagePaths: Sendable {
  private let contentFiles: Set<String>
  private let staticFiles: Set<String>

  init(_ site: LoadedSite) {
    contentFiles = Set(site.files)
    staticFiles = Set(site.theme.statics.map(\.path))
  }

  /// A picture that a document names, relative to it, from the site's root, or elsewhere on the web.
  func check(_ path: String, _ span: Span, in document: Document) -> Result<String, ValueProblem> {
    check(path, span, folder: document.folder)
  }

  func check(_ path: String, _ span: Span, folder: String) -> Result<String, ValueProblem> {
    let reference = URLReference(path)
    if let scheme = reference.scheme?.lowercased(), !["http", "https", "data"].contains(scheme) {
      return .failure(
        ValueProblem(
          .linkUnsafe, "`\(scheme):` is no address of a picture", span,
          help: "use `https:`, or a file of the site"))
    }
    guard reference.isInternal, !path.isEmpty else { return .success(path) }
    let isRooted = reference.path.hasPrefix("/")
    let decoded = URLPath.decoded(reference.path)
    guard let file = URLPath.resolve(decoded, in: isRooted ? "" : folder) else {
      return .failure(
        ValueProblem(
          .linkBrokenImage, "`\(path)` leaves the site", span, help: "copy the picture into `content/`"))
    }
    if contentFiles.contains(file) { return .success(file) }
    if staticFiles.contains(file), isRooted { return .success("/" + file) }
    let name = FilePath.name(of: file)
    let near = contentFiles.filter { FilePath.name(of: $0) == name }.sorted()
    let help =
      near.first.map { "did you mean `/\($0)`?" }
      ?? Suggestion.sentence(for: file, among: contentFiles.sorted())
      ?? "put the picture at `content/\(file)`"
    return .failure(
      ValueProblem(
        .linkBrokenImage, "there is no picture `\(path)`", span, label: "no file `content/\(file)`",
        help: help))
  }
}
