package import Diagnostics

/// What `site.toml` wants of the server that the site is published on: `[redirects]`, `[headers]` and `[deploy]`.
package struct HostConfig: Sendable {
  /// In the order of the file.
  package var redirects: [Redirect] = []
  package var headers: [Headers] = []
  /// The hosts that rules are written for. With any, former addresses are theirs to lead on; with none, small pages do.
  package var hosts: [HostKind] = []

  /// One line of `[redirects]`.
  package struct Redirect: Sendable {
    package let source: AddressPattern
    package let sourceSpan: Span
    /// As it is written: a path of the site, a file of `content/`, or a whole address.
    package let target: String
    package let targetSpan: Span
    /// 301, 302, 303, 307 or 308.
    package let status: Int
  }

  /// The fields of answers for some paths.
  package struct Headers: Sendable {
    package let path: AddressPattern
    package let span: Span
    /// Checked: names are tokens, values have no control characters.
    package let fields: [(name: String, value: String)]
  }
}

/// Who serves the output, as far as that decides how redirects and headers are written.
package enum HostKind: String, Sendable, Hashable, CaseIterable {
  case netlify, cloudflare, nginx, apache

  /// As it is called in sentences.
  package var name: String {
    switch self {
    case .netlify: "Netlify"
    case .cloudflare: "Cloudflare Pages"
    case .nginx: "nginx"
    case .apache: "Apache"
    }
  }
}
