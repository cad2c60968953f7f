package import Diagnostics

/// The files below a folder, in the order of their bytes, whatever order the file system has.
package struct FileTree: Sendable {
  /// Paths of files from the folder, with `/` between the parts.
  package private(set) var files: [String] = []
  /// Files and folders that were passed over.
  package private(set) var leftOut: [String] = []
  package private(set) var diagnostics: [Diagnostic] = []

  private let root: String
  private let realRoot: String
  private let shownAs: String
  private let isLeftOut: @Sendable (String) -> Bool

  private static let maximumDepth = 64

  /// Lists `root`, which must exist. `shownAs` stands before paths in messages; names that `isLeftOut` says
  /// yes to are passed over with all that is in them.
  ///
  /// A symbolic link is followed when it stays within `boundary`, else reported.
  package init(
    of root: String, shownAs: String, boundary: String, isLeftOut: @escaping @Sendable (String) -> Bool
  ) {
    self.root = root
    self.shownAs = shownAs
    self.isLeftOut = isLeftOut
    realRoot = FileSystem.realPath(boundary)
    list("", depth: 0)
  }

  private mutating func list(_ folder: String, depth: Int) {
    let prefix = folder.isEmpty ? "" : folder + "/"
    let entries: [(name: String?, kind: FileSystem.OwnKind)]
    do {
      entries = try FileSystem.entries(in: folder.isEmpty ? root : root + "/" + folder)
    } catch {
      report(
        .fileUnreadable, "this folder can't be read: \(error.reason)", folder, help: "give it read permission"
      )
      return
    }
    guard depth < Self.maximumDepth else {
      report(
        .fileTooDeep, "folders are nested more than \(Self.maximumDepth) levels deep", folder,
        help: "look for a symbolic link that leads back up, or move the files up")
      return
    }
    for (name, kind) in entries {
      guard let name else {
        report(.fileNameEncoding, "a name in this folder is not UTF-8", folder, help: "rename the file")
        continue
      }
      if name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
        report(
          .fileNameEncoding, "a name in this folder holds a control character", folder,
          help: "rename the file, which is listed as `\(Self.printable(name))`")
        continue
      }
      if isLeftOut(name) {
        leftOut.append(prefix + name)
        continue
      }
      add(prefix + name, kind, depth: depth)
    }
  }

  private mutating func add(_ path: String, _ kind: FileSystem.OwnKind, depth: Int) {
    switch kind {
    case .file: files.append(path)
    case .folder: list(path, depth: depth + 1)
    case .link, .other: addUnusual(path, kind, depth: depth)
    }
  }

  private mutating func addUnusual(_ path: String, _ kind: FileSystem.OwnKind, depth: Int) {
    let full = root + "/" + path
    if kind == .link {
      let target = FileSystem.realPath(full)
      guard FileSystem.isInside(target, realRoot) else {
        report(
          .fileLinkOutside, "this symbolic link leaves the site", path,
          help: "copy what it points to into the site")
        return
      }
      if FileSystem.leadsBack(target, from: path, below: root) {
        report(
          .fileLinkLoop, "this symbolic link leads back to a folder that it lies in", path,
          help: "remove it, or let it point at a single file")
        return
      }
      if leadsToOutput(target) {
        report(
          .fileLinkLoop, "this symbolic link leads to what a build has written", path,
          help: "remove it: each build would publish the one before")
        return
      }
    }
    switch FileSystem.kind(full) {
    case .file: files.append(path)
    case .folder: list(path, depth: depth + 1)
    case .other: report(.fileUnreadable, "this is no regular file", path, help: "remove it from the site")
    case nil: report(.fileUnreadable, "this symbolic link leads nowhere", path, help: "mend or remove it")
    }
  }

  /// Whether a file or folder is, or lies in, the output of a build.
  private func leadsToOutput(_ target: String) -> Bool {
    var folder = target
    while FileSystem.isInside(folder, realRoot), folder.utf8.count > realRoot.utf8.count {
      if FileSystem.ownKind(folder + "/" + OutputFolder.marker) == .file { return true }
      folder = FilePath.folder(of: folder)
    }
    return false
  }

  private static func printable(_ name: String) -> String {
    String(name.map { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? $0 : "?" })
  }

  private mutating func report(_ code: DiagnosticCode, _ message: String, _ path: String, help: String) {
    let shown = path.isEmpty ? shownAs : shownAs + "/" + path
    diagnostics.append(Diagnostic(code, message, at: Location(path: shown), help: [help]))
  }
}

extension DiagnosticCode {
  /// A file or folder that the system does not let us read.
  package static let fileUnreadable = DiagnosticCode("file.unreadable")
  /// A name of a file that is no UTF-8, so that no URL can say it.
  package static let fileNameEncoding = DiagnosticCode("file.name-not-utf8")
  /// A symbolic link to something outside the site.
  package static let fileLinkOutside = DiagnosticCode("file.link-outside")
  /// A symbolic link that leads up, so that a folder would hold itself.
  package static let fileLinkLoop = DiagnosticCode("file.link-loop")
  /// Folders within folders beyond all need.
  package static let fileTooDeep = DiagnosticCode("file.too-deep")
}
