import MarkdownEngine

/// What the preview adds to pages: its script, a note, and the page that stands in for a site that can't be laid out.
enum PreviewMarkup {
  /// Below the site's root.
  static let folder = ".presstime/"

  /// The page with the preview's script at its end; the rest is as a build writes it.
  static func withScript(_ page: [UInt8], basePath: String, build: String) -> [UInt8] {
    insert("<script src=\"\(basePath)\(folder)client.js\" data-build=\"\(build)\"></script>", into: page)
  }

  /// The page with a note before its end.
  static func withNote(_ lines: [String], in page: [UInt8]) -> [UInt8] {
    let style =
      "position:fixed;inset:auto 1rem 1rem;padding:.75rem 1rem;background:#fff8e0;color:#332b00;"
      + "border:1px solid #d8c36a;border-radius:.5rem;font:1rem/1.5 system-ui,sans-serif"
    let text = lines.map { "<p style=\"margin:0\">\($0)</p>" }.joined()
    return insert("<aside style=\"\(style)\" aria-label=\"Presstime\">\(text)</aside>", into: page)
  }

  /// What is served while there is no site to show.
  static func placeholder(_ title: String) -> [UInt8] {
    Array(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTMLEscaping.escaped(title))</title>
      </head>
      <body>
      <h1 style="font:1.25rem/1.5 system-ui,sans-serif;margin:2rem">\(HTMLEscaping.escaped(title))</h1>
      </body>
      </html>

      """.utf8)
  }

  /// Before the last `</body>`, or at the end.
  private static func insert(_ markup: String, into page: [UInt8]) -> [UInt8] {
    let end = Array("</body>".utf8)
    var place = page.count - end.count
    while place >= 0, !page[place...].starts(with: end) { place -= 1 }
    if place < 0 { place = page.count }
    return page[..<place] + Array(markup.utf8) + page[place...]
  }
}
