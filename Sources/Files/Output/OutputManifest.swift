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

    /// Whether a regular file at a path holds what this says.
    package func isHeld(at path: String) -> Bool {
      guard FileSystem.ownStatus(path)?.size == size, let bytes = try? FileSystem.read(path) else {
        return false
      }
      return Digest(of: bytes) == digest
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
  /// systems do.
  package func paths(missingIn new: OutputManifest) -> [String] {
    func isMissing(_ path: String) -> Bool {
      guard let index = new.files.index(forKey: path) else { return true }
      return !OutputPath.isSame(new.files[index].key, path)
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
    self.init(files: [:])
    let isMarker = unsafe bytes.withUnsafeBufferPointer { unsafe read($0) }
    guard isMarker else { return nil }
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var lines = unsafe MarkerLines(rest: bytes)
    guard let title = unsafe lines.next(), unsafe title.elementsEqual(Self.title.utf8) else { return false }
    let paths = unsafe lines
    guard let second = unsafe lines.next() else { return true }
    if unsafe second.first != UInt8(ascii: "/") {
      unsafe lines = paths
      while let line = unsafe lines.next() {
        if let path = unsafe Self.path(line) { undescribed.insert(path) }
      }
    } else if unsafe second.elementsEqual(Self.format.utf8) {
      files.reserveCapacity(bytes.count / 64)
      while let line = unsafe lines.next() { unsafe add(line) }
    }
    // Else a later Presstime's lines: what they say is not known, so nothing is.
    return true
  }

  private mutating func add(_ line: UnsafeBufferPointer<UInt8>) {
    var fields = unsafe MarkerFields(rest: line)
    guard let first = unsafe fields.next(), let digest = unsafe Digest(hexadecimal: first),
      let second = unsafe fields.next(), let third = unsafe fields.next(), let size = unsafe Self.size(third)
    else { return }
    let key = unsafe Digest(hexadecimal: second)
    let isWithoutKey = unsafe second.count == 1 && second[0] == UInt8(ascii: "-")
    guard key != nil || isWithoutKey, let path = unsafe Self.path(fields.rest) else { return }
    files[path] = File(size: size, digest: digest, key: key)
  }

  private static func path(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    unsafe OutputPath.isSound(bytes) ? String(validating: bytes, as: UTF8.self) : nil
  }

  private static func size(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var size = 0
    for index in digits.indices {
      let digit = unsafe digits[index]
      guard (0x30...0x39).contains(digit) else { return nil }
      size = size * 10 + Int(digit - 0x30)
    }
    return size
  }

  /// The marker file, the same for equal manifests. Hot.
  package var bytes: [UInt8] {
    var bytes = Array((Self.title + "\n" + Self.format + "\n").utf8)
    bytes.reserveCapacity(bytes.count + files.count * 128)
    for path in files.keys.sorted(by: OutputPath.precedes) where OutputPath.isSound(path) {
      guard let file = files[path] else { continue }
      bytes.append(contentsOf: file.digest.hexadecimal.utf8)
      bytes.append(UInt8(ascii: " "))
      if let key = file.key {
        bytes.append(contentsOf: key.hexadecimal.utf8)
      } else {
        bytes.append(UInt8(ascii: "-"))
      }
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: String(file.size).utf8)
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: path.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
