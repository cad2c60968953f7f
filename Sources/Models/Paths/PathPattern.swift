import Diagnostics

/// A pattern of `from` (DESIGN §4): `{year}/{month}/{day}/` over a path, read from its start.
///
/// `{year}` is four digits, `{month}` and `{day}` one or two, any other name a run without `/`; `*` is such a
/// run without a name. What follows the pattern is free.
package struct PathPattern: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case text([UInt8])
    case capture(String, digits: ClosedRange<Int>?)
  }

  private let pieces: [Piece]
  /// As it is written.
  package let text: String

  /// Nothing when a brace is not closed, or nothing is named.
  package init?(_ text: String) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "{" {
        guard let close = rest.firstIndex(of: "}") else { return nil }
        let name = String(rest[rest.index(after: rest.startIndex)..<close])
        if name.isEmpty { return nil }
        let digits: ClosedRange<Int>? =
          name == "year" ? 4...4 : name == "month" || name == "day" ? 1...2 : nil
        pieces.append(.capture(name, digits: digits))
        rest = rest[rest.index(after: close)...]
      } else if first == "*" {
        pieces.append(.capture("*", digits: nil))
        rest = rest.dropFirst()
      } else {
        let end = rest.firstIndex { $0 == "{" || $0 == "*" } ?? rest.endIndex
        pieces.append(.text(Array(rest[..<end].utf8)))
        rest = rest[end...]
      }
    }
    let hasName = pieces.contains { if case .capture(let name, _) = $0 { name != "*" } else { false } }
    guard hasName else { return nil }
    self.pieces = pieces
    self.text = text
  }

  /// What it names, in its order.
  package var names: [String] {
    pieces.compactMap { if case .capture(let name, _) = $0, name != "*" { name } else { nil } }
  }

  /// What the names stand for; nothing when the text does not begin like this.
  package func match(_ text: String) -> [String: String]? {
    let bytes = Array(text.utf8)
    var captures: [String: String] = [:]
    var position = bytes.first == UInt8(ascii: "/") ? 1 : 0
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .text(let expected):
        guard bytes[position...].starts(with: expected) else { return nil }
        position += expected.count
      case .capture(let name, let digits):
        let stop = stopByte(after: index)
        let run = bytes[position...].prefix { byte in
          byte != UInt8(ascii: "/") && byte != stop && (digits == nil || byte.isASCIIDigit)
        }
        let taken = run.prefix(digits?.upperBound ?? run.count)
        guard !taken.isEmpty, digits.map({ $0.contains(taken.count) }) ?? true else { return nil }
        captures[name] = String(decoding: taken, as: UTF8.self)
        position += taken.count
      }
    }
    captures["*"] = nil
    return captures
  }

  private func stopByte(after index: Int) -> UInt8? {
    guard index + 1 < pieces.count, case .text(let next) = pieces[index + 1] else { return nil }
    return next.first
  }
}
