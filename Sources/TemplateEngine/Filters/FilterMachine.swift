package import Diagnostics
import Models

/// Filters at work.
extension Machine {
  mutating func runFilter(_ step: FilterStep, _ program: Int, _ base: Int) {
    let input = slots[base + step.input]
    switch input {
    case .list(let elements):
      guard spend(elements.count, step.place) else { break }
      slots[base + step.to] = runList(step, elements, program, base)
    default: slots[base + step.to] = runValue(step, input, base)
    }
  }

  private mutating func argument(_ step: FilterStep, _ index: Int, _ base: Int) -> Value {
    index < step.arguments.count ? slots[base + step.arguments[index]] : .none
  }

  private mutating func lambda(
    _ lambda: FilterStep.Lambda, _ element: Value, _ program: Int, _ base: Int
  ) -> Value {
    slots[base + lambda.element] = element
    run(program, from: lambda.start, to: lambda.end, base)
    return slots[base + lambda.result]
  }

  // MARK: - Lists

  private mutating func runList(
    _ step: FilterStep, _ elements: [Value], _ program: Int, _ base: Int
  ) -> Value {
    switch step.operation {
    case .first: return elements.first ?? .none
    case .last: return elements.last ?? .none
    case .count: return .int(elements.count)
    case .reverse: return .list(elements.reversed())
    case .take: return .list(Array(elements.prefix(count(argument(step, 0, base)))))
    case .drop: return .list(Array(elements.dropFirst(count(argument(step, 0, base)))))
    case .unique:
      var seen = Set<Value>()
      return .list(elements.filter { spendHash($0, step.place) && seen.insert($0).inserted })
    case .flatten: return flattened(elements, step.place)
    case .containsElement:
      let wanted = argument(step, 0, base)
      return .bool(elements.contains { Self.equal($0, wanted) })
    case .join: return .string(join(elements, argument(step, 0, base), step.place))
    case .sort(let descending): return .list(sorted(step, elements, descending, program, base))
    case .group: return .list(grouped(step, elements, program, base))
    case .sum, .min, .max, .zip: return runNumbers(step, elements, argument(step, 0, base))
    case .json(let shape): return .string(json(.list(elements), shape, step.place))
    case .filter, .map, .compactMap, .any, .all: return runElements(step, elements, program, base)
    default: return .none
    }
  }

  private func count(_ value: Value) -> Int {
    if case .int(let number) = value { max(0, number) } else { 0 }
  }

  private mutating func runElements(
    _ step: FilterStep, _ elements: [Value], _ program: Int, _ base: Int
  ) -> Value {
    guard let steps = step.lambda else { return .none }
    var results: [Value] = []
    for element in elements where !isStopped {
      let result = lambda(steps, element, program, base)
      switch step.operation {
      case .map: results.append(result)
      case .compactMap: if !result.isNone { results.append(result) }
      case .filter: if result == .bool(true) { results.append(element) }
      case .any: if result == .bool(true) { return .bool(true) }
      default: if result != .bool(true) { return .bool(false) }
      }
    }
    switch step.operation {
    case .any: return .bool(false)
    case .all: return .bool(true)
    default: return .list(results)
    }
  }

  private mutating func flattened(_ elements: [Value], _ place: Int) -> Value {
    var flat: [Value] = []
    for case .list(let inner) in elements {
      guard spend(inner.count, place) else { return .list([]) }
      flat += inner
    }
    return .list(flat)
  }

  /// Counts what hashing a value goes through: a list of lists may be one list many times over.
  private mutating func spendHash(_ value: Value, _ place: Int) -> Bool {
    switch value {
    case .list(let inner), .record(let inner): inner.allSatisfy { spend(10, place) && spendHash($0, place) }
    case .string(let text): spend(bytes: text.utf8.count, place)
    default: true
    }
  }

  private mutating func join(_ elements: [Value], _ separator: Value, _ place: Int) -> String {
    guard case .string(let mark) = separator else { return "" }
    var size = elements.count * (mark.utf8.count + 1)
    for case .string(let text) in elements { size += text.utf8.count }
    guard spend(bytes: size, place) else { return "" }
    return elements.map { element in
      switch element {
      case .string(let text): text
      case .int(let number): String(number)
      case .double(let number): Self.text(number)
      case .bool(let flag): flag ? "true" : "false"
      case .date(let date): DateFormat.isoDate.string(date, in: theme.context.zone)
      default: ""
      }
    }.joined(separator: mark)
  }

  /// Stable in both directions: what is equal stays in the order it had.
  private mutating func sorted(
    _ step: FilterStep, _ elements: [Value], _ descending: Bool, _ program: Int, _ base: Int
  ) -> [Value] {
    var keys = elements
    if let steps = step.lambda {
      for index in elements.indices where !isStopped {
        keys[index] = lambda(steps, elements[index], program, base)
      }
    }
    let order = elements.indices.sorted { left, right in
      let (a, b) = (keys[left], keys[right])
      if a.isNone || b.isNone { return a.isNone == b.isNone ? left < right : b.isNone }
      if Self.isBefore(a, b) { return !descending }
      if Self.isBefore(b, a) { return descending }
      return left < right
    }
    return order.map { elements[$0] }
  }

  /// Groups in the order of their slugs; of numbers, in the order of the numbers.
  private mutating func grouped(
    _ step: FilterStep, _ elements: [Value], _ program: Int, _ base: Int
  ) -> [Value] {
    guard let steps = step.lambda else { return [] }
    var groups = GroupTable()
    for element in elements where !isStopped {
      let key = lambda(steps, element, program, base)
      if case .list(let keys) = key {
        guard spend(keys.count, step.place) else { break }
        for key in keys { add(element, to: key, of: &groups) }
      } else {
        add(element, to: key, of: &groups)
      }
    }
    reportGroups(groups, step)
    return groups.values
  }

  private mutating func add(_ element: Value, to key: Value, of groups: inout GroupTable) {
    let slug: String? = if case .entry(let id) = key { entry(id).slug } else { nil }
    groups.add(element, to: key, slug: slug)
  }

  private mutating func reportGroups(_ groups: GroupTable, _ step: FilterStep) {
    for spellings in groups.mixedSpellings {
      report(
        .groupSpellings,
        "one group is spelled \(spellings.map { "`\($0.spelling)`" }.joined(separator: " and "))",
        of: (spellings[1].spelling, spellings[1].example), step.place,
        help: "write it as `\(spellings[0].spelling)` everywhere; "
          + spellings.dropFirst().map { "`\($0.spelling)` is in \(shown($0.example))" }.joined(
            separator: ", ")
      )
    }
    for key in groups.withoutSlug {
      report(
        .groupWithoutSlug, "the group `\(key.key)` has no letter or digit that a URL could hold",
        of: (key.key, key.example),
        step.place, help: "choose another key in \(shown(key.example))")
    }
  }

  /// Reports a key where an entry says it, and else where it is grouped by.
  private mutating func report(
    _ code: DiagnosticCode, _ message: String, of key: (text: String, example: Value), _ place: Int,
    help: String
  ) {
    var location: Location?
    if case .entry(let id) = key.example { location = theme.context.placeOfText(id.index, key.text) }
    report(code, message, place, at: location, help: help)
  }

  /// An element as a message names it.
  private func shown(_ element: Value) -> String {
    guard case .entry(let id) = element else { return "the data" }
    return "`\(theme.context.entries[id.index].path)`"
  }

  /// A value as JSON text, with full URLs, as data that leaves the page.
  private mutating func json(_ value: Value, _ shape: Int, _ place: Int) -> String {
    let bytes = jsonText(value, theme.programs.shapes[shape])
    return spend(bytes: bytes.count, place) ? String(decoding: bytes, as: UTF8.self) : ""
  }

  // MARK: - Texts and dates

  private mutating func runValue(_ step: FilterStep, _ input: Value, _ base: Int) -> Value {
    switch (step.operation, input) {
    case (.json(let shape), _): return .string(json(input, shape, step.place))
    case (.absoluteNumber, .int(let number)):
      return number == .min ? binary(.subtractInt, .int(0), input, step.place) : .int(abs(number))
    case (.round, .int), (.floor, .int), (.ceiling, .int): return input
    case (.round, .double(let number)), (.floor, .double(let number)), (.ceiling, .double(let number)),
      (.absoluteNumber, .double(let number)):
      return runNumber(step, number)
    case (.relativeDate, .date(let date)):
      let (text, count) = RelativeDate.of(date, now: now(), theme.context.zone)
      return filled(theme.context.words.relative[text] ?? .none, [PhraseSignature.count], [.int(count)])
    case (.markdown, .string(let text)): return .html(theme.context.markdown(text))
    case (.trusted, .string(let text)): return .html(HTMLFragment(bytes: Array(text.utf8)))
    case (.date(let format), .date(let date)):
      let format = theme.programs.formats[format].format(in: theme.context.words)
      return .string(format.string(date, in: theme.context.zone, names: theme.context.words.dates))
    case (.entryKey(let isPath), .entry(let id)):
      return .string(isPath ? entry(id).path : entry(id).slug)
    case (.numberKey(let digits), .int(let number)):
      let text = String(number)
      return .string(String(repeating: "0", count: max(0, digits - text.count)) + text)
    case (.plain, .html), (.plain, .body):
      return .string(markup(of: input).map { TextFilters.words(of: $0) } ?? "")
    case (.absolute, .string(let url)): return .string(full(url))
    case (_, .string(let text)): return runText(step, text, base)
    default: return .none
    }
  }

  private mutating func runText(_ step: FilterStep, _ text: String, _ base: Int) -> Value {
    func string(_ value: Value) -> String { if case .string(let text) = value { text } else { "" } }
    guard spend(bytes: text.utf8.count, step.place) else { return .none }
    switch step.operation {
    case .upper: return .string(text.uppercased())
    case .lower: return .string(text.lowercased())
    case .title: return .string(TextFilters.titled(text))
    case .slug: return .string(Slug.fromKey(text))
    case .trim: return .string(TextFilters.trimmed(text))
    case .urlEncode: return .string(PercentEncoding.component(text))
    case .startsWith: return .bool(text.hasPrefix(string(argument(step, 0, base))))
    case .endsWith: return .bool(text.hasSuffix(string(argument(step, 0, base))))
    case .stripHTML: return .string(TextFilters.withoutTags(text))
    case .wordCount: return .int(text.split(whereSeparator: \.isWhitespace).count)
    case .truncate:
      return .string(
        TextFilters.truncated(text, count(argument(step, 0, base)), string(argument(step, 1, base))))
    case .replace:
      let (old, new) = (string(argument(step, 0, base)), string(argument(step, 1, base)))
      let (most, overflow) = (text.utf8.count / max(1, old.utf8.count)).multipliedReportingOverflow(
        by: new.utf8.count)
      guard spend(bytes: overflow ? .max : most, step.place) else { return .none }
      return .string(TextFilters.replaced(text, old, new))
    case .split:
      let mark = string(argument(step, 0, base))
      return .list(mark.isEmpty ? [.string(text)] : text.split(separator: mark).map { .string(String($0)) })
    case .containsText: return .bool(text.contains(string(argument(step, 0, base))))
    default: return .none
    }
  }
}

extension DiagnosticCode {
  /// Keys that differ in spelling but have one slug.
  package static let groupSpellings = DiagnosticCode("group.spellings", .warning)
  /// A key of which nothing is left in a URL.
  package static let groupWithoutSlug = DiagnosticCode("group.no-slug")
}
