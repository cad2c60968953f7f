import CYAML
package import Diagnostics

/// YAML through libyaml's events (https://pyyaml.org/wiki/LibYAML), into nodes with byte spans.
///
/// Aliases are refused, so nothing can expand; so are tags, documents after the first and deep nesting.
/// Hot: runs once for each post that is none of `PlainYAML`'s.
@safe struct YAMLParser {
  private let source: SourceFile
  private let bytes: [UInt8]
  private let start: Int
  private let end: Int
  /// libyaml keeps a pointer from the parser to itself, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// libyaml counts characters; bytes are counted along with it when a text has more than ASCII.
  private let isASCII: Bool
  private var countedCharacters = 0
  private var countedBytes = 0

  /// The node, and keys that stand twice in one map: the last counts, as in other readers of YAML, where a site
  /// lowers the error.
  static func parse(
    _ source: SourceFile, in range: Range<Int>
  ) throws(DataError) -> (node: DataNode, repeatedKeys: [Diagnostic]) {
    if let map = PlainYAML.map(source.bytes, in: range) { return (map, []) }
    return try parseAll(source, in: range)
  }

  /// The same by libyaml, whatever the text is.
  static func parseAll(
    _ source: SourceFile, in range: Range<Int>
  ) throws(DataError) -> (node: DataNode, repeatedKeys: [Diagnostic]) {
    let memory = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    unsafe memory.initialize(to: yaml_parser_t())
    defer { unsafe memory.deallocate() }
    var parser = unsafe YAMLParser(source, in: range, memory)
    let node = try parser.document()
    return (node, parser.repeatedKeys)
  }

  private init(_ source: SourceFile, in range: Range<Int>, _ parser: UnsafeMutablePointer<yaml_parser_t>) {
    unsafe self.parser = parser
    self.source = source
    start = range.lowerBound
    end = range.upperBound
    bytes = source.bytes
    isASCII = bytes[range].allSatisfy { $0 < 0x80 }
  }

  private enum Event {
    case streamStart, streamEnd, documentStart, documentEnd, listStart, listEnd, mapStart, mapEnd
    case alias, scalar(DataScalar), none
  }

  private var eventSpan = Span.fileStart
  private var repeatedKeys: [Diagnostic] = []

  private mutating func document() throws(DataError) -> DataNode {
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      throw failure("YAML could not be read", .fileStart)
    }
    defer { unsafe yaml_parser_delete(parser) }
    // libyaml reads from this memory until the parser is deleted, which is before the closure ends.
    return try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(DataError) -> DataNode in
      guard let base = bytes.baseAddress else { return Self.empty(start) }
      unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(parser, base + start, end - start)
      return try root()
    }
  }

  private mutating func root() throws(DataError) -> DataNode {
    _ = try next()
    guard case .documentStart = try next() else { return Self.empty(start) }
    let node = try value(of: try next(), depth: 0)
    _ = try next()
    if case .documentStart = try next() {
      throw failure(
        "a second document begins here", eventSpan, help: "one document is read: remove the `---`")
    }
    if case .scalar(let scalar) = node.content, scalar.kind == .null { return Self.empty(start) }
    return node
  }

  private static func empty(_ offset: Int) -> DataNode {
    DataNode(content: .map([]), span: Span(offset, offset))
  }

  private mutating func value(of event: Event, depth: Int) throws(DataError) -> DataNode {
    guard depth <= DataParser.maximumDepth else {
      throw DataError(
        diagnostic: Diagnostic(
          .dataTooDeep, "this is nested more than \(DataParser.maximumDepth) levels deep", in: source,
          eventSpan,
          help: "front matter this deep is surely a mistake; flatten it"))
    }
    let span = eventSpan
    switch event {
    case .scalar(let scalar): return DataNode(content: .scalar(scalar), span: span)
    case .listStart:
      var items: [DataNode] = []
      while true {
        let event = try next()
        if case .listEnd = event { break }
        items.append(try value(of: event, depth: depth + 1))
      }
      return DataNode(
        content: .list(items), span: Span(span.start, max(eventSpan.end, items.last?.span.end ?? 0)))
    case .mapStart:
      let members = try map(depth: depth)
      return DataNode(
        content: .map(members), span: Span(span.start, max(eventSpan.end, members.last?.value.span.end ?? 0)))
    case .alias:
      throw DataError(
        diagnostic: Diagnostic(
          .yamlAlias, "aliases are not read", in: source, span, label: "refers to an anchor",
          help: "write the value out here"))
    default: throw failure("this is no value", span)
    }
  }

  private mutating func map(depth: Int) throws(DataError) -> [DataMember] {
    var members: [DataMember] = []
    while true {
      let event = try next()
      if case .mapEnd = event { return members }
      let keySpan = eventSpan
      guard case .scalar(let key) = event else {
        if case .alias = event { _ = try value(of: event, depth: depth) }
        throw failure(
          "a key must be a text", keySpan, help: "put the value in quotes if it begins with `[` or `{`")
      }
      // Front matter has few keys; a set would cost more than this walk, which longer maps than these would make slow.
      let first = members.firstIndex { $0.key == key.text }
      guard members.count < 4096 else {
        throw failure(
          "this map has more than 4096 keys", keySpan, help: "write what it holds as a list, or as JSON")
      }
      let member = DataMember(
        key: key.text, keySpan: keySpan, value: try value(of: try next(), depth: depth + 1))
      guard let first else {
        members.append(member)
        continue
      }
      repeatedKeys.append(
        DuplicateKey.diagnostic(key.text, in: source, first: members[first].keySpan, second: keySpan))
      members[first] = member
    }
  }

  /// The next event; its place is left in `eventSpan`.
  private mutating func next() throws(DataError) -> Event {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { unsafe yaml_event_delete(&event) }
    let from = unsafe offset(event.start_mark.index)
    let to = unsafe offset(event.end_mark.index)
    eventSpan = Span(from, to)
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_STREAM_END_EVENT: return .streamEnd
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SEQUENCE_START_EVENT:
      try refuseTag(unsafe event.data.sequence_start.tag != nil)
      return .listStart
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_MAPPING_START_EVENT:
      try refuseTag(unsafe event.data.mapping_start.tag != nil)
      return .mapStart
    case YAML_MAPPING_END_EVENT: return .mapEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      try refuseTag(unsafe scalar.tag != nil)
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let text = unsafe String(decoding: bytes, as: UTF8.self)
      let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
      return .scalar(
        DataScalar(text: text, kind: isPlain ? YAMLScalar.kind(of: text) : .string, isQuoted: !isPlain))
    default: return .none
    }
  }

  private func refuseTag(_ hasTag: Bool) throws(DataError) {
    guard hasTag else { return }
    throw DataError(
      diagnostic: Diagnostic(
        .yamlTag, "tags are not read", in: source, eventSpan, help: "remove the `!…`; the model says the type"
      ))
  }

  /// Bytes for a count of characters; marks come in ascending order but for look-ahead.
  private mutating func offset(_ characters: Int) -> Int {
    if isASCII { return min(start + characters, end) }
    if characters < countedCharacters {
      countedCharacters = 0
      countedBytes = 0
    }
    var byte = start + countedBytes
    unsafe bytes.withUnsafeBufferPointer { bytes in
      while countedCharacters < characters, byte < end {
        byte += 1
        while byte < end, unsafe bytes[byte] & 0xC0 == 0x80 { byte += 1 }
        countedCharacters += 1
      }
    }
    countedBytes = byte - start
    return byte
  }

  private func failure(_ message: String, _ span: Span, help: String? = nil) -> DataError {
    DataError(diagnostic: Diagnostic(.yamlSyntax, message, in: source, span, help: help))
  }

  private mutating func syntaxError() -> DataError {
    let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "this can't be read"
    let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) } ?? ""
    // A reader error (a forbidden character) has an offset of its own and no mark.
    let isReaderError = unsafe parser.pointee.error == YAML_READER_ERROR
    let mark =
      unsafe isReaderError ? start + parser.pointee.problem_offset : offset(parser.pointee.problem_mark.index)
    let contextMark = unsafe context.isEmpty ? mark : offset(parser.pointee.context_mark.index)
    return YAMLMistake(source: source, range: start..<end, problem: problem, context: context)
      .error(at: min(mark, end), contextAt: min(contextMark, end))
  }
}

extension DiagnosticCode {
  /// Text that is no YAML.
  package static let yamlSyntax = DiagnosticCode("yaml.syntax")
  /// `*name`: anchors could expand without end, so aliases are not read.
  package static let yamlAlias = DiagnosticCode("yaml.alias")
  /// `!tag`: types come from the model.
  package static let yamlTag = DiagnosticCode("yaml.tag")
}
