import Diagnostics
import Models

/// Records that are written out where a record of a type is wanted: their fields come in any order, and those that
/// may be absent may be left out.
extension Expression {
  /// The same value with its fields as `type` has them, if they fit it at all.
  func shaped(as type: ValueType) -> Expression {
    switch (kind, type.unwrapped) {
    case (.list(let items), .list(let element)):
      return Expression(kind: .list(items.map { $0.shaped(as: element) }), span: span)
    case (.record(let fields), .record(let record)):
      guard record.kind == .plain, fields.allSatisfy({ record.index(of: $0.name) != nil }) else {
        return self
      }
      var shaped: [(name: String, span: Span, value: Expression)] = []
      for member in record.fields {
        if let field = fields.first(where: { $0.name == member.name }) {
          shaped.append((field.name, field.span, field.value.shaped(as: member.type)))
        } else if member.type.isOptional {
          shaped.append((member.name, span, Expression(kind: .none, span: span)))
        } else {
          return self
        }
      }
      return Expression(kind: .record(shaped), span: span)
    default: return self
    }
  }

  /// Records of one list with the fields of the first in its order, if they have the same names.
  static func aligned(_ items: [Expression]) -> [Expression] {
    guard case .record(let first)? = items.first?.kind else { return items }
    let names = first.map(\.name)
    return items.map { item in
      guard case .record(let fields) = item.kind, Set(fields.map(\.name)) == Set(names) else { return item }
      let ordered = names.compactMap { name in fields.first { $0.name == name } }
      return Expression(kind: .record(ordered), span: item.span)
    }
  }

  /// The field that a written record has too many, or lacks, where `type` is wanted.
  func misfit(for type: ValueType) -> (message: String, span: Span, help: String)? {
    switch (kind, type.unwrapped) {
    case (.list(let items), .list(let element)):
      return items.lazy.compactMap { $0.misfit(for: element) }.first
    case (.record(let fields), .record(let record)) where record.kind == .plain:
      let names = record.fields.map(\.name)
      if let field = fields.first(where: { !names.contains($0.name) }) {
        return (
          "this record has no field `\(field.name)`", field.span,
          Suggestion.sentence(for: field.name, among: names)
            ?? "its fields are " + names.map { "`\($0)`" }.joined(separator: ", ")
        )
      }
      for member in record.fields {
        if let field = fields.first(where: { $0.name == member.name }) {
          if let problem = field.value.misfit(for: member.type) { return problem }
        } else if !member.type.isOptional {
          return ("this record needs the field `\(member.name)`", span, "add `\(member.name): …`")
        }
      }
      return nil
    default: return nil
    }
  }
}
