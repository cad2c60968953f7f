/// A picture as pages show it: where it is, and how large.
package struct Picture: Sendable, Hashable {
  /// In pixels, as browsers show it.
  package struct Size: Sendable, Hashable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// Root-absolute with the base path, or elsewhere.
  package let url: String
  /// Nothing for one that is elsewhere, or says none.
  package let size: Size?
  /// The same picture in other widths.
  package let variants: Variants?

  package init(url: String, size: Size? = nil, variants: Variants? = nil) {
    self.url = url
    self.size = size
    self.variants = variants
  }

  /// The same picture in several widths.
  package struct Variants: Sendable, Hashable {
    /// URLs and widths in pixels, as the attribute `srcset` has them.
    package let list: String
    /// How wide it is shown, as the attribute `sizes` says it.
    package var sizes: String
    /// Their type, where a browser may not know it: `image/avif`.
    package let type: String?

    package init(_ list: [(url: String, width: Int)], sizes: String, type: String?) {
      self.list = list.map { "\($0.url) \($0.width)w" }.joined(separator: ", ")
      self.sizes = sizes
      self.type = type
    }

    /// Reads what `value` gives.
    package init?(_ value: Value) {
      guard case .record(let fields) = value, fields.count == 3, case .string(let list) = fields[0],
        case .string(let sizes) = fields[1]
      else { return nil }
      self.list = list
      self.sizes = sizes
      if case .string(let type) = fields[2] { self.type = type } else { type = nil }
    }

    var value: Value { .record([.string(list), .string(sizes), type.map { .string($0) } ?? .none]) }
  }

  /// The `Image` with what is said of the picture where it is named. One side that is said there gives the other. Behind
  /// the fields of the type stand the variants, if there are any: templates can't name them, and its element has them.
  package func value(alt: Value = .none, width: Value = .none, height: Value = .none) -> Value {
    var (width, height) = (width, height)
    if let size {
      switch (width, height) {
      case (.none, .none): (width, height) = (.int(size.width), .int(size.height))
      case (.int(let side), .none): height = .int(Self.scaled(size.height, side, size.width))
      case (.none, .int(let side)): width = .int(Self.scaled(size.width, side, size.height))
      default: break
      }
    }
    return .record([.string(url), alt, width, height] + (variants.map { [$0.value] } ?? []))
  }

  private static func scaled(_ side: Int, _ part: Int, _ whole: Int) -> Int {
    let scaled = (Double(side) * Double(part) / Double(max(1, whole))).rounded()
    return 1...1e9 ~= scaled ? Int(scaled) : 1
  }
}

/// What `<img …>` says besides its address and its words.
package struct ImageAttributes: Sendable, Hashable {
  package var width: Int?
  package var height: Int?
  /// Whether a browser may wait with it until its reader comes near.
  package var isLazy: Bool
  package var variants: Picture.Variants?

  package init(
    width: Int? = nil, height: Int? = nil, isLazy: Bool, variants: Picture.Variants? = nil
  ) {
    self.width = width
    self.height = height
    self.isLazy = isLazy
    self.variants = variants
  }

  package init(_ picture: Picture?, isLazy: Bool) {
    self.init(
      width: picture?.size?.width, height: picture?.size?.height, isLazy: isLazy, variants: picture?.variants)
  }

  /// The element with what chooses between variants around it, if not all browsers know their type.
  package func around(_ element: [UInt8], isFeed: Bool) -> [UInt8] {
    guard let variants, let type = variants.type, !isFeed else { return element }
    var output = Array("<picture><source type=\"\(type)\"".utf8)
    append(variants, to: &output)
    return output + ">".utf8 + element + "</picture>".utf8
  }

  /// A browser that knows how wide a picture is shown when it loads it goes by that (`auto`), others by what is said.
  private func append(_ variants: Picture.Variants, to output: inout [UInt8]) {
    output += " srcset=\"\(Self.escaped(variants.list))\"".utf8
    output += " sizes=\"\(isLazy ? "auto, " : "")\(Self.escaped(variants.sizes))\"".utf8
  }

  private static func escaped(_ text: String) -> String {
    var output: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "\""): output += "&quot;".utf8
      case UInt8(ascii: "<"): output += "&lt;".utf8
      default: output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the attributes, each behind a space. In feeds, whose readers load pictures as they like, those about
  /// loading are left out.
  package func append(isFeed: Bool, to output: inout [UInt8]) {
    if let variants, variants.type == nil, !isFeed { append(variants, to: &output) }
    if let width { output += " width=\"\(width)\"".utf8 }
    if let height { output += " height=\"\(height)\"".utf8 }
    if isFeed { return }
    if isLazy { output += " loading=\"lazy\"".utf8 }
    output += " decoding=\"async\"".utf8
  }
}
