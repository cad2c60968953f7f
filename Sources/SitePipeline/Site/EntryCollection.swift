package import Diagnostics
package import Models

/// An ordered set of entries of one model (DESIGN §2): a folder of `content/`, a source, or all pages.
package struct EntryCollection: Sendable {
  package let name: String
  /// Below `content/`, without slashes at the ends; empty for `content/` itself. Of a source the folder that its own
  /// text may lie in.
  package let folder: String
  package let model: ModelID
  package let order: [OrderKey]
  package let exclude: [Glob]
  /// Where `site.toml` declares it; nothing for one that every site has.
  package let declaration: Location?
  /// Index into the sources of the settings, if its entries are items of one.
  package var source: Int?

  /// The name of the collection of all pages, which stands behind the declared ones.
  package static let pagesName = "pages"

  /// Whether a path below `content/` lies in the collection's folder. Hot: once for each file and collection.
  func contains(_ path: String) -> Bool {
    if folder.isEmpty { return true }
    var (path, folder) = (path, folder)
    return path.withUTF8 { path in
      folder.withUTF8 { folder in
        unsafe path.count > folder.count && path[folder.count] == UInt8(ascii: "/")
          && path.starts(with: folder)
      }
    }
  }

  /// A path below `content/` as it is below the collection's folder.
  func pathBelow(_ path: String) -> String {
    folder.isEmpty ? path : String(Substring(path.utf8.dropFirst(folder.utf8.count + 1)))
  }
}
