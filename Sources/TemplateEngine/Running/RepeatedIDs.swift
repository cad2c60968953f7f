/// Keeps the ids of several bodies on one page apart: those of the second begin with `2-`, of the third with `3-`.
///
/// Slow path: a page with one body never comes here.
enum RepeatedIDs {
  private static let idMark = Array(" id=\"".utf8)
  /// What names an element of the page, or several with spaces between (HTML Standard; WAI-ARIA 1.2, ID references).
  private static let referenceMarks: [[UInt8]] =
    [" href=\"#"].map { Array($0.utf8) }
    + [
      "for", "form", "headers", "itemref", "list", "popovertarget", "aria-activedescendant", "aria-controls",
      "aria-describedby", "aria-details", "aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns",
    ].map { Array(" \($0)=\"".utf8) }
  /// The name of a footnote's place, which style sheets know it by.
  private static let noteMark = Array(" data-note=\"--".utf8)

  static func prefixed(_ html: [UInt8], number: Int) -> [UInt8] {
    let ids = values(behind: idMark, in: html)
    guard !ids.isEmpty else { return html }
    let known = Set(ids.map { html[$0] })
    let references = referenceMarks.flatMap { values(behind: $0, in: html) }
      .flatMap { html[$0].split(separator: 0x20) }.filter { known.contains($0) }
    let places = (ids + values(behind: noteMark, in: html)).map(\.lowerBound) + references.map(\.startIndex)
    var output: [UInt8] = []
    output.reserveCapacity(html.count + 4 * places.count)
    var position = 0
    for place in places.sorted() {
      output += html[position..<place]
      output += "\(number)-".utf8
      position = place
    }
    return output + html[position...]
  }

  private static func values(behind mark: [UInt8], in html: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index + mark.count < html.count {
      guard html[index] == mark[0], html[index..<index + mark.count].elementsEqual(mark) else {
        index += 1
        continue
      }
      let start = index + mark.count
      let end = html[start...].firstIndex(of: UInt8(ascii: "\"")) ?? html.count
      found.append(start..<end)
      index = end
    }
    return found
  }
}
