import DataFormats
import Diagnostics

/// A page of an answer, read: JSON in UTF-8 from end to end, whatever the server calls it.
struct JSONAnswer: Sendable {
  /// What is kept and given to the site: the body, with `${NAME}` in the place of values that nobody should see.
  let page: SourceFile
  private let root: DataNode

  /// `path` is what messages call the page.
  init(_ body: [UInt8], path: String, secrets: Secrets) throws(SourceFailure) {
    // A place is shown with its line, so what is shown is read again without secrets.
    func failure(_ reason: String) -> SourceFailure {
      do throws(Problem) {
        _ = try Self.root(of: SourceFile(path: path, bytes: secrets.masked(body)))
        return .passing(.sourceBadAnswer, reason, at: Location(path: path))
      } catch {
        return .passing(.sourceBadAnswer, error.reason, at: error.location, help: error.help)
      }
    }
    guard let root = try? Self.root(of: SourceFile(path: path, bytes: body)) else {
      throw failure("the answer is no JSON")
    }
    self.root = root
    let kept = secrets.withdrawn(body)
    page = SourceFile(path: path, bytes: kept)
    if kept != body, (try? Self.root(of: page)) == nil {
      throw failure("the answer is no JSON without the secret that it repeats")
    }
  }

  private struct Problem: Error {
    let reason: String
    let location: Location?
    var help: String?
  }

  private static func root(of source: SourceFile) throws(Problem) -> DataNode {
    let bytes = source.bytes
    // Behind a byte-order mark, which some servers send (RFC 8259 section 8.1 allows to pass over it).
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[start...].firstIndex(where: { !isSpace($0) }) else {
      throw Problem(reason: "the answer is empty", location: Location(path: source.path))
    }
    if let problem = TextEncoding.problem(in: source) {
      throw Problem(reason: "the answer is not UTF-8", location: problem.location)
    }
    if bytes[first] == UInt8(ascii: "<") {
      throw Problem(
        reason: "the answer is HTML or XML, not JSON", location: Location(source, Span(first, first + 1)),
        help: "look at `url`: it may be the address of a page for people, or lead to one where one logs in")
    }
    let parse = DataParser.parse(source, in: start..<bytes.count, as: .json)
    if parse.node == nil, let problem = parse.diagnostics.first {
      throw Problem(reason: "the answer is no JSON: \(problem.message)", location: problem.location)
    }
    if let rest = bytes[min(parse.end, bytes.count)...].firstIndex(where: { !isSpace($0) }) {
      throw Problem(
        reason: "something stands behind the JSON of the answer",
        location: Location(source, Span(rest, rest + 1)))
    }
    guard let root = parse.node else {
      throw Problem(reason: "the answer is no JSON", location: Location(path: source.path))
    }
    return root
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The text at a member, from the top; nothing when it, or one on the way, is absent, null or empty.
  func next(at path: [String]) throws(SourceFailure) -> String? {
    guard let node = root.node(at: path) else { return nil }
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
