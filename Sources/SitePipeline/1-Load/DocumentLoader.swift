import DataFormats
package import Diagnostics
import Files
import MarkdownEngine
import Models

/// Reads and parses the Markdown files, in parallel. Hot: one read, one split, one parse for each.
struct DocumentLoader: Sendable {
  private let options: BuildOptions
  private let models: ModelSet
  private let collections: [EntryCollection]
  private let components: Set<String>

  init(_ options: BuildOptions, _ theme: Theme, _ models: ModelSet, _ collections: [EntryCollection]) {
    self.options = options
    components = theme.componentNames
    self.models = models
    self.collections = collections
  }

  /// In the order of `files`; a file that can't be read as text is reported and left out.
  func load(_ files: [ContentListing.MarkdownFile]) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let results = Parallel.map(files.count, jobs: options.jobs) { load(files[$0]) }
    var documents: [Document] = []
    documents.reserveCapacity(results.count)
    var diagnostics: [Diagnostic] = []
    for result in results {
      switch result {
      case .success(let document):
        documents.append(document)
        diagnostics += document.diagnostics
      case .failure(let problem): diagnostics.append(problem.diagnostic)
      }
    }
    return (documents, diagnostics)
  }

  private struct Problem: Error {
    let diagnostic: Diagnostic
  }

  private func load(_ file: ContentListing.MarkdownFile) -> Result<Document, Problem> {
    let shown = "content/" + file.path
    let source: SourceFile
    do {
      source = SourceFile(path: shown, bytes: try FileSystem.read(options.site + "/" + shown))
    } catch {
      return .failure(
        Problem(
          diagnostic: Diagnostic(
            .fileUnreadable, "this file can't be read: \(error.reason)", at: Location(path: shown),
            help: ["make it readable, or give it a name that begins with `_` to leave it out"])))
    }
    if let problem = TextEncoding.problem(in: source) { return .failure(Problem(diagnostic: problem)) }
    return .success(document(source, file))
  }

  private func document(_ source: SourceFile, _ file: ContentListing.MarkdownFile) -> Document {
    let matter = FrontMatter.split(source)
    let collection = collections[file.collection]
    let takesTitle = Self.takesTitle(models[collection.model], matter.root)
    let parsed = MarkdownEngine.parse(
      source, in: matter.bodyStart..<source.bytes.count,
      options: MarkdownOptions(takesTitle: takesTitle, components: components))
    let below = collection.pathBelow(file.path)
    let stem = FilePath.stem(of: file.path)
    let isIndex = stem == "index"
    let folder = FilePath.folder(of: below)
    let entryPath = isIndex ? folder : FilePath.joined(folder, stem)
    return Document(
      source: source, path: file.path, collection: file.collection, entryPath: entryPath,
      stem: isIndex ? FilePath.name(of: entryPath) : stem,
      isBundle: isIndex && !file.isCollectionText && !folder.isEmpty, frontMatter: matter, body: parsed.body,
      diagnostics: matter.diagnostics + parsed.diagnostics + Self.controlCharacter(in: source))
  }

  /// The first character that XML can't hold (XML 1.0 section 2.2), which feeds will leave out.
  private static func controlCharacter(in source: SourceFile) -> [Diagnostic] {
    guard let found = unsafe source.bytes.withUnsafeBufferPointer(unsafe Self.firstOutsideXML) else {
      return []
    }
    let isControl = source.bytes[found.lowerBound] < 0x20
    let scalar =
      isControl ? Int(source.bytes[found.lowerBound]) : 0xFF40 + Int(source.bytes[found.upperBound - 1])
    let hex = String(scalar, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: 4 - hex.count) + hex
    return [
      Diagnostic(
        .fileControlCharacter, "there is a \(isControl ? "control character" : "noncharacter") here, \(name)",
        in: source, Span(found.lowerBound, found.upperBound), label: "left out of feeds", help: "remove it")
    ]
  }

  /// The bytes of the first control character but tab and line ends, or of the first U+FFFE or U+FFFF.
  private static func firstOutsideXML(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { return index..<index + 1 }
      if byte == 0xEF, index + 2 < bytes.count, unsafe bytes[index + 1] == 0xBF,
        unsafe bytes[index + 2] >= 0xBE
      {
        return index..<index + 3
      }
    }
    return nil
  }

  /// Whether a model's field is read from the first heading and nothing before it says its value.
  private static func takesTitle(_ model: Model, _ root: DataNode?) -> Bool {
    model.fields.contains { field in
      guard let position = field.sources.firstIndex(of: .heading) else { return false }
      return !field.sources[..<position].contains { source in
        if case .key(let path) = source { says(root, path) } else { false }
      }
    }
  }

  private static func says(_ root: DataNode?, _ path: [String]) -> Bool {
    var node = root
    for key in path {
      guard case .map(let members)? = node?.content else { return false }
      node = members.first { $0.key == key }?.value
    }
    guard let node else { return false }
    if case .scalar(let scalar) = node.content { return scalar.kind != .null && !scalar.text.isEmpty }
    return true
  }
}

extension DiagnosticCode {
  /// A character that no feed can hold.
  package static let fileControlCharacter = DiagnosticCode("file.control-character", .warning)
}
