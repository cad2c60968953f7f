import DataFormats
package import Diagnostics
import Digests
import Files
import Models

extension SourceLock {
  /// Reads that of a site; nothing, and why, when there is none or it can't be used.
  package static func read(site: String) -> (lock: SourceLock?, diagnostics: [Diagnostic]) {
    do {
      return read(SourceFile(path: path, bytes: try FileSystem.read(site + "/" + path)))
    } catch {
      let message = error.isMissing ? "there is no \(path)" : "\(path) can't be read: \(error.reason)"
      return (nil, [Diagnostic(.sourceLock, message, at: Location(path: path), help: [mend])])
    }
  }

  private static let mend =
    "run `presstime lock`, which writes it anew, and keep what it writes with the site"

  static func read(_ source: SourceFile) -> (lock: SourceLock?, diagnostics: [Diagnostic]) {
    if let problem = TextEncoding.problem(in: source) { return (nil, [problem]) }
    let parse = DataParser.parse(source, in: 0..<source.bytes.count, as: .toml)
    guard let root = parse.node, case .map(let members) = root.content else {
      return (nil, parse.diagnostics)
    }
    let reader = LockReader(source: source)
    do throws(LockError) {
      guard let version = members.first(where: { $0.key == "version" }),
        case .scalar(let scalar) = version.value.content,
        scalar.kind == .int(Self.version)
      else { throw reader.failure("\(path) is of another version of Presstime", root) }
      var entries: [Entry] = []
      for member in members where member.key != "version" {
        guard member.key == "source", case .list(let nodes) = member.value.content else {
          throw reader.failure("`\(member.key)` has no meaning here", member.value)
        }
        for node in nodes {
          let entry = try reader.entry(node)
          if entries.contains(where: { $0.name == entry.name && $0.shape == entry.shape }) {
            throw reader.failure("`\(entry.name)` is locked twice", node)
          }
          entries.append(entry)
        }
      }
      return (SourceLock(entries: entries), [])
    } catch { return (nil, [error.diagnostic]) }
  }

  private struct LockError: Error {
    let diagnostic: Diagnostic
  }

  /// Reads the entries of a lock file, strictly: it is written by a program.
  private struct LockReader {
    let source: SourceFile

    func failure(_ message: String, _ node: DataNode) -> LockError {
      LockError(diagnostic: Diagnostic(.sourceLock, message, in: source, node.span, help: mend))
    }

    func entry(_ node: DataNode) throws(LockError) -> Entry {
      guard case .map(let members) = node.content else { throw failure("this is no source", node) }
      func value(_ name: String) -> DataNode? { members.first { $0.key == name }?.value }
      func text(_ name: String) throws(LockError) -> String {
        guard let value = value(name), case .scalar(let scalar) = value.content else {
          throw failure("`\(name)` is missing", value(name) ?? node)
        }
        return scalar.text
      }
      func digest(_ node: DataNode) throws(LockError) -> Digest {
        guard case .scalar(let scalar) = node.content,
          let digest = Digest(hexadecimal: Array(scalar.text.utf8)[...])
        else { throw failure("this is no digest", node) }
        return digest
      }
      guard let kind = ["entries": SourceSettings.Shape.entries, "data": .value][try text("kind")] else {
        throw failure("`kind` is neither `entries` nor `data`", value("kind") ?? node)
      }
      guard let asked = try? DateTime.parse(try text("asked"), in: .utc).get() else {
        throw failure("`asked` is no date", value("asked") ?? node)
      }
      guard let pages = value("pages"), case .list(let items) = pages.content, !items.isEmpty else {
        throw failure("`pages` is missing", value("pages") ?? node)
      }
      guard let settings = value("settings") else { throw failure("`settings` is missing", node) }
      var digests: [Digest] = []
      for item in items { digests.append(try digest(item)) }
      return Entry(
        shape: kind, name: try text("name"), url: try text("url"), key: try digest(settings), asked: asked,
        entityTag: value("etag") == nil ? "" : try text("etag"), pages: digests)
    }
  }
}

extension DiagnosticCode {
  /// A lock file that can't be used, or does not hold what the site wants.
  package static let sourceLock = DiagnosticCode("source.lock")
}
