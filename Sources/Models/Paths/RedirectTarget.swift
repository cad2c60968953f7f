import Diagnostics

/// What a redirect leads to: an address in whose path `:name` between slashes stands for what the name has fitted. What
/// stands behind the path, a query or a fragment, is as it is written.
package struct RedirectTarget {
  private enum Piece {
    case text(String)
    case name(String)
  }

  /// In their order; together they are the whole of it.
  private let pieces: [Piece]
  /// The query and the fragment, with the characters that begin them.
  private let tail: String

  package init(_ text: String) {
    let path = text.prefix { $0 != "?" && $0 != "#" }
    tail = String(text[path.endIndex...])
    var pieces: [Piece] = []
    var plain = ""
    for (number, part) in path.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
      if number > 0 { plain += "/" }
      if part.hasPrefix(":") {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        pieces.append(.name(String(part.dropFirst())))
        plain = ""
      } else {
        plain += part
      }
    }
    plain += tail
    if !plain.isEmpty { pieces.append(.text(plain)) }
    self.pieces = pieces
  }

  /// Whether its tail has a name as if it were to be filled: with nothing behind it that would make it longer.
  package func seemsToFill(_ name: String) -> Bool {
    tail.components(after: ":" + name).contains { rest in
      guard let next = rest.utf8.first else { return true }
      return
        !(next.isASCIIAlphanumeric || next == UInt8(ascii: "_"))
    }
  }

  /// The names that it calls.
  package var names: [String] { pieces.compactMap { if case .name(let name) = $0 { name } else { nil } } }

  /// The address with its names filled; one that `value` does not know stays as it is written.
  package func filled(_ value: (String) -> String?, text: (String) -> String = { $0 }) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let plain): text(plain)
      case .name(let name): value(name) ?? text(":" + name)
      }
    }.joined()
  }
}

extension String {
  /// What stands behind each occurrence of a text.
  fileprivate func components(after text: String) -> [Substring] {
    split(separator: text, omittingEmptySubsequences: false).dropFirst().map { self[$0.startIndex...] }
  }
}
