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
  package private(set) var files: [String: File]
  /// Files that a build wrote of which the marker does not say what was in them. They may be replaced and removed; as
  /// they are they are never kept.
  package private(set) var undescribed: Set<String> = []
  /// The same as the marker had them, if that was the order of their paths' bytes.
  private var listed: [(path: String, file: File)] = []

  private static let title = "Presstime wrote these files; the folder is replaced by the next build."
  private static let format = "/format 2"

  /// What a build wrote.
  package init(files: [String: File]) {
    self.files = files
  }

  /// Whether a build wrote the path.
  package func contains(_ path: String) -> Bool { files[path] != nil || undescribed.contains(path) }

  /// Its files in the order of their paths' bytes.
  fileprivate var ordered: [(path: String, file: File)] {
    if listed.count == files.count { return listed }
    return files.map { (path: $0.key, file: $0.value) }.sorted { OutputPath.precedes($0.path, $1.path) }
  }

  /// The same files, some of which hold another thing; nothing where one is not among them.
  fileprivate func replacing(_ changed: [String: File]) -> OutputManifest? {
    guard listed.count == files.count, undescribed.isEmpty else { return nil }
    var new = self
    for (path, file) in changed {
      guard let place = place(of: path) else { return nil }
      new.listed[place].file = file
      new.files[path] = file
    }
    return new
  }

  /// Where in `listed` a path is.
  private func place(of path: String) -> Int? {
    var (low, high) = (0, listed.count)
    while low < high {
      let middle = (low + high) / 2
      if OutputPath.precedes(listed[middle].path, path) { low = middle + 1 } else { high = middle }
    }
    return low < listed.count && OutputPath.isSame(listed[low].path, path) ? low : nil
  }

  /// The file with this name, if it has one. Names are told apart by their bytes, as file systems do.
  fileprivate func file(named path: String) -> File? {
    guard let index = files.index(forKey: path), OutputPath.isSame(files[index].key, path) else { return nil }
    return files[index].value
  }

  package static func == (left: OutputManifest, right: OutputManifest) -> Bool {
    left.files == right.files && left.undescribed == right.undescribed
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(files)
    hasher.combine(undescribed)
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
      listed.reserveCapacity(bytes.count / 64)
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
    // With fewer than all of them it is no order.
    let isBehind = listed.last.map { OutputPath.precedes($0.path, path) } ?? true
    let file = File(size: size, digest: digest, key: key)
    if files.updateValue(file, forKey: path) == nil, isBehind { listed.append((path, file)) }
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

  /// The marker file, the same for equal manifests.
  package var bytes: [UInt8] { Self.bytes(ordered) }

  /// Hot.
  fileprivate static func bytes(_ files: [(path: String, file: File)]) -> [UInt8] {
    var bytes = Array((title + "\n" + format + "\n").utf8)
    bytes.reserveCapacity(bytes.count + files.count * 128)
    for (path, file) in files where OutputPath.isSound(path) {
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

/// What a marker file says, and what stands for its bytes.
package struct KnownMarker: Sendable {
  package let manifest: OutputManifest
  package let digest: Digest

  /// Reads that of an output folder; nothing when there is none.
  package init?(in folder: String) {
    guard let bytes = try? FileSystem.read(folder + "/" + OutputFolder.marker),
      let manifest = OutputManifest(bytes)
    else { return nil }
    self.manifest = manifest
    digest = Digest(of: bytes)
  }
}

/// From what one build wrote to what the next one has: found once, in the order of the first.
package struct ManifestChange: Sendable {
  package let new: OutputManifest
  /// The files that the new one does not name, and those that the old one did not, in the order of their bytes.
  package let gone: [String]
  package let added: [String]
  /// The files of the new one, in the same order.
  private let ordered: [(path: String, file: OutputManifest.File)]

  package init(from old: OutputManifest, to new: OutputManifest) {
    self.new = new
    var (kept, gone) = ([(path: String, file: OutputManifest.File)](), [String]())
    kept.reserveCapacity(new.files.count)
    for (path, _) in old.ordered {
      if let file = new.file(named: path) { kept.append((path, file)) } else { gone.append(path) }
    }
    if kept.count == new.files.count {
      (added, ordered) = ([], kept)
    } else {
      let others = new.files.filter { old.file(named: $0.key) == nil }
        .sorted { OutputPath.precedes($0.key, $1.key) }
      added = others.map(\.key)
      ordered = kept.merged(with: others.map { ($0.key, $0.value) }) { OutputPath.precedes($0.path, $1.path) }
    }
    if !old.undescribed.isEmpty {
      gone = (gone + old.undescribed.filter { new.file(named: $0) == nil })
        .sorted(by: OutputPath.precedes)
    }
    self.gone = gone
  }

  /// From `old` to a manifest of the same files, of which those of `changed` hold another thing; nothing where others have
  /// come or gone. Hot.
  package init?(replacing changed: [String: OutputManifest.File], in old: OutputManifest) {
    guard let new = old.replacing(changed) else { return nil }
    (self.new, gone, added, ordered) = (new, [], [], new.ordered)
  }

  /// The new one's marker file.
  var marker: [UInt8] { OutputManifest.bytes(ordered) }
}

extension Array {
  /// Both, each being in order.
  fileprivate func merged(with others: Self, by precedes: (Element, Element) -> Bool) -> Self {
    var (merged, rest) = (Self(), others[...])
    merged.reserveCapacity(count + others.count)
    for element in self {
      while let other = rest.first, precedes(other, element) { merged.append(rest.removeFirst()) }
      merged.append(element)
    }
    return merged + rest
  }
}
