import DataFormats
import Diagnostics
import Files
import Models

/// Names of files as they stand in addresses. Hugo and Zola write addresses in small letters; Presstime takes the name
/// as it is, so a copy gets the name that is wanted.
extension CarriedSite {
  /// Renames the files and folders of texts that say no address, where no other text names them.
  mutating func nameAsAddresses(in site: OldSite) {
    guard let part = addressPart else { return }
    var renamed: [String: String] = [:]
    for file in files where FilePath.isMarkdown(file.to) {
      // The folder of a section is the folder of all texts in it.
      if FilePath.name(of: file.from).hasPrefix("_index.") { continue }
      guard let (old, new) = names(of: file.to, part), old != new else { continue }
      if saysAddress(file.from, site) { continue }
      renamed[old] = new
    }
    guard !renamed.isEmpty else { return }
    let named = namedFiles(in: site)
    let taken = Set(files.map { $0.to.lowercased() })
    for (old, new) in renamed
    where named.contains(FilePath.name(of: old)) || (old.lowercased() != new && taken.contains(new)) {
      renamed[old] = nil
    }
    for (index, file) in files.enumerated() {
      guard let to = Self.renamed(file.to, renamed) else { continue }
      files[index] = CarriedFile(from: file.from, to: to)
    }
  }

  /// What of a path is an address: the file, or the folder of an `index.md`. Its name now, and as it should be.
  private func names(of path: String, _ part: (String) -> String) -> (old: String, new: String)? {
    let place = place(of: path)
    let name = FilePath.name(of: place)
    let isBundle = FilePath.withoutSuffix(name) == "index"
    let folder = FilePath.folder(of: path)
    if isBundle {
      if folder.isEmpty || place == "index.md" || folder == postsFolder { return nil }
      return (folder, FilePath.joined(FilePath.folder(of: folder), dated(FilePath.name(of: folder), part)))
    }
    let stem = FilePath.withoutSuffix(name)
    let rest = FilePath.name(of: path).dropFirst(stem.count)
    return (path, FilePath.joined(folder, dated(stem, part) + rest))
  }

  /// A day before the name stays.
  private func dated(_ stem: String, _ part: (String) -> String) -> String {
    guard habits.datesLeaveNames, let dated = FileNameDate(stem), !dated.rest.isEmpty else {
      return part(stem)
    }
    return stem.dropLast(dated.rest.count) + part(dated.rest)
  }

  private static func renamed(_ path: String, _ names: [String: String]) -> String? {
    if let name = names[path] { return name }
    var folder = FilePath.folder(of: path)
    while !folder.isEmpty {
      if let name = names[folder] { return name + path.dropFirst(folder.count) }
      folder = FilePath.folder(of: folder)
    }
    return nil
  }

  private func saysAddress(_ path: String, _ site: OldSite) -> Bool {
    guard let source = site.source(path) else { return true }
    let members = FrontMatter.split(source).root?.members ?? []
    return members.contains {
      ["slug", "path", "url", "permalink"].contains($0.key) && !$0.value.isNullOrEmpty
    }
  }

  /// The parts of all paths to Markdown files that stand in texts.
  private func namedFiles(in site: OldSite) -> Set<String> {
    var names: Set<String> = []
    let ends = (0..<256).map { $0 <= 0x20 || "()<>[]\"'`".utf8.contains(UInt8($0)) }
    let suffix = Array(".md".utf8)
    for file in files where FilePath.isMarkdown(file.from) {
      guard let bytes = try? site.read(file.from) else { continue }
      var start = 0
      for (index, byte) in bytes.enumerated() {
        if ends[Int(byte)] {
          start = index + 1
        } else if byte == suffix[2], index - start > 2, bytes[index - 1] == suffix[1],
          bytes[index - 2] == suffix[0]
        {
          let path = String(decoding: bytes[start...index], as: UTF8.self)
          for part in path.split(separator: "/") { names.insert(String(part)) }
        }
      }
    }
    return names
  }
}
