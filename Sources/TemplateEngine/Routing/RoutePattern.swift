import Diagnostics
import Models

/// What a route makes, by its suffix.
package enum OutputKind: Sendable, Hashable {
  case html, xml, json, text

  /// Whether it has tags.
  var isMarkup: Bool { self == .html || self == .xml }

  init(path: String) {
    let name = path.split(separator: "/").last ?? ""
    switch name.split(separator: ".").last {
    case "html" where name.contains("."): self = .html
    case "xml", "svg", "rss", "atom", "xsl": self = .xml
    case "json", "webmanifest", "geojson", "jsonld": self = .json
    default: self = .text
    }
  }
}

/// A bracket in a route's path.
struct RouteParameter: Sendable {
  /// `post.publishedAt.year`.
  let text: String
  /// `[...page]`: several parts of a path.
  let isRest: Bool
  /// Filled with the slug of a group.
  var isGroup = false
  /// Numbers are padded to so many digits: months and days have two.
  var digits: Int {
    text.hasSuffix(".month") || text.hasSuffix(".day") ? 2 : text.hasSuffix(".year") ? 4 : 0
  }

  /// The name it begins with.
  var name: String { String(text.prefix { $0 != "." }) }
}

/// The path of a route, cut into text and brackets.
struct RoutePattern: Sendable {
  enum Piece: Sendable {
    case text(String)
    case parameter(Int)
  }

  let pieces: [Piece]
  var parameters: [RouteParameter]
  /// Whether it begins with a slash: a URL as it is to be, and not a template's path.
  let isURL: Bool

  /// Nothing when a bracket is not closed or empty.
  init?(_ path: String) {
    var pieces: [Piece] = []
    var parameters: [RouteParameter] = []
    var rest = path[...]
    while !rest.isEmpty {
      guard let open = rest.firstIndex(of: "[") else {
        pieces.append(.text(String(rest)))
        break
      }
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "]") else { return nil }
      var name = rest[rest.index(after: open)..<close]
      let isRest = name.hasPrefix("...")
      if isRest { name = name.dropFirst(3) }
      guard name.utf8.first.map(ExpressionLexer.isNameStart) == true,
        name.utf8.allSatisfy({ ExpressionLexer.isNameStart($0) || $0.isASCIIDigit || $0 == 0x2E }),
        !name.hasSuffix("."), !name.contains("..")
      else { return nil }
      pieces.append(.parameter(parameters.count))
      parameters.append(RouteParameter(text: String(name), isRest: isRest))
      rest = rest[rest.index(after: close)...]
    }
    self.pieces = pieces
    self.parameters = parameters
    isURL = path.hasPrefix("/")
  }

  /// The URL of its pages, with the brackets as they are written.
  func urlText(_ kind: OutputKind) -> String {
    let template = path(parameters.map { "[\($0.isRest ? "..." : "")\($0.text)]" })
    return isURL && kind == .html ? PagePath(own: template).url : PagePath(template: template).url
  }

  /// The path with its brackets filled, below the root, and without parts that are empty: the entry at the root of its
  /// collection fills `[...page]` with nothing. Hot.
  func path(_ values: [String]) -> String {
    let room = pieces.reduce(0) { $0 + text(of: $1, values).utf8.count }
    return unsafe String(unsafeUninitializedCapacity: room) { memory in
      var count = 0
      for piece in pieces {
        var text = text(of: piece, values)
        text.withUTF8 { bytes in
          if case .parameter(let number) = piece, !parameters[number].isRest {
            // One part of a path has no slash.
            unsafe _ = UnsafeMutableBufferPointer(rebasing: memory[count...]).update(fromContentsOf: bytes)
            count += bytes.count
            return
          }
          for index in bytes.indices {
            let byte = unsafe bytes[index]
            if byte == UInt8(ascii: "/"), unsafe count == 0 || memory[count - 1] == byte { continue }
            unsafe memory[count] = byte
            count += 1
          }
        }
      }
      return count
    }
  }

  private func text(of piece: Piece, _ values: [String]) -> String {
    switch piece {
    case .text(let text): text
    case .parameter(let index): index < values.count ? values[index] : ""
    }
  }
}

/// Where a page is: its URL below the site's root, and its file below the output folder.
package struct PagePath: Sendable, Hashable {
  /// Not encoded, without a slash at its start: `posts/first-light/`, empty for the home page.
  package let url: String
  /// Whether the URL is a folder's.
  package let isFolder: Bool

  private init(url: String, isFolder: Bool) {
    self.url = url
    self.isFolder = isFolder
  }

  /// `posts/first-light/index.html`. Made when it is wanted: a site has many pages.
  package var file: String { isFolder ? String(joining: url, "index.html") : url }

  /// Of a template's path with filled brackets: `index.html` is its folder, another page becomes a folder,
  /// `404.html` and what is no HTML keeps its name. Hot.
  init(template path: String) {
    guard Self.ends(path, with: ".html"), path != "404.html" else {
      self.init(url: path, isFolder: false)
      return
    }
    let isIndex = path == "index.html" || Self.ends(path, with: "/index.html")
    var path = path
    let url = path.withUTF8 { bytes in
      var folder = unsafe bytes.dropLast(isIndex ? 10 : 5)
      while unsafe folder.last == UInt8(ascii: "/") { unsafe folder = folder.dropLast() }
      if unsafe folder.isEmpty { return "" }
      return unsafe String(unsafeUninitializedCapacity: folder.count + 1) { memory in
        let count = unsafe memory.update(fromContentsOf: folder)
        unsafe memory[count] = UInt8(ascii: "/")
        return count + 1
      }
    }
    self.init(url: url, isFolder: true)
  }

  /// By bytes: `hasSuffix` walks over characters where a path is not plain ASCII. Hot.
  private static func ends(_ path: String, with suffix: StaticString) -> Bool {
    let found = unsafe path.utf8.withContiguousStorageIfAvailable { bytes in
      let suffix = unsafe UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount)
      return unsafe bytes.count >= suffix.count && bytes.suffix(suffix.count).elementsEqual(suffix)
    }
    return found ?? path.hasSuffix(suffix.description)
  }

  /// Of a folder that has a page.
  init(folder: String) {
    let url = folder.isEmpty ? "" : folder + "/"
    self.init(url: url, isFolder: true)
  }

  /// Of a URL, an entry's own or that of `[routes]`: a folder, unless its last part has a suffix of HTML or XML.
  package init(own path: String) {
    let trimmed = path.split(separator: "/").joined(separator: "/")
    if trimmed.hasSuffix(".html") || trimmed.hasSuffix(".htm") {
      let isFolder = trimmed.hasSuffix("/index.html")
      self.init(url: isFolder ? String(trimmed.dropLast(10)) : trimmed, isFolder: isFolder)
    } else {
      self.init(folder: trimmed)
    }
  }

  /// The same below a folder that ends in a slash, or is empty.
  func below(_ folder: String) -> PagePath {
    folder.isEmpty ? self : PagePath(url: folder + url, isFolder: isFolder)
  }

  /// Page `number` of a paginated list whose first page is this.
  func page(_ number: Int) -> PagePath {
    if number == 1 { return self }
    let suffix =
      Self.ends(url, with: "/")
      ? 1 : Self.ends(url, with: ".html") ? 5 : Self.ends(url, with: ".htm") ? 4 : 0
    let folder = String(Substring(url.utf8.dropLast(suffix)))
    return PagePath(folder: folder + (url.isEmpty ? "page/" : "/page/") + String(number))
  }
}

extension RoutePattern {
  /// A pattern without brackets.
  init(literal path: String) {
    pieces = [.text(path)]
    parameters = []
    isURL = path.hasPrefix("/")
  }
}
