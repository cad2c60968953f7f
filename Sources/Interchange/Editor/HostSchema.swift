import Models

/// The schemas of `[redirects]`, `[headers]`, `[deploy]` and `[links]`.
enum HostSchema {
  private static let path: JSONText = ["pattern": "^/"]

  static let redirects: JSONText = [
    "type": "object", "propertyNames": path,
    "additionalProperties": [
      "anyOf": [
        ["type": "string"],
        SettingsSchema.table(
          [
            ("to", "A path of the site, a file of `content/`, or a whole address.", SettingsSchema.text),
            (
              "status", "301 and 308 are for good, 302, 303 and 307 for now.",
              ["enum": [301, 302, 303, 307, 308], "default": 301]
            ),
          ], required: ["to"]),
      ]
    ],
  ]

  static let headers: JSONText = [
    "type": "object", "propertyNames": path,
    "additionalProperties": ["type": "object", "additionalProperties": ["type": "string"]],
  ]

  static let deploy: JSONText = {
    let host: JSONText = ["enum": ["netlify", "cloudflare", "nginx", "apache"]]
    return SettingsSchema.table([
      (
        "hosts", "The hosts that rules are written for. With none, small pages lead on.",
        ["anyOf": [host, ["type": "array", "items": host]]]
      )
    ])
  }()

  static let links: JSONText = SettingsSchema.table([
    (
      "age", "How long an address that was there is not asked for again: `12h`, `7d`. By default `7d`.",
      ["anyOf": [["type": "string"], ["type": "integer"]], "default": "7d"]
    ),
    ("ignore", "Patterns of addresses that are not asked for.", SettingsSchema.texts),
  ])
}
