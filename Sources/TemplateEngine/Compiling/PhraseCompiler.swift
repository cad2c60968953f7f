import Diagnostics
import Models

/// Strings of the theme: `strings.readMore`, `strings.posts(count: list.total)`.
extension TemplateCompiler {
  /// What templates call the strings of their theme.
  static let strings = "strings"

  /// Notes that a string is used; reports one that is not there, or that wants to be filled.
  mutating func checkPhrase(_ name: String, _ span: Span, isCall: Bool) -> PhraseSignature? {
    guard let signature = environment.phrases[name] else {
      report(
        .templateUnknownField, "the theme has no string `\(name)`", span, label: "unknown string",
        help: Suggestion.sentence(for: name, among: environment.phrases.keys.sorted())
          ?? "add it below `[strings]` of `themes/NAME/strings/\(environment.language).toml`")
      return nil
    }
    if phrases[name] == nil { phrases[name] = Location(source, span) }
    let wanted = signature.placeholders
    if !isCall, !wanted.isEmpty {
      report(
        .templateArguments, "`\(name)` has \(wanted.count == 1 ? "a place" : "places") to fill", span,
        help: "write `\(Self.example(name, signature))`")
      return nil
    }
    return signature
  }

  private static func example(_ name: String, _ signature: PhraseSignature) -> String {
    if signature.placeholders.isEmpty { return "\(strings).\(name)" }
    return "\(strings).\(name)(\(signature.placeholders.map { "\($0): …" }.joined(separator: ", ")))"
  }

  mutating func compilePhrase(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard let global = environment.globals.firstIndex(where: { $0.name == Self.strings }),
      case .record(let record) = environment.globals[global].type, !environment.phrases.isEmpty
    else {
      report(.templateUnknownName, "the theme has no strings", span, help: ForeignNames.helps[Self.strings])
      return nil
    }
    guard let signature = checkPhrase(call.name, call.nameSpan, isCall: true),
      let field = record.index(of: call.name)
    else { return nil }
    var slots: [Slot] = []
    var names: [String] = []
    for argument in call.arguments {
      guard let name = argument.name, signature.placeholders.contains(name), !names.contains(name) else {
        report(
          .templateArguments,
          argument.name.map { "`\(call.name)` has no place `{\($0)}` to fill" }
            ?? "what is filled into a string is named", argument.span,
          help: "write `\(Self.example(call.name, signature))`")
        return nil
      }
      guard let typed = present(argument.value) else { return nil }
      let isNumber = typed.type == .int
      let isCount = signature.isPlural && name == PhraseSignature.count
      guard isNumber || (!isCount && (typed.type.isText || typed.type == .double)) else {
        report(
          .templateType,
          "`{\(name)}` is filled with \(isCount ? "a whole number" : "a text or a number"), this is `\(self.name(of: typed.type))`",
          argument.value.span, label: "`\(self.name(of: typed.type))`")
        return nil
      }
      names.append(name)
      slots.append(typed.slot)
    }
    if let missing = signature.placeholders.first(where: { !names.contains($0) }) {
      report(
        .templateArguments, "`\(call.name)` has a place `{\(missing)}`, and nothing to fill it with", span,
        label: "missing `\(missing)`", help: "write `\(Self.example(call.name, signature))`")
      return nil
    }
    noteRead(Typed(slot: 0, type: .string, origin: .field(.named(Self.strings), call.name)))
    builder.shared.phraseNames.append(names)
    let first = gather(slots)
    let to = builder.newSlot()
    builder.add(
      .phrase(to: to, global: global, field, names: builder.shared.phraseNames.count - 1, values: first))
    return Typed(slot: to, type: .string)
  }
}
