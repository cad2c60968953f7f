package import Diagnostics
package import Digests
import Synchronization

/// The languages that code is highlighted in. Shared by threads; each is read when the first text needs it.
package final class Languages: Sendable {
  /// The description of one language.
  package struct File: Sendable {
    /// The name of the file without `.toml`, which is one of the language's names.
    package let name: String
    package let source: SourceFile
    /// Whether it comes with Presstime, so that nothing is wrong with it and other names go before its own.
    package let isBuiltIn: Bool

    package init(name: String, source: SourceFile, isBuiltIn: Bool) {
      self.name = name
      self.source = source
      self.isBuiltIn = isBuiltIn
    }
  }

  /// What stands for all descriptions.
  package let digest: Digest
  private let files: [String: File]
  private let state = Mutex(State())

  private struct State {
    var languages: [String: Language] = [:]
    /// Names → name of the file; nothing before the first name that is not that of a file.
    var names: [String: String]?
  }

  /// Of several files with one name the last holds.
  package init(_ files: [File]) {
    self.files = Dictionary(files.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { $1 })
    var digest = Digest(low: 0, high: 0)
    for (name, file) in self.files.sorted(by: { $0.key < $1.key }) {
      digest = digest.mixed(with: Digest(of: Array(name.utf8))).mixed(with: Digest(of: file.source.bytes))
    }
    self.digest = digest
  }

  /// What is wrong with the descriptions that don't come with Presstime.
  package func problems() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var owners: [String: File] = [:]
    for (_, file) in files.sorted(by: { $0.key < $1.key }) where !file.isBuiltIn {
      let read = LanguageReader.read(file.source, name: file.name.lowercased())
      diagnostics += read.diagnostics
      for name in read.names {
        if let owner = owners[name.text] {
          diagnostics.append(
            Diagnostic(
              .themeLanguage, "`\(name.text)` is a name of `\(owner.source.path)` too", in: file.source,
              name.span, help: "remove it from one of the two"))
        }
        owners[name.text] = file
      }
    }
    return diagnostics
  }

  /// What a name behind a fence stands for.
  package enum Match: Sendable {
    case language(Language)
    /// No language has the name; the nearest name that one has.
    case unknown(nearest: String?)
  }

  /// The language of a name in any case. Behind `,` and `:` stands what other programs read; `html+jinja` is HTML.
  package func find(_ name: String) -> Match {
    let name = name.lowercased()
    if let language = language(name) { return .language(language) }
    if let end = name.firstIndex(where: { ",:+".contains($0) }), let language = language(String(name[..<end]))
    {
      return .language(language)
    }
    return .unknown(nearest: Suggestion.nearest(to: name, among: names()))
  }

  /// The code with its markup, as HTML whose elements never go over a line break; nothing for plain text.
  package func html(_ code: [UInt8], in language: Language) -> [UInt8]? {
    if language.isPlain { return nil }
    let tokens = tokens(code, in: language)
    return unsafe code.withUnsafeBufferPointer { unsafe CodeMarkup.html($0, tokens) }
  }

  /// The code as runs of one kind, which cover all of it.
  package func tokens(_ code: [UInt8], in language: Language) -> [CodeToken] {
    unsafe code.withUnsafeBufferPointer { code in
      unsafe Tokenizer.tokens(in: code, language) { self.language($0.lowercased()) }
    }
  }

  /// All names, in their order.
  package func names() -> [String] {
    state.withLock { state in
      allNames(&state).keys.sorted()
    }
  }

  private func language(_ name: String) -> Language? {
    state.withLock { state in
      if let known = state.languages[name] { return known }
      guard let file = files[name] ?? allNames(&state)[name].flatMap({ files[$0] }) else { return nil }
      let key = file.name.lowercased()
      let language = state.languages[key] ?? LanguageReader.read(file.source, name: key).language
      state.languages[key] = language
      state.languages[name] = language
      return language
    }
  }

  private func allNames(_ state: inout State) -> [String: String] {
    if let names = state.names { return names }
    var names: [String: String] = [:]
    // What comes with Presstime gives way, and every file has its own name.
    for isBuiltIn in [true, false] {
      for (key, file) in files.sorted(by: { $0.key > $1.key }) where file.isBuiltIn == isBuiltIn {
        for name in LanguageReader.names(in: file.source) { names[name] = key }
      }
    }
    for key in files.keys { names[key] = key }
    state.names = names
    return names
  }
}
