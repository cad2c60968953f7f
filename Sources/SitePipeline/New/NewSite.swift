package import Models

/// A file to be written, as text.
package struct NewFile: Sendable {
  /// Below the site's folder.
  package let path: String
  package let text: String
}

/// The small site that `presstime init` makes.
package enum NewSite {
  /// `theme` is the theme that the site uses; nothing for the built-in one.
  package static func files(title: String, theme: String?, today: CivilDate) -> [NewFile] {
    [
      NewFile(path: "content/site.toml", text: settings(title, theme)),
      NewFile(path: "content/about.md", text: about),
      NewFile(path: "content/posts/first-post.md", text: firstPost(today)),
      NewFile(path: ".gitignore", text: "/public/\n/.presstime/\n"),
    ]
  }

  private static func settings(_ title: String, _ theme: String?) -> String {
    """
    edition = "1"
    title = \(quoted(title))
    description = "A site about something worth reading."
    # Where the site will be published; its path is put before every link.
    url = "https://example.com/"
    language = "en"
    timezone = "UTC"
    \(theme.map { "theme = \(quoted($0))" } ?? "# theme = \"mine\" for a theme of your own: presstime init . --theme mine")

    # The items of the menu; pages with `menu: main` in their front matter join them.
    [[menus.main]]
    label = \(theme == nil ? "\"Archive\"" : "\"Home\"")
    url = \(theme == nil ? "\"/archive/\"" : "\"/\"")

    # Fields of your own, checked in every post:
    # [models.Post]
    # category = '"Essays" | "Notes"'
    # rating   = "Int?"

    """
  }

  private static let about = """
    ---
    title: About
    menu: main
    ---

    This page is `content/about.md`, and its address is `/about/`.

    """

  private static func firstPost(_ today: CivilDate) -> String {
    """
    ---
    title: The first post
    publishedAt: \(today.text)
    summary: What this site is, and where its files lie.
    tags: [welcome]
    ---

    This post is `content/posts/first-post.md`. Its fields stand between the two lines of dashes, and
    `presstime check` tells at once when one is missing, misspelled or of the wrong type.

    ## What to do next

    - Write a post: `presstime new post "A title"`.
    - Link to another file by its path, and the link is checked: [about this site](../about.md).
    - Build the site: `presstime build` writes it to `public/`.

    > [!TIP]
    > A picture beside a post is published with it: make a folder `posts/my-trip/` with an `index.md`.

    """
  }

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
