import Diagnostics

/// A text of `site.toml` with `${NAME}` in it, for variables of the environment.
package struct VariableText: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case text(String)
    case variable(String)
  }

  private let pieces: [Piece]

  /// Reads a text; nothing when a `${` in it begins no `${NAME}` of letters, digits and `_`.
  package init?(_ text: String) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      let behind = rest.index(after: dollar)
      guard rest[behind...].hasPrefix("{") else {
        pieces.append(.text(String(rest[..<behind])))
        rest = rest[behind...]
        continue
      }
      guard let close = rest[behind...].firstIndex(of: "}") else { return nil }
      let name = rest[rest.index(after: behind)..<close]
      guard Self.isName(name) else { return nil }
      pieces += [.text(String(rest[..<dollar])), .variable(String(name))]
      rest = rest[rest.index(after: close)...]
    }
    pieces.append(.text(String(rest)))
    self.pieces = pieces
  }

  /// The variables, in their order.
  package var variables: [String] {
    pieces.compactMap { piece in
      if case .variable(let name) = piece { return name }
      return nil
    }
  }

  /// With their values; nothing stands in for one that has none.
  func expanded(_ value: (String) -> String?) -> String {
    pieces.reduce(into: "") { text, piece in
      switch piece {
      case .text(let part): text += part
      case .variable(let name): text += value(name) ?? ""
      }
    }
  }

  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, !first.isASCIIDigit else { return false }
    return name.utf8.allSatisfy { byte in
      byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_")
    }
  }
}
