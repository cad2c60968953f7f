/// What an AVIF says besides its picture (ISO/IEC 14496-12, 23008-12): items of `meta` with Exif and XMP, and boxes of users
/// and makers. Places in the file are said by numbers throughout it, so nothing is taken out: it is overwritten.
enum AVIFMetadata {
  /// A file with more is left as it is from there on.
  private static let mostEntries = 1000
  /// Boxes that hold others in which words can stand.
  private static let parents: Set<String> = ["moov", "trak"]
  /// Boxes of users and makers.
  private static let words: Set<String> = ["uuid", "udta"]

  /// The same file with metadata that says nothing; other files as they are.
  static func blanked(_ bytes: [UInt8]) -> [UInt8] {
    var source = ImageBytes(bytes)
    guard AVIFHeader.isOne(&source) else { return bytes }
    var output = bytes
    var open = [0..<bytes.count]
    while let range = open.popLast() {
      AVIFHeader.each(&source, in: range) { source, kind, box in
        if parents.contains(kind) { open.append(box) }
        if words.contains(kind) {
          // A box of this name is room that nobody reads (14496-12, 8.1.2).
          replace(&output, box.lowerBound - 4..<box.lowerBound, "free".utf8)
          replace(&output, box, [])
        }
        if kind == "meta" { blankItems(&output, &source, inside: box) }
        return true
      }
    }
    return output
  }

  /// `meta` has a version before its boxes.
  private static func blankItems(_ output: inout [UInt8], _ source: inout ImageBytes, inside box: Range<Int>)
  {
    let inside = box.lowerBound + 4..<max(box.lowerBound + 4, box.upperBound)
    guard let list = AVIFHeader.find("iinf", &source, in: inside),
      let places = AVIFHeader.find("iloc", &source, in: inside)
    else { return }
    let items = items(&source, list)
    guard !items.isEmpty else { return }
    let data = AVIFHeader.find("idat", &source, in: inside)
    for (item, extents) in extents(&source, places, data: data?.lowerBound) {
      guard let kind = items[item] else { continue }
      for (index, extent) in extents.enumerated() {
        // Four bytes lead to the text of Exif, which has an empty directory; XMP is white space.
        let text: [UInt8] =
          kind != "Exif" ? [] : index == 0 ? [0, 0, 0, 0] + Array("MM\0*\0\0\0\u{8}".utf8) : []
        replace(&output, extent, text, filling: kind == "Exif" ? 0 : 0x20)
      }
    }
  }

  /// Items that are words, with their kinds, by `infe` (23008-12 uses versions 2 and 3).
  private static func items(_ source: inout ImageBytes, _ list: Range<Int>) -> [Int: String] {
    var items: [Int: String] = [:]
    guard let version = source.byte(list.lowerBound) else { return [:] }
    let entries = list.lowerBound + (version == 0 ? 6 : 8)
    AVIFHeader.each(&source, in: entries..<max(entries, list.upperBound)) { source, kind, box in
      guard kind == "infe", let version = source.byte(box.lowerBound), version >= 2 else { return true }
      let size = version == 2 ? 2 : 4
      guard let item = source.big(box.lowerBound + 4, size) else { return false }
      let type = String(decoding: source.run(box.lowerBound + 6 + size, 4), as: UTF8.self)
      if ["Exif", "mime", "uri "].contains(type) { items[item] = type }
      return items.count < mostEntries
    }
    return items
  }

  /// Where the bytes of each item lie, by `iloc` (14496-12, 8.11.3). Items elsewhere than in the file are left out.
  private static func extents(
    _ source: inout ImageBytes, _ box: Range<Int>, data: Int?
  ) -> [(item: Int, extents: [Range<Int>])] {
    guard let version = source.byte(box.lowerBound), version <= 2,
      let sizes = source.big(box.lowerBound + 4, 2)
    else { return [] }
    var position = box.lowerBound + 6
    func number(_ source: inout ImageBytes, _ size: Int) -> Int? {
      defer { position += size }
      guard position + size <= box.upperBound, size < 8 || source.big(position, 4) == 0 else { return nil }
      return size < 8 ? source.big(position, size) : source.big(position + 4, 4)
    }
    let wide = version < 2 ? 2 : 4
    var found: [(item: Int, extents: [Range<Int>])] = []
    guard let count = number(&source, wide) else { return [] }
    for _ in 0..<min(count, mostEntries) {
      guard let item = number(&source, wide), let method = version == 0 ? 0 : number(&source, 2),
        let place = number(&source, 2), let base = number(&source, sizes >> 4 & 15),
        let parts = number(&source, 2)
      else { return found }
      let start = method & 15 == 1 ? data : method & 15 == 0 && place == 0 ? 0 : nil
      var extents: [Range<Int>] = []
      for _ in 0..<min(parts, mostEntries) {
        guard version == 0 || number(&source, sizes & 15) != nil,
          let offset = number(&source, sizes >> 12), let length = number(&source, sizes >> 8 & 15)
        else { return found }
        let from = (start ?? 0) + base + offset
        extents.append(from..<from + length)
      }
      if start != nil { found.append((item, extents)) }
    }
    return found
  }

  /// Writes over a range, as far as the file goes.
  private static func replace(
    _ output: inout [UInt8], _ range: Range<Int>, _ text: some Collection<UInt8>, filling: UInt8 = 0
  ) {
    var text = text[...]
    for index in range.clamped(to: output.indices) { output[index] = text.popFirst() ?? filling }
  }
}
