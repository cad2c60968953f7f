/// A text with marks such as `1️⃣` in it; each stands for the byte that follows it and is taken out.
///
/// Expected places of a test can so be seen in the source itself, instead of counted.
package struct MarkedSource: Sendable {
  package let text: String
  private let offsets: [UInt8: Int]

  package init(_ marked: String) {
    var kept = String.UnicodeScalarView()
    var offsets: [UInt8: Int] = [:]
    var bytes = 0
    let scalars = Array(marked.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      // A keycap: a digit, the selector for its coloured form, and the enclosing key.
      let isMark =
        ("0"..."9").contains(scalar) && index + 2 < scalars.count && scalars[index + 1] == "\u{FE0F}"
        && scalars[index + 2] == "\u{20E3}"
      if isMark {
        offsets[UInt8(ascii: scalar)] = bytes
        index += 3
        continue
      }
      kept.append(scalar)
      bytes += String(scalar).utf8.count
      index += 1
    }
    text = String(kept)
    self.offsets = offsets
  }

  package var bytes: [UInt8] { Array(text.utf8) }

  /// Offset of the byte behind mark `number`; -1, which is no place, when the source has no such mark.
  package subscript(_ number: UInt8) -> Int { offsets[UInt8(ascii: "0") + number] ?? -1 }
}
