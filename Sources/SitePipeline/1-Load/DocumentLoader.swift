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

  init(
    _ options: BuildOptions, components: Set<String>, _ models: ModelSet, _ collections: [EntryCollection]
  ) {
    self.options = options
    self.components = components
    self.models = models
    self.collections = collections
  }

  /// In the order of `files`; a file that can't be read as text is reported and left out.
  func load(
    _ files: [ContentListing.MarkdownFile], _ known: KnownDocuments = KnownDocuments()
  ) -> (documents: [Document], problems: [Diagnostic]) {
    let results = Parallel.map(files.count, jobs: options.jobs) { index in
      known.document(for: files[index], components).map { .success($0) } ?? load(files[index])
    }
    var documents: [Document] = []
    documents.reserveCapacity(results.count)
    var problems: [Diagnostic] = []
    for result in results {
      switch result {
      case .success(let document): documents.append(document)
      case .failure(let problem): problems.append(problem.diagnostic)
      }
    }
    return (documents, problems)
  }

  /// Reads one document again; nothing when it can't be read any more, or not as text.
  func reload(_ document: Document) -> Document? {
    guard FileSystem.kind(options.site + "/content/" + document.path) == .file else { return nil }
    return try? load(document.file).get()
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
      source: source, file: file, components: components, entryPath: entryPath,
      stem: isIndex ? FilePath.name(of: entryPath) : stem,
      isBundle: isIndex && !file.isCollectionText && !folder.isEmpty, frontMatter: matter, body: ParsedBody(parsed.body),
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

  /// Whether one of eight bytes is below 0x20 or is 0xEF (Bit Twiddling Hacks, "Determine if a word has a byte").
  private static func mayBeOutside(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    let marks = word ^ (ones &* 0xEF)
    return ((word &- ones &* 0x20) & ~word & high) | ((marks &- ones) & ~marks & high) != 0
  }

  /// The bytes of the first control character but tab and line ends, or of the first U+FFFE or U+FFFF.
  private static func firstOutsideXML(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    let memory = UnsafeRawBufferPointer(bytes)
    var index = -1
    while index + 1 < bytes.count {
      index += 1
      if index + 8 <= bytes.count,
        unsafe !mayBeOutside(memory.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index += 7
        continue
      }
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
