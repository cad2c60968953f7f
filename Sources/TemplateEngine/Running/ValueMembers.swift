import Models

/// What values tell of themselves while programs run.
extension Machine {
  func loopMember(_ member: LoopMember, _ list: Value, _ counter: Value) -> Value {
    guard case .list(let elements) = list, case .int(let index) = counter else { return .none }
    switch member {
    case .index: return .int(index)
    case .isFirst: return .bool(index == 1)
    case .isLast: return .bool(index == elements.count)
    case .count: return .int(elements.count)
    }
  }

  func body(_ value: Value) -> RenderContext.Body? {
    guard case .body(let id) = value, id.index < theme.context.bodies.count else { return nil }
    return theme.context.bodies[id.index]
  }

  func bodyField(_ value: Value, _ field: BodyField) -> Value {
    guard case .body(let id) = value, let body = body(value) else {
      return field == .toc ? .list([]) : field == .excerpt ? .none : .string("")
    }
    switch field {
    case .toc: return .list(body.toc)
    case .excerpt: return body.excerpt.map { .html($0) } ?? .none
    case .text: return .string(String(text: body.text.bytes))
    case .markdown: return .string(String(text: theme.context.bodyMarkdown(id)))
    }
  }

  func property(_ value: Value, _ property: Property) -> Value {
    switch (property, value) {
    case (.isPresent, _): return .bool(!value.isNone)
    case (.listIsEmpty, .list(let elements)): return .bool(elements.isEmpty)
    case (.listCount, .list(let elements)): return .int(elements.count)
    case (.listFirst, .list(let elements)): return elements.first ?? .none
    case (.listLast, .list(let elements)): return elements.last ?? .none
    case (.textIsEmpty, .string(let text)): return .bool(text.isEmpty)
    case (.textCount, .string(let text)): return .int(text.count)
    case (.year, .date(let date)): return .int(theme.context.zone.civil(date).date.year)
    case (.month, .date(let date)): return .int(theme.context.zone.civil(date).date.month)
    case (.day, .date(let date)): return .int(theme.context.zone.civil(date).date.day)
    case (.hour, .date(let date)): return .int(theme.context.zone.civil(date).hour)
    case (.minute, .date(let date)): return .int(theme.context.zone.civil(date).minute)
    default: return .none
    }
  }
}
