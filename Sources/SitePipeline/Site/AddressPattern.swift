import Diagnostics
import Models

/// The path of `[redirects]` and `[headers]`: an address below the site's root, in which `:name` stands for a part and a
/// `*` at the end for the rest, as Netlify and Cloudflare Pages write it
/// (https://docs.netlify.com/routing/redirects/redirect-options/, https://developers.cloudflare.com/pages/configuration/redirects/).
package struct AddressPattern: Sendable, Hashable {
  package enum Part: Sendable, Hashable {
    /// Decoded.
    case text(String)
    case name(String)
    case rest
  }

  /// Why a text is none.
  struct Problem: Error {
    let sentence: String
  }

  package let parts: [Part]
  /// Whether it ends in a slash.
  package let isFolder: Bool

  /// Whether it is one address.
  package var isExact: Bool {
    parts.allSatisfy { if case .text = $0 { true } else { false } }
  }

  /// The names that a target may use; the rest is called `splat`.
  var names: [String] {
    parts.compactMap { part in
      switch part {
      case .text: nil
      case .name(let name): name
      case .rest: "splat"
      }
    }
  }

  /// Of one address, decoded, without a slash at its start.
  init(address: String) {
    parts = address.split(separator: "/").map { .text(String($0)) }
    isFolder = address.isEmpty || address.hasSuffix("/")
  }

  /// Reads `/blog/:year/*`.
  init(_ text: String) throws(Problem) {
    guard text.hasPrefix("/"), !text.hasPrefix("//") else {
      throw Problem(sentence: "it does not begin at the site's root with one `/`")
    }
    if text.utf8.contains(UInt8(ascii: "?")) || text.utf8.contains(UInt8(ascii: "#")) {
      throw Problem(sentence: "a query or a fragment is never seen by a static host")
    }
    var parts: [Part] = []
    let segments = text.split(separator: "/")
    for (index, segment) in segments.enumerated() {
      if segment == "*" {
        guard index == segments.count - 1, !text.hasSuffix("/") else {
          throw Problem(sentence: "a `*` stands at the end, for all that follows")
        }
        parts.append(.rest)
      } else if segment.hasPrefix(":") {
        let name = String(segment.dropFirst())
        guard Self.isName(name) else {
          throw Problem(sentence: "`\(segment)` is no name for a part: letters, digits and `_` are")
        }
        if name == "splat" || parts.contains(.name(name)) {
          throw Problem(sentence: "`\(segment)` stands for something else already")
        }
        parts.append(.name(name))
      } else {
        if segment.utf8.contains(UInt8(ascii: "*")) {
          throw Problem(sentence: "a `*` stands alone between slashes, at the end")
        }
        let decoded = URLPath.decoded(String(segment))
        if let problem = Slug.problem(inStem: decoded) { throw Problem(sentence: problem.sentence) }
        parts.append(.text(decoded))
      }
    }
    self.parts = parts
    isFolder = text.hasSuffix("/")
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isASCIILetter else { return false }
    return text.utf8.allSatisfy {
      $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_")
    }
  }

  /// The address, decoded, without slashes at its ends; of a pattern, with each name as it is written.
  var address: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .name(let name): ":" + name
      case .rest: "*"
      }
    }.joined(separator: "/")
  }

  /// As a host reads it: encoded, with a slash at its start.
  package var written: String {
    let segments = parts.map { part -> String in
      switch part {
      case .text(let text): Self.literal(text)
      case .name(let name): ":" + name
      case .rest: "*"
      }
    }
    return "/" + segments.joined(separator: "/") + (isFolder && !segments.isEmpty ? "/" : "")
  }

  /// A part that can't be read as a name or a `*`.
  private static func literal(_ text: String) -> String {
    let encoded = URLPath.encoded(text).split(separator: "*", omittingEmptySubsequences: false)
      .joined(separator: "%2A")
    return encoded.hasPrefix(":") ? "%3A" + encoded.dropFirst() : encoded
  }

  /// What the names stand for where a path fits, below the site's root, decoded; slashes at the end don't count.
  func match(_ path: String) -> [String: String]? {
    let given = path.split(separator: "/").map(String.init)
    var values: [String: String] = [:]
    for (index, part) in parts.enumerated() {
      if part == .rest {
        values["splat"] = given.dropFirst(index).joined(separator: "/")
        return values
      }
      guard index < given.count else { return nil }
      switch part {
      case .text(let text): if text != given[index] { return nil }
      case .name(let name): values[name] = given[index]
      case .rest: break
      }
    }
    return given.count == parts.count ? values : nil
  }
}
