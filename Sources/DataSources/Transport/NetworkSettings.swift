/// What the environment says of the way to servers: proxies, and whose certificates are trusted.
///
/// Proxies are taken as curl takes them: `https_proxy`, `http_proxy` (in small letters alone, since a web server sets
/// the other from a request), `all_proxy`, and `no_proxy` with names that stay out. A proxy looks names up itself, so
/// that where a name leads to can't be checked behind one; whoever sets it decides whom it may reach.
struct NetworkSettings: Sendable {
  private let proxies: (plain: String?, secure: String?)
  private let direct: [String]
  /// A file and a folder of certificates, instead of the system's.
  let certificateFile: String?
  let certificateFolder: String?
  /// Addresses of names, asked before any other.
  private let addresses: [String: String]

  init(_ environment: (String) -> String?, addresses: [String: String] = [:]) {
    func first(_ names: String...) -> String? {
      names.compactMap { environment($0) }.first.flatMap { $0.isEmpty ? nil : $0 }
    }
    proxies = (
      first("http_proxy", "all_proxy", "ALL_PROXY"),
      first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    )
    direct = (first("no_proxy", "NO_PROXY") ?? "").lowercased().split { $0 == "," || $0 == " " }.map(
      String.init)
    certificateFile = first("SSL_CERT_FILE")
    certificateFolder = first("SSL_CERT_DIR")
    self.addresses = addresses
  }

  /// The proxy that leads to an address; nothing for the direct way. What is local means another machine to a proxy.
  func proxy(for address: WebAddress) -> String? {
    guard let proxy = address.isSecure ? proxies.secure : proxies.plain, !address.host.isLocal else {
      return nil
    }
    let host = address.host.text
    let isDirect = direct.contains { entry in
      let name = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
      return entry == "*" || host == name || "\(host):\(address.port)" == name
        || "[\(name)]" == host || host.hasSuffix("." + name)
    }
    return isDirect ? nil : proxy
  }

  /// As libcurl wants them: `name:port:address`.
  func resolutions(for address: WebAddress) -> [String] {
    addresses.sorted { $0.key < $1.key }.map { "\($0.key):\(address.port):\($0.value)" }
  }
}
