import MarkdownEngine
import Models

/// A page that sends its reader on, for hosts that know no redirects.
enum RedirectPage {
  /// `url` is root-absolute with the base path.
  static func bytes(to url: String, title: String, _ config: SiteConfig) -> [UInt8] {
    let full = config.url.origin + url
    return Array(
      """
      <!DOCTYPE html>
      <html lang="\(escaped(config.language))">
      <head>
      <meta charset="utf-8">
      <title>\(escaped(title))</title>
      <link rel="canonical" href="\(escaped(full))">
      <meta name="robots" content="noindex">
      <meta http-equiv="refresh" content="0; url=\(escaped(url))">
      </head>
      <body>
      <p><a href="\(escaped(url))">\(escaped(title))</a></p>
      </body>
      </html>

      """.utf8)
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    HTMLEscaping.append(text.utf8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
