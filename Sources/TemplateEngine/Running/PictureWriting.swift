import Models

/// A picture to be shown, and what its element is to say.
struct PictureStep: Sendable {
  let picture: Slot
  let alt: Slot?
  let classes: Slot?
  /// `"lazy"` or `"eager"`; a picture may wait unless it says otherwise.
  let loading: Slot?
  /// How wide it is shown, for those that are there in several widths.
  let sizes: Slot?
  let place: Int
}

extension Machine {
  /// The URL or the picture that a template names by its path.
  func reference(_ index: Int) -> Value {
    index < theme.context.references.count ? theme.context.references[index] : .string("")
  }

  /// The element that shows one of a program's pictures, as markup.
  mutating func element(_ index: Int, of program: Int, _ base: Int) -> Value {
    let step = theme.programs.programs[program].pictures[index]
    guard case .record(let fields) = slots[base + step.picture], case .string(let url)? = fields.first else {
      return .none
    }
    func text(_ slot: Slot?) -> String? {
      if let slot, case .string(let text) = slots[base + slot] { text } else { nil }
    }
    func number(_ index: Int) -> Int? {
      if index < fields.count, case .int(let number) = fields[index] { number } else { nil }
    }
    var alt = text(step.alt)
    if alt == nil, fields.count > 1, case .string(let own) = fields[1] { alt = own }
    let classes = text(step.classes)
    let isSafe = Escaping.isSafe(url, isPicture: true)
    if !isSafe { reportUnsafe(url, step.place) }
    guard spend(bytes: url.utf8.count + (alt?.utf8.count ?? 0) + (classes?.utf8.count ?? 0), step.place)
    else {
      return .none
    }
    var variants = fields.count > 4 ? Picture.Variants(fields[4]) : nil
    if let sizes = text(step.sizes) { variants?.sizes = sizes }
    let attributes = ImageAttributes(
      width: number(2), height: number(3), isLazy: text(step.loading) != "eager", variants: variants)
    func element(isFeed: Bool) -> [UInt8] {
      var markup = ByteBuffer()
      markup.append("<img src=\"" as StaticString)
      Escaping.appendHTML((isSafe ? isFeed ? full(url) : url : "#").utf8, to: &markup)
      markup.append("\" alt=\"" as StaticString)
      Escaping.appendHTML((alt ?? "").utf8, to: &markup)
      if let classes, !isFeed {
        markup.append("\" class=\"" as StaticString)
        Escaping.appendHTML(classes.utf8, to: &markup)
      }
      markup.append(UInt8(ascii: "\""))
      var bytes = markup.bytes
      attributes.append(isFeed: isFeed, to: &bytes)
      return attributes.around(bytes + ">".utf8, isFeed: isFeed)
    }
    let fill = HTMLFragment.Fill(
      offset: 0, content: .text(local: element(isFeed: false), full: element(isFeed: true)))
    return .html(HTMLFragment(bytes: [], fills: [fill]))
  }
}
