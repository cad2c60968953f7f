import Digests
import Files

/// What a run has seen of `content/` before it loads anything, so that nothing is looked at twice.
struct SeenContent: Sendable {
  let tree: FileTree
  /// By file of the tree: what it held; nothing of a file that has not been read.
  let digests: [Digest?]

  /// The same by the files of a listing, which has some of the tree's, in its order.
  func digests(of files: [ContentListing.MarkdownFile]) -> [Digest?] {
    var place = 0
    return files.map { file in
      while place < tree.files.count, tree.files[place] != file.path { place += 1 }
      return place < digests.count ? digests[place] : nil
    }
  }
}
