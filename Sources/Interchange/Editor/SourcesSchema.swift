import Models

/// `[sources.NAME]` and `[data.NAME]` of `site.toml`.
extension SettingsSchema {
  private typealias Setting = (name: String, about: String, schema: JSONText)

  var sources: JSONText {
    let own: [Setting] = [
      ("items", "Where the list is in the answer: names of members from the top, `data.posts`.", Self.text),
      (
        "model", "The model of its items. By default `Post`.",
        JSONText.offered(settings.models.names, orElse: ["string"]).adding(["default": "Post"])
      ),
      ("order", "Fields to sort by, separated by commas; `-` before one turns it round.", Self.text),
      ("body", "What the texts of the items are.", ["enum": ["markdown", "html"], "default": "markdown"]),
    ]
    return named(
      Self.table(Self.origin + own + [Self.ignored] + Self.remote).adding(Self.hasOrigin))
  }

  var data: JSONText {
    let own: [Setting] = [
      ("value", "Where the value is in the answer: names of members from the top.", Self.text),
      ("type", "What it holds: a type as in models.", Self.text),
    ]
    return named(
      Self.table(Self.origin + own + [Self.ignored] + Self.remote, required: ["type"]).adding(Self.hasOrigin),
      isReserved: false)
  }

  private static let origin: [Setting] = [
    (
      "file", "A file of `data/` or `content/`: JSON, YAML or TOML.",
      text.adding([
        "pattern": #"^(\./+)*(data|content)/.*\.([Jj][Ss][Oo][Nn]|[Yy][Aa]?[Mm][Ll]|[Tt][Oo][Mm][Ll])$"#
      ])
    ),
    (
      "url", "The address that is asked. `${NAME}` is a variable of the environment.",
      text.adding(["pattern": #"^[Hh][Tt][Tt][Pp][Ss]?://[^\x00-\x20#]+$"#])
    ),
  ]

  private static let hasOrigin: JSONText = ["anyOf": [["required": ["file"]], ["required": ["url"]]]]

  private static let ignored: Setting = (
    "ignore", "Members of the answer that are left unread: names, or patterns like `_*`.", texts
  )

  /// Settings of a `url` alone; with a `file` they are an error, which is said when the site is checked.
  private static let remote: [Setting] = [
    (
      "revalidate", "How old an answer may be before it is asked for again: seconds, `10m`, `1d`, `never`.",
      age
    ),
    ("max_stale", "How old an answer may be that is taken when there is no new one.", age),
    (
      "on_error", "What happens when there is no new answer: an error, or the last one with a warning.",
      ["enum": ["fail", "warn"], "default": "fail"]
    ),
    (
      "headers", "Headers of the request. `${NAME}` is a variable of the environment.",
      ["type": "object", "additionalProperties": text]
    ),
    ("next", "The member that has the address of the next page; without it the `Link` header.", text),
    ("hosts", "Hosts besides its own that redirects and next pages may lead to.", texts),
    ("timeout", "Seconds to wait for an answer.", number(from: 1, to: 3600, or: 10)),
    ("max_bytes", "The most bytes of all pages together.", number(from: 1, to: 1 << 30, or: 64 << 20)),
    ("max_pages", "The most pages of an answer.", number(from: 1, to: 100_000, or: 100)),
    (
      "trusted", "Whether its HTML is kept and its components are called.",
      ["type": "boolean", "default": false]
    ),
  ]

  private static let age: JSONText = [
    "type": ["integer", "string"], "minimum": 0, "pattern": "^([0-9]+[smhdw]?|never)$",
  ]

  private static func number(from least: Int, to most: Int, or usual: Int) -> JSONText {
    ["type": "integer", "minimum": .int(least), "maximum": .int(most), "default": .int(usual)]
  }
}
