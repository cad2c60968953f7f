import MarkdownEngine
import Models

/// A page that sends its reader on, for hosts that know no redirects.
enum RedirectPage {
  /// `url` is root-absolute with the base path, or a whole address.
  static func bytes(to url: String, title: String, _ config: SiteConfig) -> [UInt8] {
    let full = url.hasPrefix("/") ? config.url.origin + url : url
    return Array(
      """
      <!DOCTYPE html>
      <html lang="\(HTMLEscaping.escaped(config.language))">
      <head>
      <meta charset="utf-8">
      <title>\(HTMLEscaping.escaped(title))</title>
      <link rel="canonical" href="\(HTMLEscaping.escaped(full))">
      <meta name="robots" content="noindex">
      <meta http-equiv="refresh" content="0; url=\(HTMLEscaping.escaped(url))">
      </head>
      <body>
      <p><a href="\(HTMLEscaping.escaped(url))">\(HTMLEscaping.escaped(title))</a></p>
      </body>
      </html>

      """.utf8)
  }
}
