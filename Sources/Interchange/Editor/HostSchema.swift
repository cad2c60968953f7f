import Models

/// The schemas of `[redirects]`, `[headers]` and `[deploy]`.
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
}
