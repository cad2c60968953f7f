import Models

/// What a static host finds at a path, whatever holds its files: the file itself, the `index.html` of a folder, the
/// page of that name, or a folder whose address lacks its slash.
enum StaticLookup<Item> {
  case item(Item)
  case folder

  /// `path` is below the site's root, decoded; `exactly` knows what is at the path of a file. Nothing where a static
  /// host answers with 404.
  init?(_ path: String, _ exactly: (String) -> Item?) {
    if path.isEmpty || path.hasSuffix("/") {
      guard let index = exactly(path + "index.html") else { return nil }
      self = .item(index)
    } else if let file = exactly(path) {
      self = .item(file)
    } else if exactly(path + "/index.html") != nil {
      self = .folder
    } else if let page = exactly(path + ".html") {
      self = .item(page)
    } else {
      return nil
    }
  }
}

/// A request as seen from a site's root.
enum RequestPlace {
  /// Below the root, which is the path of the base URL.
  case site(path: String)
  /// At the root of the host, or at the site's without its slash: what leads to the site's.
  case host
  case elsewhere

  init(_ request: PreviewRequest, basePath: String) {
    let base = URLPath.decoded(basePath).dropFirst()
    if request.path.hasPrefix(base) {
      self = .site(path: String(request.path.dropFirst(base.count)))
    } else {
      self = request.path.isEmpty || request.path + "/" == base ? .host : .elsewhere
    }
  }
}

extension PreviewResponse {
  /// To another URL, as it stands in `Location`.
  static func redirect(to url: String, status: Int) -> PreviewResponse {
    HTTPAnswer.plain(status, url + "\n", headers: [("Location", url)])
  }

  /// To the same folder with its slash.
  static func redirect(
    toFolder path: String, for request: PreviewRequest, basePath: String
  ) -> PreviewResponse {
    let query = request.query.map { "?" + $0 } ?? ""
    return redirect(to: basePath + URLPath.encoded(path + "/") + query, status: 301)
  }
}
