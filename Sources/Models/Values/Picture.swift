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

  package init(url: String, size: Size? = nil) {
    self.url = url
    self.size = size
  }

  /// The `Image` with what is said of the picture where it is named. One side that is said there gives the other.
  package func value(alt: Value = .none, width: Value = .none, height: Value = .none) -> Value {
    guard let size else { return .record([.string(url), alt, width, height]) }
    switch (width, height) {
    case (.none, .none): return .record([.string(url), alt, .int(size.width), .int(size.height)])
    case (.int(let width), .none):
      return .record([.string(url), alt, .int(width), .int(Self.scaled(size.height, width, size.width))])
    case (.none, .int(let height)):
      return .record([.string(url), alt, .int(Self.scaled(size.width, height, size.height)), .int(height)])
    default: return .record([.string(url), alt, width, height])
    }
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

  package init(width: Int? = nil, height: Int? = nil, isLazy: Bool) {
    self.width = width
    self.height = height
    self.isLazy = isLazy
  }

  package init(_ size: Picture.Size?, isLazy: Bool) {
    self.init(width: size?.width, height: size?.height, isLazy: isLazy)
  }

  /// Appends the attributes, each behind a space. In feeds, whose readers load pictures as they like, those about
  /// loading are left out.
  package func append(isFeed: Bool, to output: inout [UInt8]) {
    if let width { output += " width=\"\(width)\"".utf8 }
    if let height { output += " height=\"\(height)\"".utf8 }
    if isFeed { return }
    if isLazy { output += " loading=\"lazy\"".utf8 }
    output += " decoding=\"async\"".utf8
  }
}
