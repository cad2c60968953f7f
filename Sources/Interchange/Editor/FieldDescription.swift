import Diagnostics
import Models

/// What editors show of a field: what it is for, its type, where it is declared.
enum FieldDescription {
  private static let ofEveryModel = [
    "title": "The title. Without it, the first heading of the text is the title.",
    "slug": "What stands for it in URLs and references. By default the file's name without suffix.",
    "draft": "Whether it is left out of what is published.",
    "aliases": "Former addresses, from which readers are sent on.",
    "path": "An address of its own, instead of the one that the route makes.",
  ]
  private static let ofBuiltIn = [
    "publishedAt": "When it is published. An entry of the future is left out until then.",
    "updatedAt": "When it was last changed.",
    "summary": "What it is about, in a sentence or two.",
    "category": "The one category that it belongs to.",
    "tags": "What it is about, in words.",
    "series": "The series that it is a part of.",
    "seriesOrder": "Its place in the series; without it the date decides.",
    "cover": "Its picture: a path beside the file or below `content/`, or `src` and `alt`.",
    "expiresAt": "When it is left out again.",
    "order": "Its place among its siblings; small numbers come first.",
    "menu": "The menu that it joins.",
  ]

  static func about(_ field: Field, _ model: Model, _ models: ModelSet) -> JSONText {
    let isBuiltIn = model.name == "Post" || model.name == "Page"
    let purpose = ofEveryModel[field.name] ?? (isBuiltIn ? ofBuiltIn[field.name] : nil)
    return about(field, purpose, models)
  }

  /// `purpose` is a sentence, if there is one.
  static func about(_ field: Field, _ purpose: String?, _ models: ModelSet) -> JSONText {
    var sentences = [purpose].compactMap(\.self)
    sentences.append("Type: `\(models.name(of: field.type))`.")
    if let place = field.declaration { sentences.append("Declared in `\(place.path):\(place.line)`.") }
    let text = JSONText.about(sentences.joined(separator: " "))
    guard let value = field.defaultValue.flatMap(json) else { return text }
    return text.adding(["default": value])
  }

  /// A default as JSON; nothing for one that is made up from elsewhere, like a slug's, or that JSON has no word for.
  private static func json(_ value: Value) -> JSONText? {
    switch value {
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .double(let number): return .double(number)
    case .string(let text): return text.isEmpty ? nil : .string(text)
    case .list(let items):
      let written = items.compactMap(json)
      return written.count == items.count ? .list(written) : nil
    case .none, .date, .record, .entry, .body, .html: return nil
    }
  }
}
