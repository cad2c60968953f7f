package import DataFormats
package import Diagnostics
import Models

/// The front matter of one file, from which a model is inferred.
package struct FrontMatterSample: Sendable {
  package let source: SourceFile
  /// The map; empty when there is none, or when it could not be read.
  package let members: [DataMember]
  /// Its path below the collection's folder, without suffix.
  package let path: String
  /// Whether there is a text below.
  package let hasBody: Bool

  package init(source: SourceFile, frontMatter: FrontMatter, path: String) {
    self.source = source
    if case .map(let members)? = frontMatter.root?.content { self.members = members } else { members = [] }
    self.path = path
    hasBody = source.bytes[min(frontMatter.bodyStart, source.bytes.count)...].contains { $0 > 0x20 }
  }

  /// The last part of the path: the file's name, or its folder's for an `index.md`.
  var stem: String {
    let parts = path.split(separator: "/")
    return String((parts.last == "index" ? parts.dropLast().last : parts.last) ?? "")
  }

  /// The path as patterns see it: that of the folder for an `index.md`.
  var entryPath: String {
    let parts = path.split(separator: "/")
    return (parts.last == "index" ? parts.dropLast() : parts).joined(separator: "/")
  }

  func node(_ key: String) -> DataNode? { members.first { $0.key == key }?.value }

  /// Whether the key says something.
  func says(_ key: String) -> Bool {
    guard let node = node(key), !node.isNullOrEmpty else { return false }
    return true
  }
}

extension DataNode {
  /// A text, a number or a flag as it is written.
  var text: String? {
    if case .scalar(let scalar) = content, scalar.kind != .null { scalar.text } else { nil }
  }
}
