/// What files are, by the suffix of their names (https://www.iana.org/assignments/media-types).
package enum ContentTypes {
  /// The value of `Content-Type`.
  package static func type(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), let type = types[name[name.index(after: dot)...].lowercased()]
    else {
      return "application/octet-stream"
    }
    let isText = type.hasPrefix("text/") || ["application/json", "application/xml"].contains(type)
    return isText ? type + "; charset=utf-8" : type
  }

  private static let types: [String: String] = [
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript",
    "mjs": "text/javascript",
    "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "ics": "text/calendar", "vtt": "text/vtt",
    "json": "application/json", "map": "application/json", "xml": "application/xml", "xsl": "application/xml",
    "rss": "application/rss+xml", "atom": "application/atom+xml", "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json", "wasm": "application/wasm", "pdf": "application/pdf",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "ico": "image/x-icon", "bmp": "image/bmp", "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf", "otf": "font/otf", "mp4": "video/mp4", "webm": "video/webm", "ogv": "video/ogg",
    "mov": "video/quicktime", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav",
    "flac": "audio/flac", "zip": "application/zip", "gz": "application/gzip", "epub": "application/epub+zip",
  ]
}
