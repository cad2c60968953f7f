public import Foundation

/// The folder `shared/` beside the repository, with real blogs and specifications; tests that use it are
/// skipped where it is not.
public enum SharedMaterial {
  /// Nothing where the folder is not.
  public static let root: URL? = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let shared = folder.deletingLastPathComponent().appendingPathComponent("shared/corpora")
      let isRepository = FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("Package.swift").path)
      if isRepository {
        return FileManager.default.fileExists(atPath: shared.path) ? shared.deletingLastPathComponent() : nil
      }
    }
    return nil
  }()

  /// The bytes of one of its files.
  public static func read(_ path: String) -> [UInt8]? {
    guard let root, let data = try? Data(contentsOf: root.appendingPathComponent(path)) else { return nil }
    return Array(data)
  }

  /// One of its files, read as JSON.
  public static func json(_ path: String) -> Any? {
    guard let bytes = read(path) else { return nil }
    return try? JSONSerialization.jsonObject(with: Data(bytes))
  }
}
