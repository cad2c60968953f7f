package import Diagnostics
import Models

/// Expressions: each is checked, and leaves its value in a slot.
extension TemplateCompiler {
  /// A value that is used as a whole: what it comes from counts as read. Nothing when there is a mistake in it,
  /// which has been reported.
  mutating func compile(_ expression: Expression) -> Typed? {
    let typed = compileValue(expression)
    if let origin = typed?.origin { readSet.origins.insert(origin) }
    return typed
  }

  /// A value of which it is still to be seen what is read.
  mutating func compileValue(_ expression: Expression) -> Typed? {
    switch expression.kind {
    case .none: return Typed(slot: builder.constant(.none), type: .none)
    case .bool(let flag): return Typed(slot: builder.constant(.bool(flag)), type: .bool)
    case .int(let number): return Typed(slot: builder.constant(.int(number)), type: .int)
    case .double(let number): return Typed(slot: builder.constant(.double(number)), type: .double)
    // A literal is the union of itself, so that it fits unions that hold it.
    case .string(let text): return Typed(slot: builder.constant(.string(text)), type: .union([text]))
    case .list(let items): return compileList(items, expression.span)
    case .record(let fields): return compileRecord(fields, expression.span)
    case .name(let name): return compileName(name, expression.span)
    case .element(let name): return compileElement(name, expression.span)
    case .member(let base, let name, let span): return compileMember(base, name, span, of: expression)
    case .filter(let input, let call): return compileFilter(input, call, expression.span)
    case .call(let call): return compileCall(call, expression.span)
    case .phrase(let call): return compilePhrase(call, expression.span)
    case .not(let operand):
      guard let typed = compileConditionValue(operand) else { return nil }
      let slot = builder.newSlot()
      builder.add(.not(to: slot, typed.slot))
      return Typed(slot: slot, type: .bool)
    case .negative(let operand):
      let zero = Expression(kind: .int(0), span: expression.span)
      return compileArithmetic(.subtract, zero, operand, expression.span)
    case .binary(let op, let left, let right): return compileBinary(op, left, right, expression.span)
    }
  }

  private mutating func compileList(_ items: [Expression], _ span: Span) -> Typed? {
    var slots: [Slot] = []
    var type: ValueType?
    for item in Expression.aligned(items) {
      guard let typed = compile(item) else { return nil }
      if let before = type {
        guard let common = TypeRules.common(before, typed.type) else {
          report(
            .templateType,
            "a list holds one type: `\(name(of: before))` and `\(name(of: typed.type))` don't mix",
            item.span, label: "`\(name(of: typed.type))`",
            help: "write values of one type, or a record with a field for each")
          return nil
        }
        type = common
      } else {
        type = typed.type
      }
      slots.append(typed.slot)
    }
    let whole = ValueType.list(type.map(TypeRules.element) ?? .none)
    guard isOfBoundedType(whole, span) else { return nil }
    let first = gather(slots)
    let slot = builder.newSlot()
    builder.add(.makeList(to: slot, from: first, count: slots.count))
    return Typed(slot: slot, type: whole)
  }

  /// A type is gone through as a whole in many places, and names can make one of two of the last.
  private mutating func isOfBoundedType(_ type: ValueType, _ span: Span) -> Bool {
    var parts = TypeRules.mostParts
    if TypeRules.isBounded(type, parts: &parts, depth: TypeRules.maximumDepth) { return true }
    report(
      .templateType,
      "a value is at most \(TypeRules.maximumDepth) lists and records deep, and has at most \(TypeRules.mostParts) parts",
      span, help: "keep what is needed of the values in it")
    return false
  }

  private mutating func compileRecord(
    _ fields: [(name: String, span: Span, value: Expression)], _ span: Span
  ) -> Typed? {
    var slots: [Slot] = []
    var members: [RecordType.Member] = []
    for field in fields {
      guard let typed = compile(field.value) else { return nil }
      slots.append(typed.slot)
      members.append(RecordType.Member(field.name, typed.type))
    }
    let type = ValueType.record(RecordType(name: nil, fields: members))
    guard isOfBoundedType(type, span) else { return nil }
    let first = gather(slots)
    let slot = builder.newSlot()
    builder.add(.makeRecord(to: slot, from: first, count: slots.count))
    return Typed(slot: slot, type: type)
  }

  /// Copies values into slots behind each other, unless that is where they are; the first of them.
  mutating func gather(_ slots: [Slot]) -> Slot {
    if let first = slots.first, slots.elementsEqual(first..<first + slots.count) { return first }
    let first = builder.newSlots(slots.count)
    for (index, slot) in slots.enumerated() { builder.add(.copy(to: first + index, slot)) }
    return first
  }

  // MARK: - Names and members

  private mutating func compileName(_ name: String, _ span: Span) -> Typed? {
    if poisoned.contains(name) { return nil }
    guard let binding = scope.lookUp(name) else {
      if name == "slot" {
        report(
          .templateUnknownName,
          isComponent ? "a slot is written out, and is no value" : "only a component has a slot", span,
          help: isComponent
            ? "write `{{ slot }}`, or ask for it with `{% if slot %}`"
            : "layouts have blocks: `{% block main %}`")
        return nil
      }
      reportUnknown(name, span)
      return nil
    }
    let slot: Slot
    switch binding.source {
    case .slot(let own): slot = own
    case .collection(let index):
      slot = builder.newSlot()
      builder.add(.collection(to: slot, index))
    case .global(let index):
      slot = builder.newSlot()
      builder.add(.global(to: slot, index))
    case .current:
      slot = builder.newSlot()
      builder.add(.current(to: slot))
    case .currentEntry:
      showsEntry = true
      let current = builder.newSlot()
      slot = builder.newSlot()
      builder.add(.current(to: current))
      builder.add(.recordField(to: slot, of: current, RecordType.current.index(of: "entry") ?? 0))
    case .loop:
      report(
        .templateType, "`loop` is asked for its members", span,
        help: "write `loop.index`, `loop.first`, `loop.last` or `loop.count`")
      return nil
    }
    if binding.isLoop { loopNames.insert(name) }
    return narrowed(Typed(slot: slot, type: binding.type, origin: origin(of: binding, name)), name)
  }

  private func origin(of binding: Binding, _ name: String) -> Origin? {
    if let origin = binding.origin { return origin }
    switch binding.source {
    case .collection, .global, .current: return .named(name)
    case .currentEntry: return .field(.named("current"), "entry")
    case .slot, .loop: return nil
    }
  }

  private func narrowed(_ typed: Typed, _ path: String?) -> Typed {
    guard let path, scope.present.contains(path) else { return typed }
    return Typed(slot: typed.slot, type: typed.type.unwrapped, origin: typed.origin)
  }

  private mutating func reportUnknown(_ name: String, _ span: Span) {
    let isCollection = environment.collections.contains { $0.name == name }
    let help =
      isCollection
      ? "a component sees its props alone: add `\(name)` to its `{% props %}` and pass it in"
      : ForeignNames.helps[name] ?? Suggestion.sentence(for: name, among: scope.allNames)
        ?? "names here are " + Set(scope.allNames).sorted().map { "`\($0)`" }.joined(separator: ", ")
    report(.templateUnknownName, "there is no `\(name)` here", span, label: "unknown name", help: help)
  }

  private mutating func compileElement(_ name: String, _ span: Span) -> Typed? {
    guard let element else {
      report(
        .templateUnknownName, "`.\(name)` stands outside a filter's arguments", span,
        help: "name the value it is a field of, like `post.\(name)`")
      return nil
    }
    if name.isEmpty { return narrowed(element, ".") }
    let nameSpan = Span(span.start + 1, span.end)
    return member(name, nameSpan, of: element, span, base: nil).map { narrowed($0, "." + name) }
  }

  private mutating func compileMember(
    _ base: Expression, _ name: String, _ nameSpan: Span, of expression: Expression
  ) -> Typed? {
    if case .name(let baseName) = base.kind, let binding = scope.lookUp(baseName) {
      switch binding.source {
      case .collection(let index) where name == "page":
        let slot = builder.newSlot()
        builder.add(.collectionPage(to: slot, index))
        return narrowed(
          Typed(slot: slot, type: .optional(.model(.page)), origin: .field(.named(baseName), "page")),
          expression.path)
      case .loop(let list, let counter): return loopMember(name, nameSpan, list, counter)
      case .global(let index):
        guard case .record(let record) = binding.type else { break }
        let isPhrase = baseName == Self.strings && (!environment.phrases.isEmpty || record.fields.isEmpty)
        if isPhrase, checkPhrase(name, nameSpan, isCall: false) == nil { return nil }
        guard let field = record.index(of: name) else { break }
        if baseName == "site", name == "pages" { noteReadOfPages(nameSpan) }
        let slot = builder.newSlot()
        builder.add(.globalField(to: slot, index, field))
        return narrowed(
          Typed(slot: slot, type: record.fields[field].type, origin: .field(.named(baseName), name)),
          expression.path)
      default: break
      }
    }
    guard let typed = compileValue(base) else { return nil }
    return member(name, nameSpan, of: typed, expression.span, base: base).map {
      narrowed($0, expression.path)
    }
  }

  private mutating func loopMember(_ name: String, _ span: Span, _ list: Slot, _ counter: Slot) -> Typed? {
    let members: [(name: String, member: LoopMember, type: ValueType)] = [
      ("index", .index, .int), ("first", .isFirst, .bool), ("last", .isLast, .bool), ("count", .count, .int),
    ]
    guard let found = members.first(where: { $0.name == name }) else {
      report(
        .templateUnknownField, "`loop` has no `\(name)`", span,
        help: Suggestion.sentence(for: name, among: members.map(\.name))
          ?? "it has `index` (from 1), `first`, `last` and `count`")
      return nil
    }
    let slot = builder.newSlot()
    builder.add(.loopMember(to: slot, found.member, list: list, counter: counter))
    return Typed(slot: slot, type: found.type)
  }

  // MARK: - Operators

  private mutating func compileBinary(
    _ op: Expression.Operator, _ left: Expression, _ right: Expression, _ span: Span
  ) -> Typed? {
    switch op {
    case .coalesce: return compileCoalesce(left, right)
    case .and, .or: return compileLogic(op, left, right)
    case .equal, .notEqual: return compileEquality(op, left, right, span)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return compileOrder(op, left, right, span)
    case .add, .subtract, .multiply, .divide, .remainder: return compileArithmetic(op, left, right, span)
    }
  }

  private mutating func compileLogic(
    _ op: Expression.Operator, _ left: Expression, _ right: Expression
  ) -> Typed? {
    let slot = builder.newSlot()
    guard let first = compileConditionValue(left) else { return nil }
    builder.add(.copy(to: slot, first.slot))
    let exit = builder.addJump()
    let facts = op == .and ? Narrowing.whenTrue(left) : Narrowing.whenFalse(left)
    let known = scope.know(facts)
    let second = compileConditionValue(right)
    scope.restore(known)
    guard let second else { return nil }
    builder.add(.copy(to: slot, second.slot))
    builder.land(exit) { op == .and ? .jumpIfFalse(slot, $0) : .jumpIfTrue(slot, $0) }
    return Typed(slot: slot, type: .bool)
  }

  private mutating func compileEquality(
    _ op: Expression.Operator, _ left: Expression, _ right: Expression, _ span: Span
  ) -> Typed? {
    guard let first = compile(left), let second = compile(right) else { return nil }
    guard
      TypeRules.comparable(first.type, second.type) || (isShared && first.type.isText == second.type.isText)
    else {
      reportNeverEqual(left, first.type, right, second.type)
      return nil
    }
    return operation(op == .equal ? .equal : .notEqual, first, second, .bool, span)
  }

  private mutating func reportNeverEqual(
    _ left: Expression, _ leftType: ValueType, _ right: Expression, _ rightType: ValueType
  ) {
    if case .union(let members) = leftType.unwrapped, case .union(let wanted) = rightType.unwrapped,
      let word = wanted.first
    {
      report(
        .templateNeverEqual, "`\(text(left.span))` is never `\"\(word)\"`", right.span,
        label: "not one of its values",
        help: Suggestion.sentence(for: word, among: members)
          ?? "it is one of " + members.map { "`\"\($0)\"`" }.joined(separator: ", "))
      return
    }
    if leftType == rightType {
      return report(
        .templateNeverEqual, "two values of `\(name(of: leftType))` are not compared", right.span,
        help: "compare what is in them")
    }
    let isNone = leftType == .none || rightType == .none
    report(
      .templateNeverEqual, "`\(name(of: leftType))` and `\(name(of: rightType))` are never equal", right.span,
      label: "`\(name(of: rightType))`",
      help: isNone ? "it is always there: remove the comparison" : Self.withoutQuotes(leftType, rightType))
  }

  /// How a number or a flag is compared that stands in quotes.
  private static func withoutQuotes(_ left: ValueType, _ right: ValueType) -> String? {
    for (type, other) in [(left.unwrapped, right), (right.unwrapped, left)] {
      guard case .union(let words) = other, words.count == 1, let word = words.first else { continue }
      switch type {
      case .bool where word == "true" || word == "false", .int where Int(word) != nil,
        .double where Double(word) != nil:
        return "write `\(word)` without quotes"
      case .model: return "compare one of its fields, like `.slug`"
      case .list: return "ask whether it is in the list: `| contains(\"\(word)\")`"
      case .date: return "compare its parts, like `.year`, or how it is written: `| date(day)`"
      default: return nil
      }
    }
    return nil
  }

  private mutating func compileOrder(
    _ op: Expression.Operator, _ left: Expression, _ right: Expression, _ span: Span
  ) -> Typed? {
    guard let first = present(left), let second = present(right) else { return nil }
    guard TypeRules.common(first.type, second.type) != nil, TypeRules.isOrdered(first.type) else {
      report(
        .templateType, "`\(name(of: first.type))` and `\(name(of: second.type))` have no order", span,
        help: "compare two numbers, two dates or two texts")
      return nil
    }
    let operations: [Expression.Operator: BinaryOperation] = [
      .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater, .greaterOrEqual: .greaterOrEqual,
    ]
    return operation(operations[op] ?? .less, first, second, .bool, span)
  }

  private mutating func compileArithmetic(
    _ op: Expression.Operator, _ left: Expression, _ right: Expression, _ span: Span
  ) -> Typed? {
    guard let first = present(left), let second = present(right) else { return nil }
    let operations: [Expression.Operator: (int: BinaryOperation, double: BinaryOperation?)] = [
      .add: (.addInt, .addDouble), .subtract: (.subtractInt, .subtractDouble),
      .multiply: (.multiplyInt, .multiplyDouble), .divide: (.divideInt, .divideDouble),
      .remainder: (.remainderInt, nil),
    ]
    guard let operations = operations[op] else { return nil }
    if first.type == .int, second.type == .int { return operation(operations.int, first, second, .int, span) }
    if TypeRules.fits(first.type, .double), TypeRules.fits(second.type, .double),
      let double = operations.double
    {
      return operation(double, first, second, .double, span)
    }
    if op == .add, first.type.isText, second.type.isText {
      return operation(.addText, first, second, .string, span)
    }
    // A sign is a difference from 0.
    let isSign = left.span == span
    report(
      .templateType,
      isSign
        ? "`-` does not work on `\(name(of: second.type))`"
        : "`\(op.rawValue)` does not work on `\(name(of: first.type))` and `\(name(of: second.type))`", span,
      help: op == .add && (first.type.isText || second.type.isText)
        ? "write both with their own `{{ }}`, one after the other"
        : operations.double == nil ? "it works on whole numbers" : "it works on numbers")
    return nil
  }

  private mutating func operation(
    _ operation: BinaryOperation, _ left: Typed, _ right: Typed, _ type: ValueType, _ span: Span
  ) -> Typed {
    let slot = builder.newSlot()
    let place = builder.place(source, span)
    builder.add(.binary(to: slot, operation, left.slot, right.slot, place: place))
    return Typed(slot: slot, type: type)
  }
}

extension DiagnosticCode {
  /// A name that is not in scope.
  package static let templateUnknownName = DiagnosticCode("template.unknown-name")
  /// A field that the type does not have.
  package static let templateUnknownField = DiagnosticCode("template.unknown-field")
  /// Two values that can't be equal.
  package static let templateNeverEqual = DiagnosticCode("template.never-equal")
}
