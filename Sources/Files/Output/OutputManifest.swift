package import Digests

/// What a build wrote: the marker file `.presstime-output` of the output folder.
///
///     Presstime wrote these files; the folder is replaced by the next build.
///     /format 2
///     3f0c…e1 9a77…0b 512 index.html
///     88d1…40 - 2048 style.css
///
/// A line for each file, in the order of their paths' bytes: digest, key, size, path. No path begins with a slash, so the
/// second line is none. Markers of the first format had paths only.
package struct OutputManifest: Sendable, Equatable {
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

  /// The marker file, the same for equal manifests.
  package let bytes: [UInt8]
  /// Files that a build wrote of which the marker does not say what was in them. They may be replaced and removed; as
  /// they are they are never kept.
  package let undescribed: Set<String>
  /// Paths that a site has asked for and that no file of an output can have.
  private let unsound: [String]
  /// Where the lines of files begin.
  private let lines: PathTable

  /// What a build wrote, by path below the output.
  package init(files: [String: File] = [:]) { self.init(files.map { ($0.key, $0.value) }) }

  /// The same as a list. Of two files with one path the last one counts.
  package init(_ files: [(path: String, file: File)]) { self.init(files, undescribed: []) }

  private init(_ files: [(path: String, file: File)], undescribed: Set<String>) {
    let paths = JoinedPaths(files.lazy.map(\.path))
    var (bytes, starts, digests, unsound) = (Self.head, [UInt32](), [Digest](), [String]())
    bytes.reserveCapacity(bytes.count + paths.size + files.count * 80)
    starts.reserveCapacity(files.count)
    digests.reserveCapacity(files.count)
    for number in paths.order {
      unsafe paths.withPath(number) { path in
        guard unsafe OutputPath.isSound(path) else { return unsound.append(files[number].path) }
        starts.append(UInt32(truncatingIfNeeded: bytes.count))
        digests.append(unsafe Digest(of: UnsafeRawBufferPointer(path)))
        unsafe Self.append(path, files[number].file, to: &bytes)
      }
    }
    self.init(bytes, PathTable(starts, digests), undescribed, unsound: unsound)
  }

  private init(
    _ bytes: [UInt8], _ lines: PathTable, _ undescribed: Set<String> = [], unsound: [String] = []
  ) {
    (self.bytes, self.lines, self.undescribed, self.unsound) = (bytes, lines, undescribed, unsound)
  }

  package static func == (left: OutputManifest, right: OutputManifest) -> Bool {
    left.bytes == right.bytes && left.undescribed == right.undescribed
  }
}

// MARK: - Its files

extension OutputManifest {
  /// How many files it describes.
  package var count: Int { lines.starts.count }

  /// Those files, in the order of their paths' bytes.
  package var paths: [String] { lines.starts.indices.map { sizedPath(of: $0).path } }

  /// What it says of the file with this path, which is told from others by its bytes, as file systems do. Hot.
  package func file(at path: String) -> File? { find(path)?.file }

  /// The same with the file's number, from 0 on in the order of `paths`. Hot.
  package func find(_ path: String) -> (number: Int, file: File)? {
    guard let number = number(of: path) else { return nil }
    let file = unsafe withLine(number) { line in
      var fields = unsafe MarkerFields(rest: line)
      return unsafe fields.file()
    }
    return file.map { (number, $0) }
  }

  /// The path of a file and its size in bytes, by its number. Hot.
  package func sizedPath(of number: Int) -> (path: String, size: Int) {
    unsafe withLine(number) { line in
      var fields = unsafe MarkerFields(rest: line)
      let size = unsafe fields.size() ?? 0
      return (unsafe String(decoding: fields.rest, as: UTF8.self), size)
    }
  }

  /// Whether a build wrote the path.
  package func contains(_ path: String) -> Bool { number(of: path) != nil || undescribed.contains(path) }

  /// Files of this one that another does not describe, in the order of their paths' bytes; first what can't be one.
  fileprivate func paths(besides other: OutputManifest) -> [String] {
    if bytes == other.bytes { return unsound }
    return unsound
      + lines.starts.indices.lazy.map { sizedPath(of: $0).path }.filter { other.number(of: $0) == nil }
  }

  /// The same files, some of which hold another thing; nothing where one is not among them.
  fileprivate func replacing(_ changed: [String: File]) -> OutputManifest? {
    guard undescribed.isEmpty else { return nil }
    var (starts, done) = (lines.starts, 0)
    var replaced: [(number: Int, path: String, file: File)] = []
    for (path, file) in changed {
      guard let number = number(of: path) else { return nil }
      replaced.append((number, path, file))
    }
    replaced.sort { $0.number < $1.number }
    var new: [UInt8] = []
    new.reserveCapacity(bytes.count + replaced.count * 64)
    for (place, (number, path, file)) in replaced.enumerated() {
      let line = line(number)
      new += bytes[done..<line.lowerBound]
      Self.append(path.utf8, file, to: &new)
      done = line.upperBound
      let moved = new.count - done
      let next = place + 1 < replaced.count ? replaced[place + 1].number : starts.count - 1
      if next > number {
        for other in number + 1...next {
          starts[other] = UInt32(truncatingIfNeeded: Int(starts[other]) + moved)
        }
      }
    }
    new += bytes[done...]
    return OutputManifest(new, PathTable(lines, movedTo: starts))
  }

  /// The number of the file with a path. Hot.
  package func number(of path: String) -> Int? {
    var path = path
    return path.withUTF8 { path in
      lines.find(unsafe Digest(of: UnsafeRawBufferPointer(path))) { start in
        unsafe bytes.withUnsafeBufferPointer { bytes in
          let place = unsafe MarkerLine.pathPlace(in: bytes, from: start)
          let end = place + path.count
          return unsafe end < bytes.count && bytes[end] == UInt8(ascii: "\n")
            && OutputPath.isSame(UnsafeBufferPointer(rebasing: bytes[place..<end]), path)
        }
      }
    }
  }

  /// With its end.
  private func line(_ number: Int) -> Range<Int> {
    let next = number + 1
    return Int(lines.starts[number])..<(next < count ? Int(lines.starts[next]) : bytes.count)
  }

  private func withLine<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let line = line(number)
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe body(UnsafeBufferPointer(rebasing: $0[line.lowerBound..<line.upperBound - 1]))
    }
  }
}

// MARK: - The marker file

extension OutputManifest {
  /// Reads a marker; nothing when it does not begin as one. Hot: sites have thousands of files.
  ///
  /// What a build did not write must not be removed, so whatever is not understood is left out: lines that somebody
  /// edited, paths that lead out of the folder, and a last line without its end.
  package init?(_ bytes: [UInt8]) {
    if bytes.starts(with: Self.head), let lines = Self.lines(of: bytes, from: Self.head.count) {
      self.init(bytes, lines)
      return
    }
    var (files, undescribed) = ([String: File](), Set<String>())
    let isMarker = unsafe bytes.withUnsafeBufferPointer { unsafe Self.read($0, &files, &undescribed) }
    guard isMarker else { return nil }
    self.init(files.map { ($0.key, $0.value) }, undescribed: undescribed)
  }

  /// Reads any marker line by line; false when it does not begin as one.
  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ files: inout [String: File], _ undescribed: inout Set<String>
  ) -> Bool {
    var lines = unsafe MarkerLines(rest: bytes)
    guard let title = unsafe lines.next(), unsafe title.elementsEqual(Self.title.utf8) else { return false }
    let paths = unsafe lines
    guard let second = unsafe lines.next() else { return true }
    if unsafe second.first != UInt8(ascii: "/") {
      unsafe lines = paths
      while let line = unsafe lines.next() {
        if unsafe MarkerLine.isPath(line) { undescribed.insert(unsafe String(decoding: line, as: UTF8.self)) }
      }
    } else if unsafe second.elementsEqual(Self.format.utf8) {
      while let next = unsafe lines.next() {
        guard let line = unsafe MarkerLine(next) else { continue }
        unsafe files[String(decoding: line.path, as: UTF8.self)] = line.file
      }
    }
    // Else a later Presstime's lines: what they say is not known, so nothing is.
    return true
  }

  /// The lines of a marker as a build leaves it: each is understood, and they are in order. Nothing for another. Hot.
  private static func lines(of bytes: [UInt8], from start: Int) -> PathTable? {
    guard bytes.last == UInt8(ascii: "\n"), UInt32(exactly: bytes.count) != nil else { return nil }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      var (starts, digests) = ([UInt32](), [Digest]())
      starts.reserveCapacity(bytes.count / 64)
      digests.reserveCapacity(bytes.count / 64)
      var lines = unsafe MarkerLines(rest: UnsafeBufferPointer(rebasing: bytes[start...]))
      var last = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
      while let next = unsafe lines.next() {
        guard let line = unsafe MarkerLine(next), unsafe OutputPath.precedes(last, line.path) else {
          return nil
        }
        unsafe starts.append(UInt32(truncatingIfNeeded: bytes.count - lines.rest.count - next.count - 1))
        unsafe digests.append(Digest(of: UnsafeRawBufferPointer(line.path)))
        unsafe last = line.path
      }
      return PathTable(starts, digests)
    }
  }

  private static let title = "Presstime wrote these files; the folder is replaced by the next build."
  private static let format = "/format 2"

  /// The lines before those of files.
  private static let head = Array((title + "\n" + format + "\n").utf8)

  private static func append(_ path: some Collection<UInt8>, _ file: File, to bytes: inout [UInt8]) {
    unsafe file.digest.withHexadecimal { unsafe bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: " "))
    if let key = file.key {
      unsafe key.withHexadecimal { unsafe bytes.append(contentsOf: $0) }
    } else {
      bytes.append(UInt8(ascii: "-"))
    }
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: String(file.size).utf8)
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: path)
    bytes.append(UInt8(ascii: "\n"))
  }
}

/// From what one build wrote to what the next one has: found once, in the order of the first.
package struct ManifestChange: Sendable {
  package let new: OutputManifest
  /// The files that the new one does not name, and those that the old one did not, in the order of their bytes.
  package let gone: [String]
  package let added: [String]
  /// Whether each file has the number that it had.
  package let keepsNumbers: Bool

  /// The change from one to another. Paths that no file can have count as added, so that whoever makes it refuses them.
  package init(from old: OutputManifest, to new: OutputManifest) {
    (self.new, keepsNumbers) = (new, false)
    added = new.paths(besides: old)
    let gone = old.paths(besides: new)
    let undescribed = old.undescribed.filter { new.file(at: $0) == nil }
    self.gone = undescribed.isEmpty ? gone : (gone + undescribed).sorted { $0.precedes($1) }
  }

  /// From `old` to a manifest of the same files, of which those of `changed` hold another thing; nothing where others have
  /// come or gone. Hot.
  package init?(replacing changed: [String: OutputManifest.File], in old: OutputManifest) {
    guard let new = old.replacing(changed) else { return nil }
    (self.new, gone, added, keepsNumbers) = (new, [], [], true)
  }
}
