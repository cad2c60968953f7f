import DataFormats
import DefaultTheme
import Diagnostics
package import Models

/// A file to be written, as text.
package struct NewFile: Sendable {
  /// Below the site's folder.
  package let path: String
  package let text: String
}

/// The small site that `presstime init` makes.
package enum NewSite {
  /// `language` is a tag (BCP 47), `theme` the theme that the site uses; nothing for the built-in one.
  package static func files(
    title: String, language: String, theme: String?, today: CivilDate
  ) -> [NewFile] {
    [
      NewFile(path: "content/site.toml", text: settings(title, language, theme)),
      NewFile(path: "content/about.md", text: about),
      NewFile(path: "content/posts/first-post.md", text: firstPost(today)),
      NewFile(path: ".gitignore", text: "/public/\n/.presstime/\n"),
    ]
  }

  /// A word of the built-in theme, in the language or the nearest that the theme has.
  private static func word(_ name: String, in language: String) -> String? {
    let files = LanguageTag.chain(language).reversed().lazy.compactMap { tag in
      DefaultThemeFiles.all.first { $0.path.lowercased() == "strings/\(tag).toml".lowercased() }
    }
    guard let file = files.first else { return nil }
    let source = SourceFile(path: file.path, bytes: file.bytes)
    guard
      case .scalar(let scalar)? = DataParser.parse(file: source, as: .toml).node?.node(at: ["strings", name])?
        .content
    else { return nil }
    return scalar.text
  }

  private static func settings(_ title: String, _ language: String, _ theme: String?) -> String {
    let archive = word("archive", in: language)
    let lacksWords =
      theme == nil && archive == nil
      ? """

      # The built-in theme has no words in this language. `presstime check` lists what to write into
      # [languages.\(language).strings]; then remove the line below.
      [diagnostics]
      "strings.missing" = "warning"

      """ : ""
    return """
      edition = "1"
      title = \(TOMLText.string(title))
      description = "A site about something worth reading."
      # Where the site will be published; its path is put before every link.
      url = "https://example.com/"
      language = \(TOMLText.string(language))
      timezone = "UTC"
      \(theme.map { "theme = \(TOMLText.string($0))" } ?? "# theme = \"mine\" for a theme of your own: presstime init . --theme mine")

      # The items of the menu; pages with `menu: main` in their front matter join them.
      [[menus.main]]
      label = \(TOMLText.string(archive ?? "Archive"))
      url = "/archive/"

      # Fields of your own, checked in every post:
      # [models.Post]
      # category = '"Essays" | "Notes"'
      # rating   = "Int?"

      """ + lacksWords
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
}
