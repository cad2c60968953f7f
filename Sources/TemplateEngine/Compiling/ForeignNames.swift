/// Names that other tools have in every template, and what is meant by them here.
enum ForeignNames {
  static let helps: [String: String] = [
    "page": "the page being made is `current`; the entry is what `{% each %}` binds",
    "content": "the text is `post.body`; what a layout is filled with is a `{% block %}`",
    "config": "settings are `site.title`, `site.url`, `options.…`",
    "settings": "settings are `site.title`, `site.url`, `options.…`",
    "params": "settings of a theme are `options.…`; fields of an entry are declared in its model",
    "now": "there is no `now`: the day of the build is `build.date`",
    "today": "the day of the build is `build.date`",
    "section": "a collection's own text is `posts.page`, its entries are `posts`",
    "collections": "each collection is a name: `posts`, `pages`",
    "collection": "each collection is a name: `posts`, `pages`",
    "paginator": paginated, "pagination": paginated,
    "taxonomies": "tags are grouped where they are needed: `posts | group(by: .tags)`",
    "term": "a route for each tag begins with `{% each tag in posts | group(by: .tags) %}`",
    "data": "declare data in `content/site.toml`: `[data.weather]` is `data.weather`",
    "props": "a prop is named as it is declared: `{% props title: String %}`, `{{ title }}`",
    "Astro": "a prop is named as it is declared: `{% props title: String %}`, `{{ title }}`",
    "frontmatter": "the fields of front matter are those of the entry: `post.title`",
    "title": "a title belongs to something: `post.title`, `current.title`, `site.title`",
    "url": "an address belongs to something: `post.url`, `current.url`",
    "date": "a date belongs to an entry, `post.publishedAt`; the day of the build is `build.date`",
    "tags": "tags belong to an entry, `post.tags`; all of them are `posts | group(by: .tags)`",
    "toc": "an outline belongs to a body: `post.body.toc`",
    "strings":
      "add them below `[strings]` of `themes/NAME/strings/LANG.toml`, `LANG` being a language like `en`",
    "lang": "the language is `current.language`", "permalink": "an address is `post.url | absolute`",
    "forloop": "members of the loop are `loop.index`, `loop.first`, `loop.last` and `loop.count`",
    "null": "what is absent is `none`", "nil": "what is absent is `none`",
    "undefined": "what is absent is `none`",
    "None": "what is absent is `none`", "True": "write `true`", "False": "write `false`",
  ]

  private static let paginated =
    "a list over several pages is what `{% each list in posts | paginate(10) %}` binds: `list.items`"
}
