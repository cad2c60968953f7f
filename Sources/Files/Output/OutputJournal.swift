import Digests

/// What a change of the output that has begun still needs beside the new files: the paths to remove, and how to know
/// the folder that it is meant for.
///
///     Presstime was changing the folder that this one belongs to; the next build completes that.
///     /journal 1
///     77ab…02 90fe…5c        (digests of the marker before, `-` when there was none, and after)
///     old/index.html
///     1c2d…90                (of all lines before)
struct OutputJournal: Equatable {
  /// Of the marker file in the output before the change; nothing when there was none.
  var before: Digest?
  /// Of the marker file after it.
  var after: Digest
  var removals: [String]

  private static let head =
    "Presstime was changing the folder that this one belongs to; the next build completes that.\n/journal 1\n"

  init(before: Digest?, after: Digest, removals: [String]) {
    self.before = before
    self.after = after
    self.removals = removals
  }

  /// Reads a journal; nothing when it is not whole, which after a power cut it may not be.
  init?(_ bytes: [UInt8]) {
    let head = Array(Self.head.utf8)
    let closing = 33
    guard bytes.count > head.count + closing, bytes.starts(with: head), bytes.last == UInt8(ascii: "\n")
    else {
      return nil
    }
    let end = bytes.count - closing
    guard Digest(hexadecimal: bytes[end..<(end + 32)]) == Digest(of: Array(bytes[..<end])) else { return nil }
    guard let text = String(validating: bytes[head.count..<end], as: UTF8.self) else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.popLast() == "", let digests = lines.first?.split(separator: " "), digests.count == 2,
      let after = Digest(hexadecimal: Array(digests[1].utf8)[...])
    else { return nil }
    let removals = Array(lines.dropFirst())
    guard removals.allSatisfy(OutputPath.isSound) else { return nil }
    self.init(
      before: Digest(hexadecimal: Array(digests[0].utf8)[...]), after: after, removals: removals)
  }

  var bytes: [UInt8] {
    var text = Self.head + (before?.hexadecimal ?? "-") + " " + after.hexadecimal + "\n"
    for path in removals { text += path + "\n" }
    let bytes = Array(text.utf8)
    return bytes + (Digest(of: bytes).hexadecimal + "\n").utf8
  }
}
