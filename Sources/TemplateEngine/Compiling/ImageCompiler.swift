package import Diagnostics
import Models

/// `image(post.cover, class: "wide")`: pictures, and the elements that show them.
extension TemplateCompiler {
  private static let imageArguments = ["alt", "class", "loading", "sizes"]

  /// A picture alone is an `Image`; with arguments that have names it is the element that shows it.
  mutating func compileImage(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard let first = call.arguments.first, first.name == nil else {
      report(
        .templateArguments, "`image` begins with a picture: its path in quotes, or an `Image`", call.nameSpan,
        help: Self.functionExamples["image"])
      return nil
    }
    if let other = call.arguments.dropFirst().first(where: { $0.name == nil }) {
      report(
        .templateArguments, "`image` takes one picture; all else has a name", other.span,
        help: "write `image(post.cover, alt: post.title)`")
      return nil
    }
    guard let picture = compilePicture(first.value, span) else { return nil }
    guard call.arguments.count > 1 else { return picture }
    return compileImageElement(picture, Array(call.arguments.dropFirst()), call, span)
  }

  private mutating func compilePicture(_ expression: Expression, _ span: Span) -> Typed? {
    if case .string(let path) = expression.kind {
      return compileReference((path, expression.span), span, isImage: true)
    }
    guard let typed = present(expression) else { return nil }
    if typed.type.isImage { return typed }
    report(
      .templateType, "expected an `Image`, found `\(name(of: typed.type))`", expression.span,
      label: "`\(name(of: typed.type))`",
      help: typed.type.isText
        ? "a path stands in quotes: `image(\"images/logo.png\")`"
        : "pass a field of type `Image`, as `post.cover`")
    return nil
  }

  private mutating func compileImageElement(
    _ picture: Typed, _ arguments: [Expression.Argument], _ call: Expression.Call, _ span: Span
  ) -> Typed? {
    var slots: [String: Slot] = [:]
    for argument in arguments {
      let argumentName = argument.name ?? ""
      guard Self.imageArguments.contains(argumentName) else {
        report(
          .templateArguments, "`image` has no argument `\(argumentName)`", argument.span,
          help: Suggestion.sentence(for: argumentName, among: Self.imageArguments)
            ?? "it takes " + Self.imageArguments.map { "`\($0)`" }.joined(separator: ", ")
            + "; for more write `<img>` out with `.src`, `.width` and `.height`")
        return nil
      }
      guard slots[argumentName] == nil else {
        report(
          .templateArguments, "`\(argumentName)` is given twice", argument.span, help: "remove one of the two"
        )
        return nil
      }
      guard let typed = present(argument.value) else { return nil }
      let wanted = argumentName == "loading" ? ValueType.union(["lazy", "eager"]) : .string
      guard TypeRules.fits(typed.type, wanted) else {
        report(
          .templateType, "expected `\(name(of: wanted))`, found `\(name(of: typed.type))`",
          argument.value.span,
          label: "`\(name(of: typed.type))`",
          help: argumentName == "loading"
            ? "write `loading: \"eager\"` for a picture that is seen at once" : "give it a text")
        return nil
      }
      noteRead(typed)
      slots[argumentName] = typed.slot
    }
    if slots["alt"] == nil { reportMissingAlt(call, span) }
    return element(picture, slots, span)
  }

  /// The element that shows a picture where text stands.
  mutating func compileShown(_ picture: Typed, _ expression: Expression) -> Typed {
    if case .call(let call) = expression.kind, call.name == "image" {
      reportMissingAlt(call, expression.span)
    }
    return element(picture, [:], expression.span)
  }

  private mutating func element(_ picture: Typed, _ slots: [String: Slot], _ span: Span) -> Typed {
    noteRead(picture)
    builder.program.pictures.append(
      PictureStep(
        picture: picture.slot, alt: slots["alt"], classes: slots["class"], loading: slots["loading"],
        sizes: slots["sizes"],
        place: builder.place(source, span)))
    let to = builder.newSlot()
    builder.add(.picture(to: to, builder.program.pictures.count - 1))
    return Typed(slot: to, type: .html)
  }

  /// What a file is called says nothing of it; an `Image` of front matter may have its own words.
  private mutating func reportMissingAlt(_ call: Expression.Call, _ span: Span) {
    guard case .string(let path)? = call.arguments.first?.value.kind else { return }
    report(
      .templateMissingAlt, "this picture has no text for those who can't see it", span,
      help: "write `image(\"\(path)\", alt: \"What is to be seen\")`, or `alt: \"\"` for mere decoration")
  }
}

extension DiagnosticCode {
  /// A picture in a template without the words that stand for it.
  package static let templateMissingAlt = DiagnosticCode("template.missing-alt", .warning)
}
