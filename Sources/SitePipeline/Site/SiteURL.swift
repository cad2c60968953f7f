import Models

/// Scheme, host and path of the site, apart.
package struct SiteURL: Sendable, Hashable {
  /// `https://trains.example`, without a slash at the end.
  package var origin: String
  /// Begins and ends with `/`; percent-encoded. No part of it is empty, `.` or `..`, since `//feed.xml` names a host.
  package var basePath: String

  /// Nothing when `text` is no absolute `http` or `https` URL without query and fragment.
  package init?(_ text: String) {
    let reference = URLReference(text)
    guard let scheme = reference.scheme?.lowercased(), scheme == "http" || scheme == "https",
      let authority = reference.authority, reference.hasHost, reference.query == nil,
      reference.fragment == nil,
      !authority.utf8.contains(where: { $0 <= 0x20 || "\"'<>`\\".utf8.contains($0) })
    else { return nil }
    origin = "\(scheme)://\(authority)"
    guard let path = URLPath.resolve(URLPath.decoded(reference.path), in: "") else { return nil }
    let parts = path.split(separator: "/").map { URLPath.encoded(String($0)) + "/" }
    basePath = "/" + parts.joined()
  }

  /// What is built when neither `site.toml` nor the command line says an address.
  package static let unset = SiteURL("http://localhost:8000/") ?? SiteURL()

  /// The address of a file of the output.
  package func full(_ file: String) -> String {
    let index = "index.html"
    let isFolder = file == index || file.hasSuffix("/" + index)
    return origin + basePath + URLPath.encoded(isFolder ? String(file.dropLast(index.utf8.count)) : file)
  }

  private init() {
    origin = "http://localhost:8000"
    basePath = "/"
  }
}
