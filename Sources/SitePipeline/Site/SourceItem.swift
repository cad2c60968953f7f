import DataFormats
import Diagnostics
import MarkdownEngine
import Models

/// Where a document stands that is no file but an item of a source's answer.
struct SourceItem: Sendable {
  /// Index into the sources of the site's settings.
  let source: Int
  let sourceName: String
  let node: DataNode
  /// Where in the answer it is: `data.posts[3]`.
  let path: String
  /// Where its body stands; nothing without one.
  let bodyPlace: Span?
  /// The text of its body, taken from its node when it is wanted.
  let text: SourceFile
  let isTrusted: Bool

  /// A problem of the item with the place in the answer beside it, and the place within the item, in which items are
  /// alike.
  func described(_ problem: Diagnostic, _ span: Span) -> ItemProblems.Problem {
    var diagnostic = problem
    let inside = node.path(to: span)
    let place = path.isEmpty && inside.hasPrefix(".") ? String(inside.dropFirst()) : path + inside
    if !place.isEmpty { diagnostic.label += (diagnostic.label.isEmpty ? "" : ", ") + "at `\(place)`" }
    return ItemProblems.Problem(
      source: sourceName, field: Self.withoutNumbers(inside), item: path, diagnostic: diagnostic)
  }

  /// `.tags[3]` → `.tags[]`.
  private static func withoutNumbers(_ path: String) -> String {
    var isInside = false
    return String(
      path.filter { character in
        if character == "[" { isInside = true }
        if character == "]" { isInside = false }
        return !isInside || character == "["
      })
  }
}

extension DataNode {
  /// The members and numbers that lead to what stands at a span: `.tags[3]`; empty for the whole.
  func path(to span: Span) -> String {
    var (node, path) = (self, "")
    while true {
      switch node.content {
      case .scalar: return path
      case .list(let items):
        guard let number = Self.index(of: span, in: items, \.span) else { return path }
        path += "[\(number)]"
        node = items[number]
      case .map(let members):
        // Tables of TOML may stand in another order than their keys.
        let number =
          Self.index(of: span, in: members, \.span) ?? members.firstIndex { $0.span.contains(span) }
        guard let member = number.map({ members[$0] }) else { return path }
        path += "." + member.key
        if member.keySpan.contains(span) { return path }
        node = member.value
      }
    }
  }
}

extension DataNode {
  /// Which of many parts, in the order of the text, a span stands in.
  private static func index<Element>(
    of span: Span, in parts: [Element], _ place: (Element) -> Span
  ) -> Int? {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = (low + high) / 2
      if place(parts[middle]).end < span.end { low = middle + 1 } else { high = middle }
    }
    return low < parts.count && place(parts[low]).contains(span) ? low : nil
  }
}

extension DataMember {
  fileprivate var span: Span { keySpan.union(value.span) }
}

extension Span {
  fileprivate func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }
}

/// Problems of the items of sources. Of those that are alike, a few are told, and how many there are.
struct ItemProblems: Sendable {
  struct Problem: Sendable {
    let source: String
    /// Where in its item it is.
    let field: String
    /// Where in the answer its item is.
    let item: String
    let diagnostic: Diagnostic
  }

  /// What makes problems alike.
  private struct Kind: Hashable {
    let source: String
    let code: String
    let severity: Severity
    let field: String
  }

  /// So many of a kind are told.
  private static let told = 3
  private var order: [Kind] = []
  private var kinds: [Kind: (told: [Diagnostic], others: [String], count: Int)] = [:]

  mutating func add(_ problem: Problem) {
    let diagnostic = problem.diagnostic
    let kind = Kind(
      source: problem.source, code: diagnostic.code.name, severity: diagnostic.severity, field: problem.field)
    if kinds[kind] == nil {
      order.append(kind)
      kinds[kind] = ([], [], 0)
    }
    kinds[kind]?.count += 1
    if (kinds[kind]?.told.count ?? 0) < Self.told {
      kinds[kind]?.told.append(diagnostic)
    } else if (kinds[kind]?.others.count ?? 0) < Self.told {
      kinds[kind]?.others.append(problem.item)
    }
  }

  /// Those that are told, the last of a kind with the number of the rest.
  var diagnostics: [Diagnostic] {
    order.flatMap { kind -> [Diagnostic] in
      guard let (told, others, count) = kinds[kind], var last = told.last else { return [] }
      let rest = count - told.count
      guard rest > 0 else { return told }
      let places = others.map { "`\($0)`" }.joined(separator: ", ") + (rest > others.count ? ", …" : "")
      last.help.append(
        "\(rest) more \(rest == 1 ? "place" : "places") of the source `\(kind.source)` \(rest == 1 ? "has" : "have") this problem: \(places)"
      )
      return told.dropLast() + [last]
    }
  }
}

extension [Document] {
  /// What reading and parsing them found wrong.
  var problems: [Diagnostic] {
    told({ self[$0].diagnostics }) { number in
      let document = self[number]
      guard let item = document.item else { return [] }
      return document.diagnostics.map {
        ItemProblems.Problem(source: item.sourceName, field: "", item: item.path, diagnostic: $0)
      }
    }
  }

  /// What is wrong with documents, by their numbers: that of items by kinds, that of files as it is.
  func told(
    _ problems: (_ number: Int) -> [Diagnostic], items: (_ number: Int) -> [ItemProblems.Problem]
  )
    -> [Diagnostic]
  {
    var found: [Diagnostic] = []
    var ofItems = ItemProblems()
    for (number, document) in enumerated() {
      let own = problems(number)
      // Nearly all have none.
      if own.isEmpty { continue }
      guard document.item != nil else {
        found += own
        continue
      }
      for problem in items(number) { ofItems.add(problem) }
    }
    return found + ofItems.diagnostics
  }
}
