import CVips
import Synchronization

/// libvips, loaded when a site says that it wants it.
@safe package final class VipsLibrary: @unchecked Sendable {
  /// A format that pictures are written in.
  package enum Format: String, Sendable, Hashable, CaseIterable {
    case webp, avif
  }

  /// The library of this machine; nothing when there is none. It stays loaded.
  package static let shared: VipsLibrary? = find(names)

  /// What it is called: on Linux, and where Homebrew puts it on macOS.
  private static let names = [
    "libvips.so.42", "libvips.42.dylib", "/opt/homebrew/lib/libvips.42.dylib",
    "/usr/local/lib/libvips.42.dylib",
  ]

  /// The first library of these names that is there.
  static func find(_ names: [String]) -> VipsLibrary? {
    names.lazy.compactMap { VipsLibrary(named: $0) }.first
  }

  /// As `8.14.1`.
  package let version: String
  /// Whether it knows AVIF, which it does since 8.10.
  package let isNewEnough: Bool
  private let pointer: OpaquePointer
  private let hasBegun = Mutex<Bool?>(nil)

  private init?(named name: String) {
    guard let loaded = unsafe presstime_vips_load(name) else { return nil }
    unsafe pointer = loaded
    let numbers = (0..<3).map { unsafe Int(presstime_vips_version(loaded, $0)) }
    version = numbers.map(String.init).joined(separator: ".")
    isNewEnough = (numbers[0], numbers[1]) >= (8, 10)
  }

  /// A picture that is at most so many pixels wide, upright and without metadata; nothing for what is no whole picture, or
  /// when the library can't write the format. May run on many threads.
  package func scaled(_ bytes: [UInt8], width: Int, format: Format, quality: Int) -> [UInt8]? {
    let canBegin = hasBegun.withLock { begun in
      let can = begun ?? (unsafe presstime_vips_begin(pointer) != 0)
      begun = can
      return can
    }
    guard canBegin, let width = Int32(exactly: width), let quality = Int32(exactly: quality) else {
      return nil
    }
    var count = 0
    let made = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe presstime_vips_scaled(
        pointer, buffer.baseAddress, buffer.count, width,
        Self.number(of: format), quality, &count)
    }
    guard let made = unsafe made else { return nil }
    defer { unsafe presstime_vips_free(pointer, made) }
    let picture = unsafe Array(UnsafeBufferPointer(start: made, count: count))
    // Not every version leaves all metadata out of a WebP when it is told to.
    return format == .webp ? StrippedPicture.plainWebP(picture) : picture
  }

  /// Whether it can write a format: some builds of it come without an encoder.
  package func canWrite(_ format: Format) -> Bool {
    // A grey square in a format that needs no other library (https://netpbm.sourceforge.net/doc/pgm.html).
    let square = Array("P5 16 16 255\n".utf8) + Array(repeating: 0x80, count: 256)
    return scaled(square, width: 16, format: format, quality: 50) != nil
  }

  /// Tells versions of the libraries apart that write a format, since each is one of its own: 0 where they can't be found.
  package func encoder(of format: Format) -> UInt64 {
    unsafe presstime_vips_encoder(pointer, Self.number(of: format))
  }

  private static func number(of format: Format) -> Int32 {
    Int32(format == .avif ? PRESSTIME_VIPS_AVIF : PRESSTIME_VIPS_WEBP)
  }
}
