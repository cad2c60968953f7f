import Diagnostics

/// Statements of other template languages, and how the same is said here.
enum ForeignStatements {
  private static let known = ["if", "for", "let", "block", "extends", "each", "once", "props", "raw"]

  private static let helps: [String: String] = [
    "include": component, "import": component, "from": component, "macro": component, "call": component,
    "render": component, "partial": component, "embed": component, "use": component,
    "layout": "write `{% extends \"layouts/base.html\" %}`",
    "range": "write `{% for post in posts %} … {% endfor %}`",
    "case": "write `{% if a == \"x\" %} … {% elif a == \"y\" %} … {% endif %}`",
    "switch": "write `{% if a == \"x\" %} … {% elif a == \"y\" %} … {% endif %}`",
    "when": "write `{% elif a == \"x\" %}`",
    "comment": "write `{# … #}`", "verbatim": "write `{% raw %} … {% endraw %}`",
    "filter": "a filter stands behind its value: `{{ value | upper }}`",
    "highlight": "code is highlighted in Markdown alone; write `<pre><code>` here",
    "break": "choose what the loop goes through: `{% for post in posts | take(5) %}`",
    "continue":
      "choose what the loop goes through: `{% for post in posts | filter(.category == \"Notes\") %}`",
    "define": "what a layout leaves open is a block: `{% block main %} … {% endblock %}`",
    "yield": "what a layout leaves open is a block: `{% block main %} … {% endblock %}`",
    "content": "what a layout leaves open is a block: `{% block main %} … {% endblock %}`",
    "capture": "give the value a name: `{% let name = \"a \" + b %}`",
    "increment": "nothing changes within a template; count with `loop.index` or `| count`",
    "do": "nothing changes within a template; build lists with `map` and `filter`",
    "slot": "write `{{ slot }}`", "super": "write `{{ super() }}`", "block.super": "write `{{ super() }}`",
    "autoescape": "remove it: each value is escaped for its place",
    "load": "remove it: filters and components need no import",
  ]

  private static let component =
    "parts of pages are components: `components/Card.html`, called as `<Card … />`"

  /// What is wrong with a statement that begins with `word`, which is none of ours or stands alone.
  static func problem(_ word: String, _ parser: ExpressionParser, _ span: Span) -> TemplateError {
    if let help = closing(word) {
      return TemplateError(
        message: "this `{% \(word) %}` has nothing to close or continue", span: span, help: help)
    }
    let rest = parser.text(of: parser.rest(behind: nil))
    var help = helps[word]
    switch word {
    case "set", "assign": help = "write `{% let \(rest.isEmpty ? "name = …" : rest) %}`"
    case "with":
      help =
        rest.contains("=")
        ? "write `{% let \(rest) %}`"
        : "write `{% if \(rest.isEmpty ? "value" : rest) %} … {% endif %}`, and the value's name inside"
    case "unless":
      let isSimple = !rest.contains(" or ") && !rest.contains(" and ")
      help = "write `{% if not \(isSimple ? rest : "(\(rest))") %} … {% endif %}`"
    case "foreach": help = "write `{% for post in posts %} … {% endfor %}`"
    default: break
    }
    if let help { return TemplateError(message: "there is no `{% \(word) %}`", span: span, help: help) }
    if word.hasPrefix("end"), known.contains(String(word.dropFirst(3))) == false,
      helps[String(word.dropFirst(3))] != nil
        || ["with", "set", "unless", "foreach", "assign"].contains(String(word.dropFirst(3)))
    {
      return TemplateError(
        message: "there is no `{% \(word) %}`", span: span,
        help: "remove it with the statement that it closes")
    }
    return TemplateError(
      message: "there is no statement `\(word)`", span: span,
      help: Suggestion.sentence(for: word, among: known)
        ?? "statements are " + known.map { "`\($0)`" }.joined(separator: ", ")
        + "; a value is written with `{{ \(word) }}`")
  }

  /// Whether a tag may begin with `word`, here or elsewhere.
  static func isStatement(_ word: String) -> Bool {
    known.contains(word) || closing(word) != nil || helps[word] != nil
      || ["set", "assign", "with", "unless"].contains(word)
  }

  private static func closing(_ word: String) -> String? {
    switch word {
    case "else", "elif": "open an `{% if … %}` before it, or remove it"
    case "elseif", "elsif", "elseIf": "write `{% elif … %}`, inside an `{% if %}`"
    case "endif": "open an `{% if … %}` before it, or remove it"
    case "endfor": "open a `{% for … in … %}` before it, or remove it"
    case "endblock": "open a `{% block … %}` before it, or remove it"
    case "endraw": "open a `{% raw %}` before it, or remove it"
    case "end": "write what it closes: `{% endif %}`, `{% endfor %}` or `{% endblock %}`"
    default: nil
    }
  }
}
