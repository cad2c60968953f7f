package import Digests

/// What a build wrote: the marker file `.presstime-output` of the output folder.
///
///     Presstime wrote these files; the folder is replaced by the next build.
///     /format 2
///     3f0c…e1 9a77…0b 512 index.html
///     88d1…40 - 2048 style.css
///
/// A line for each file, in the order of their bytes: digest, key, size, path. No path begins with a slash, so the
/// second line is none. Markers of the first format had paths only.
package struct OutputManifest: Sendable, Hashable {
  /// One file.
  package struct File: Sendable, Hashable {
    /// In bytes.
    package let size: Int
    /// Of its bytes.
    package let digest: Digest
    /// What a page was made from; nothing for copied files.
    package let key: Digest?

    /// All that is known of a file.
    package init(size: Int, digest: Digest, key: Digest? = nil) {
      self.size = size
      self.digest = digest
      self.key = key
    }
  }

  /// By path below the output.
  package var files: [String: File]
  /// Files that a build wrote of which the marker does not say what was in them. They may be replaced and removed; as
  /// they are they are never kept.
  package private(set) var undescribed: Set<String> = []

  private static let title = "Presstime wrote these files; the folder is replaced by the next build."
  private static let format = "/format 2"

  /// What a build wrote.
  package init(files: [String: File]) {
    self.files = files
  }

  /// Whether a build wrote the path.
  package func contains(_ path: String) -> Bool { files[path] != nil || undescribed.contains(path) }

  /// The files that `new` does not name, in the order of their bytes. Names are told apart by their bytes, as file
  /// systems do: strings are equal too when only their accents are composed in another way.
  package func paths(missingIn new: OutputManifest) -> [String] {
    func isMissing(_ path: String) -> Bool {
      guard let index = new.files.index(forKey: path) else { return true }
      return !new.files[index].key.utf8.elementsEqual(path.utf8)
    }
    return (files.keys.filter(isMissing) + undescribed.filter(isMissing)).sorted(by: OutputPath.precedes)
  }
}

// MARK: - The marker file

extension OutputManifest {
  /// Reads a marker; nothing when it does not begin as one. Hot: sites have thousands of files.
  ///
  /// What a build did not write must not be removed, so whatever is not understood is left out: lines that somebody
  /// edited, paths that lead out of the folder, and a last line without its end.
  package init?(_ bytes: [UInt8]) {
    var lines = Lines(bytes: bytes)
    guard let title = lines.next(), bytes[title].elementsEqual(Self.title.utf8) else { return nil }
    self.init(files: [:])
    let start = lines
    guard let second = lines.next() else { return }
    if bytes[second].first != UInt8(ascii: "/") {
      var paths = start
      while let line = paths.next() { if let path = Self.path(bytes[line]) { undescribed.insert(path) } }
      return
    }
    // A later Presstime's lines: what they say is not known, so nothing is.
    guard bytes[second].elementsEqual(Self.format.utf8) else { return }
    files.reserveCapacity(bytes.count / 96)
    while let line = lines.next() { add(bytes[line]) }
  }

  /// The marker file, the same for equal manifests.
  package var bytes: [UInt8] {
    var bytes = Array((Self.title + "\n" + Self.format + "\n").utf8)
    bytes.reserveCapacity(bytes.count + files.count * 112)
    for (path, file) in files.sorted(by: { OutputPath.precedes($0.key, $1.key) })
    where OutputPath.isSound(path.utf8) {
      bytes += file.digest.hexadecimal.utf8
      bytes.append(UInt8(ascii: " "))
      bytes += (file.key?.hexadecimal ?? "-").utf8
      bytes.append(UInt8(ascii: " "))
      bytes += String(file.size).utf8
      bytes.append(UInt8(ascii: " "))
      bytes += path.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static func path(_ bytes: ArraySlice<UInt8>) -> String? {
    OutputPath.isSound(bytes) ? String(validating: bytes, as: UTF8.self) : nil
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    var rest = line
    func field() -> ArraySlice<UInt8>? {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      defer { rest = rest[(space + 1)...] }
      return rest[..<space]
    }
    guard let first = field(), let digest = Digest(hexadecimal: first), let second = field(),
      let third = field(), let size = Self.size(third)
    else { return }
    let key = Digest(hexadecimal: second)
    guard key != nil || second.elementsEqual("-".utf8), let path = Self.path(rest) else { return }
    files[path] = File(size: size, digest: digest, key: key)
  }

  private static func size(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var size = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      size = size * 10 + Int(digit - 0x30)
    }
    return size
  }

  /// The lines of a text, without their ends; what has no end is cut off and no line.
  struct Lines {
    let bytes: [UInt8]
    var position = 0

    mutating func next() -> Range<Int>? {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { position = end + 1 }
      return position..<end
    }
  }
}
