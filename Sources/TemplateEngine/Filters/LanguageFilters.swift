package import Diagnostics
import Models

/// Filters that depend on the languages of the site: dates, and collections in all languages.
extension TemplateCompiler {
  /// `posts | all_languages`: the entries of a collection in all languages, in its order.
  mutating func compileAllLanguages(_ filter: FilterInput) -> Typed? {
    guard case .name(let name) = filter.input.kind, let binding = scope.lookUp(name),
      case .collection(let index) = binding.source
    else {
      report(
        .templateType, "`all_languages` stands behind the name of a collection", filter.input.span,
        help: "write `posts | all_languages`, and what chooses among them behind it")
      return nil
    }
    let to = builder.newSlot()
    builder.add(.allLanguages(to: to, index))
    return Typed(slot: to, type: filter.typed.type)
  }

  mutating func compileDate(_ filter: FilterInput) -> Typed? {
    guard filter.typed.type == .date else {
      report(
        .templateType, "`date` works on a date, this is `\(name(of: filter.typed.type))`", filter.input.span,
        label: "`\(name(of: filter.typed.type))`")
      return nil
    }
    guard let argument = filter.arguments["format"] else { return nil }
    let format: DateFormatSource
    switch argument.kind {
    case .name("iso"): format = .written(.iso8601)
    case .name("day"): format = .written(.isoDate)
    case .name("rss"): format = .written(.rfc822)
    case .name("long"): format = .long
    case .name("short"): format = .short
    case .name("relative"):
      return add(.relativeDate, filter.typed.slot, span: filter.call.nameSpan, type: .string)
    case .string(let pattern):
      if let other = ForeignDates.pattern(for: pattern) {
        report(
          .templateDateFormat, "this pattern has no part of a date, so it prints the same for each",
          argument.span,
          label: "no `%`",
          help: other.isEmpty ? "write it like `date(\"%e %B %Y\")`" : "write `date(\"\(other)\")`")
        return nil
      }
      do { format = .written(try DateFormat(pattern)) } catch {
        report(.templateDateFormat, error.message, argument.span, help: error.help)
        return nil
      }
    default:
      report(
        .templateDateFormat,
        "a date's format is a pattern in quotes, or `long`, `short`, `iso`, `day`, `rss` or `relative`",
        argument.span,
        help: "write `date(\"%e %B %Y\")` or `date(long)`: a pattern is checked here, so it can't be a value")
      return nil
    }
    builder.shared.formats.append(format)
    return add(
      .date(format: builder.shared.formats.count - 1), filter.typed.slot, span: filter.call.nameSpan,
      type: .string)
  }
}

extension DiagnosticCode {
  /// A date's pattern with a part that means nothing.
  package static let templateDateFormat = DiagnosticCode("template.date-format")
}
