import Files

/// A folder of files, served as a static host does it.
package struct StaticFolder: Sendable {
  private let folder: String
  private let basePath: String

  /// `basePath` is what the site's pages put before each link; begins and ends with a slash.
  package init(_ folder: String, basePath: String) {
    self.folder = FileSystem.realPath(folder)
    self.basePath = basePath
  }

  /// Read for each request, since a build may have replaced the folder.
  private var tables: HostTables {
    HostTables(
      redirects: (try? FileSystem.read(folder + "/_redirects")) ?? [],
      headers: (try? FileSystem.read(folder + "/_headers")) ?? [])
  }

  /// Answers one request; may be called from many threads.
  package func answer(_ request: PreviewRequest) -> PreviewResponse {
    switch RequestPlace(request, basePath: basePath) {
    case .site(let path): tables.apply(to: path, basePath: basePath) { file(at: $0, request) } ?? missing
    case .host: .redirect(to: basePath, status: 302)
    case .elsewhere: missing
    }
  }

  /// What a path is on disk; nothing where there is nothing.
  private func file(at path: String, _ request: PreviewRequest) -> PreviewResponse? {
    if path.split(separator: "/").contains(where: { $0.hasPrefix(".") && $0 != ".well-known" }) { return nil }
    return switch StaticLookup(path, exactly) {
    case .item(let response): response
    case .folder: .redirect(toFolder: path, for: request, basePath: basePath)
    case nil: nil
    }
  }

  private func exactly(_ path: String) -> PreviewResponse? {
    let full = folder + "/" + path
    guard FileSystem.kind(full) == .file, FileSystem.isInside(FileSystem.realPath(full), folder) else {
      return nil
    }
    return PreviewResponse(contentType: ContentTypes.type(of: path), body: .file(full))
  }

  private var missing: PreviewResponse {
    exactly("404.html")?.with(status: 404) ?? HTTPAnswer.plain(404, "There is no such page.\n")
  }
}

extension PreviewResponse {
  /// The same with further fields, which replace those of their names.
  func with(_ fields: [(name: String, value: String)]) -> PreviewResponse {
    let names = Set(fields.map { $0.name.lowercased() })
    let type = fields.last { $0.name.lowercased() == "content-type" }?.value ?? contentType
    return PreviewResponse(
      status: status, contentType: type,
      headers: headers.filter { !names.contains($0.name.lowercased()) }
        + fields.filter { $0.name.lowercased() != "content-type" },
      body: body)
  }

  func with(status: Int) -> PreviewResponse {
    PreviewResponse(status: status, contentType: contentType, headers: headers, body: body)
  }
}
