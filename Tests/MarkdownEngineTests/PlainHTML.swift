@testable import MarkdownEngine

/// A body's HTML as cmark prints it: holes filled with what was written; ids of headings, names of notes, labels of
/// tasks, places for the keyboard and widths of columns left out; alignment as cmark has it.
func plainHTML(_ body: MarkdownBody) -> String {
  var html: [UInt8] = []
  var position = 0
  for hole in body.holes {
    html += body.html[position..<hole.offset]
    position = hole.offset
    let link = body.links[hole.link]
    switch hole.kind {
    case .destination: HTMLEscaping.appendURL(link.destination, to: &html)
    case .rawDestination, .rawPicture: html += link.destination.utf8
    case .component: break
    case .image: html += HTMLEscaping.image(source: link.destination, alt: link.alt, title: link.title)
    }
  }
  html += body.html[position...]
  var text = String(decoding: html, as: UTF8.self)
  text.replace(#/ data-note="--note-\d+"/#, with: "")
  text.replace("<table tabindex=\"0\">", with: "<table>")
  text.replace("<th class=\"long\"", with: "<th")
  for (place, edge) in [("start", "left"), ("center", "center"), ("end", "right")] {
    for cell in ["th", "td"] {
      text.replace("<\(cell) style=\"text-align: \(place)\">", with: "<\(cell) align=\"\(edge)\">")
    }
  }
  if text.contains("<label><input type=\"checkbox\"") {
    text.replace("<label>", with: "")
    text.replace("</label>", with: "")
  }
  for heading in body.outline {
    for level in 1...6 {
      var id: [UInt8] = []
      HTMLEscaping.append(heading.id.utf8, to: &id)
      text = text.replacingFirst(
        "<h\(level) id=\"\(String(decoding: id, as: UTF8.self))\">", with: "<h\(level)>")
    }
  }
  return text
}

extension String {
  fileprivate func replacingFirst(_ old: String, with new: String) -> String {
    guard let range = self.firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
