import Diagnostics
import Files
import Models

/// Whether the pictures that front matter and options name are there.
///
/// What is checked here has its URL only in plan: until then a picture of the site is its path below
/// `content/`, without a slash at its start.
struct ImagePaths: Sendable {
  /// More files than this are not compared for a suggestion.
  private static let limit = 2000
  private let contentFiles: Set<String>
  private let staticFiles: Set<String>
  private let languages: ContentLanguages

  init(_ site: LoadedSite) {
    contentFiles = Set(site.files)
    staticFiles = Set(site.theme.statics.map(\.path))
    languages = site.languages
  }

  /// A picture that a file of `folder` names, relative to it, from the site's root, or elsewhere on the web.
  ///
  /// One that is not there is reported and stays a value, since the rest of its record is sound. In what is not trusted
  /// a picture is one of the web, or a file of the site by its whole path.
  func check(
    _ path: String, _ span: Span, folder: String, isTrusted: Bool = true, report: (ValueProblem) -> Void
  ) -> Result<String, ValueProblem> {
    let reference = URLReference(path)
    if let scheme = reference.scheme?.lowercased(), !["http", "https"].contains(scheme),
      scheme != "data" || !isTrusted
    {
      return .failure(
        ValueProblem(
          .linkUnsafe, "`\(scheme):` is no address of a picture", span,
          help: "use `https:`, or a file of the site"))
    }
    guard reference.isInternal, !path.isEmpty else { return .success(path) }
    let isRooted = reference.path.hasPrefix("/")
    guard let file = URLPath.resolve(URLPath.decoded(reference.path), in: isRooted ? "" : folder) else {
      report(
        ValueProblem(
          .linkBrokenImage, "`\(path)` leaves the site", span, help: "copy the picture into `content/`"))
      return .success(path)
    }
    if contentFiles.contains(file) { return .success(file) }
    if let shared = languages.mirrored(file), contentFiles.contains(shared) { return .success(shared) }
    if !(staticFiles.contains(file) && isRooted) {
      report(
        ValueProblem(
          .linkBrokenImage, "there is no picture `\(path)`", span, label: "no file `content/\(file)`",
          help: suggestion(for: file)))
    }
    return .success("/" + file)
  }

  private func suggestion(for file: String) -> String {
    let name = FilePath.name(of: file)
    if contentFiles.count <= Self.limit {
      let near = contentFiles.filter { FilePath.name(of: $0) == name }.sorted().first
      if let near { return "did you mean `/\(near)`?" }
      let siblings = contentFiles.filter { FilePath.folder(of: $0) == FilePath.folder(of: file) }.sorted()
      if let near = Suggestion.nearest(to: file, among: siblings) { return "did you mean `/\(near)`?" }
    }
    return "put the picture at `content/\(file)`"
  }
}
