/// Keeps the ids of several bodies on one page apart: those of the second begin with `2-`, of the third with `3-`.
///
/// Slow path: a page with one body never comes here.
enum RepeatedIDs {
  private static let idMark = Array(" id=\"".utf8)
  private static let linkMark = Array(" href=\"#".utf8)

  static func prefixed(_ html: [UInt8], number: Int) -> [UInt8] {
    let ids = values(behind: idMark, in: html)
    guard !ids.isEmpty else { return html }
    let known = Set(ids.map { Array(html[$0]) })
    let links = values(behind: linkMark, in: html).filter { known.contains(Array(html[$0])) }
    var output: [UInt8] = []
    output.reserveCapacity(html.count + 4 * (ids.count + links.count))
    var position = 0
    for place in (ids + links).map(\.lowerBound).sorted() {
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
