import DataFormats
import Diagnostics

/// A page of an answer, read: JSON in UTF-8 from end to end, whatever the server calls it.
struct JSONAnswer: Sendable {
  /// What is kept and given to the site: the body, with `${NAME}` in the place of values that nobody should see.
  let page: SourceFile
  private let root: DataNode

  /// `path` is what messages call the page.
  init(_ body: [UInt8], path: String, secrets: Secrets) throws(SourceFailure) {
    // Places are shown with the line that they are in, so what is shown is read again without secrets.
    func failure(_ fallback: String) -> SourceFailure {
      let shown = SourceFile(path: path, bytes: secrets.masked(body))
      let problem = Self.problem(in: shown)
      return .passing(
        .sourceBadAnswer, problem?.message ?? fallback,
        at: problem?.location ?? Location(path: path), help: problem?.help)
    }
    let source = SourceFile(path: path, bytes: body)
    guard Self.problem(in: source) == nil, let root = Self.parse(source).node else {
      throw failure("the answer is no JSON")
    }
    self.root = root
    let kept = secrets.withdrawn(body)
    page = SourceFile(path: path, bytes: kept)
    if kept != body, Self.problem(in: page) != nil {
      throw failure("the answer is no JSON without the secret that it repeats")
    }
  }

  private struct Problem {
    let message: String
    let location: Location?
    let help: String?
  }

  private static func problem(in source: SourceFile) -> Problem? {
    let bytes = source.bytes
    guard let start = bytes.indices.dropFirst(textStart(bytes)).first(where: { !isSpace(bytes[$0]) }) else {
      return Problem(message: "the answer is empty", location: Location(path: source.path), help: nil)
    }
    if let problem = TextEncoding.problem(in: source) {
      return Problem(message: "the answer is not UTF-8", location: problem.location, help: nil)
    }
    if bytes[start] == UInt8(ascii: "<") {
      return Problem(
        message: "the answer is HTML or XML, not JSON", location: Location(source, Span(start, start + 1)),
        help: "look at `url`: it may be the address of a page for people, or lead to one where one logs in")
    }
    let parse = parse(source)
    if let problem = parse.diagnostics.first {
      return Problem(
        message: "the answer is no JSON: \(problem.message)", location: problem.location, help: nil)
    }
    guard let rest = bytes[min(parse.end, bytes.count)...].firstIndex(where: { !isSpace($0) }) else {
      return nil
    }
    return Problem(
      message: "something stands behind the JSON of the answer",
      location: Location(source, Span(rest, rest + 1)), help: nil)
  }

  private static func parse(_ source: SourceFile) -> DataParse {
    let bytes = source.bytes
    return DataParser.parse(source, in: textStart(bytes)..<bytes.count, as: .json)
  }

  /// Behind a byte-order mark, which some servers send (RFC 8259 section 8.1 allows to pass over it).
  private static func textStart(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The text at a member, from the top; nothing when it, or one on the way, is absent, null or empty.
  func next(at path: [String]) throws(SourceFailure) -> String? {
    var node = root
    for name in path {
      guard case .map(let members) = node.content, let member = members.first(where: { $0.key == name })
      else {
        return nil
      }
      node = member.value
    }
    if case .scalar(let scalar) = node.content {
      if scalar.kind == .null { return nil }
      if scalar.kind == .string { return scalar.text.isEmpty ? nil : scalar.text }
    }
    throw .passing(
      .sourcePaging,
      "`\(path.joined(separator: "."))` is no text, so it can't be the address of the next page",
      at: Location(path: page.path),
      help: "look at `next`: it names the member with the address of the next page")
  }
}
