import Digests
import Files

/// Pictures that were made smaller: the folder `images` of the cache, a file each, found by what it was made from and how.
/// One that is there is used as it is, whoever made it.
struct PictureStore: Sendable {
  private let cache: String
  private var folder: String { cache + "/images" }

  init(site: String) { cache = site + "/" + DocumentCache.folderName }

  /// The picture, from the store or made now; kept where there is a cache.
  func bytes(of picture: DerivedPicture) -> Result<[UInt8], DerivedPicture.Failure> {
    let path = folder + "/" + picture.key.hexadecimal
    if let kept = Self.checked(path) { return .success(kept) }
    let made = picture.make()
    if case .success(let bytes) = made, FileSystem.kind(cache) == .folder {
      try? FileSystem.makeFolder(folder)
      try? FileSystem.replace(path, Self.sum(bytes) + bytes)
    }
    return made
  }

  /// A file that is what was put there: its digest stands before it.
  private static func checked(_ path: String) -> [UInt8]? {
    guard let bytes = try? FileSystem.read(path), bytes.count > 32 else { return nil }
    let picture = Array(bytes[32...])
    return bytes.starts(with: sum(picture)) ? picture : nil
  }

  static func sum(_ bytes: [UInt8]) -> [UInt8] { Array(Digest(of: bytes).hexadecimal.utf8) }

  /// Removes what no page shows any more, once it is more than what pages show: a picture that is shown again soon, as on
  /// another branch, need not be made again.
  func removeUnused(besides used: Set<String>) {
    guard FileSystem.kind(folder) == .folder, let names = try? FileSystem.names(in: folder) else { return }
    let unused = names.compactMap { $0 }.filter { !used.contains($0) }
    guard unused.count > used.count + 64 else { return }
    for name in unused { try? FileSystem.remove(folder + "/" + name) }
  }
}
