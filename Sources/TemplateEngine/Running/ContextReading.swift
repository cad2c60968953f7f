package import Diagnostics
import Models

/// What programs read of the context. Nothing reads it in another way, so that it is known what a page has read.
extension Machine {
  /// What an entry is. Hot.
  mutating func entry(_ id: EntryID) -> RenderContext.Entry {
    reads.note(id.index)
    return theme.context.entries[id.index]
  }

  /// One of the values that it holds. Hot.
  mutating func entryField(_ id: EntryID, _ index: Int, _ isOfText: Bool) -> Value {
    reads.note(isOfText ? theme.numbers.ofText(id.index) : id.index)
    return theme.context.entries[id.index].values[index]
  }

  mutating func collection(_ index: Int) -> Value {
    reads.note(theme.numbers.ofCollection(index))
    return theme.context.collections[index]
  }

  mutating func collectionOfAll(_ index: Int) -> Value {
    reads.note(theme.numbers.ofAll(in: index))
    return theme.context.allCollections.isEmpty
      ? theme.context.collections[index] : theme.context.allCollections[index]
  }

  mutating func collectionPage(_ index: Int) -> Value {
    reads.note(theme.numbers.ofCollectionPage(index))
    return theme.context.collectionPages[index].map { .entry($0) } ?? .none
  }

  /// The moment of the build.
  mutating func now() -> DateTime {
    reads.note(theme.numbers.ofNow)
    return theme.context.now
  }

  mutating func global(_ index: Int) -> Value {
    for number in theme.numbers.ofGlobal(index) { reads.note(number) }
    return theme.context.globals[index]
  }

  mutating func global(_ index: Int, _ field: Int) -> Value {
    let numbers = theme.numbers.ofGlobal(index)
    reads.note(min(numbers.lowerBound + field, numbers.upperBound - 1))
    return self.field(theme.context.globals[index], field)
  }

  mutating func member(_ value: Value, _ index: Int, _ isOfText: Bool) -> Value {
    if case .entry(let id) = value { return entryField(id, index, isOfText) }
    return field(value, index)
  }

  func field(_ value: Value, _ index: Int) -> Value {
    guard case .record(let fields) = value, index < fields.count else { return .none }
    return fields[index]
  }

  mutating func url(_ value: Value, _ place: Int?) -> String? {
    guard case .entry(let id) = value else { return nil }
    reads.note(id.index)
    if let url = theme.context.urls[id.index] { return url }
    guard let place else { return nil }
    let entry = theme.context.entries[id.index]
    report(
      .routeNoPage,
      "`\(theme.programs.models[entry.model].name)` `\(entry.slug)` has no page, so it has no URL",
      place,
      help: "add a route for its collection, or show it with a template that does not ask for its URL")
    return nil
  }

  /// The keys are so many slots from `first` on.
  mutating func link(_ route: Int, _ first: Int, _ count: Int, _ place: Int) -> Value {
    let key = joined(first, count)
    if lastLinks.route != route {
      lastLinks = (route, theme.context.links[theme.programs.routes[route]] ?? [:])
    }
    reads.note(theme.numbers.ofLinks(to: route))
    if let url = lastLinks.urls[key] { return .string(url) }
    report(
      .routeNoSuchPage, "`\(theme.programs.routes[route])` makes no page for `\(key)`", place,
      help: "link only to what the route's `{% each %}` goes through")
    return .string("")
  }

  /// The key of a link; that of one bracket, as most have, is there already.
  private func joined(_ first: Int, _ count: Int) -> String {
    if count == 1, case .string(let text) = slots[first] { return text }
    return copies(first, count).map { value in
      if case .string(let text) = value { text } else { "" }
    }.joined(separator: "/")
  }
}

extension DiagnosticCode {
  /// A link to a page that a route does not make.
  package static let routeNoSuchPage = DiagnosticCode("route.no-such-page")
}
