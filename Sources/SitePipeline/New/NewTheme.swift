import DataFormats

/// The commented theme that `presstime init --theme` makes: small enough to read in one go, and whole.
package enum NewTheme {
  /// Files below `themes/NAME/`.
  package static func files(name: String) -> [NewFile] {
    [
      ("theme.toml", settings(name)), ("layouts/base.html", base), ("routes/index.html", index),
      ("routes/archive.html", archive), ("routes/posts/[post].html", post), ("routes/tags/[tag].html", tag),
      ("routes/[...page].html", page), ("routes/404.html", notFound), ("routes/feed.xml", feed),
      ("components/PostLink.html", postLink),
      ("components/Note.html", note), ("assets/style.css", style),
    ].map { NewFile(path: "themes/\(name)/" + $0.0, text: $0.1) }
  }

  private static func settings(_ name: String) -> String {
    """
    name = \(TOMLText.string(name))

    # To begin from the built-in theme and replace single files of it instead, delete all other files here and say
    # extends = "default"

    # The menus that the templates show; a site fills them with [[menus.main]].
    menus = ["main"]

    # Options that a site may set below [options]; templates read them as `options.accent`.
    [options]
    accent = '"blue" | "green" = "blue"'

    """
  }

  private static let base = """
    {# Every page is this file with its blocks filled. Comments like this one are not published. #}
    <!DOCTYPE html>
    <html lang="{{ current.language }}" data-accent="{{ options.accent }}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{% block title %}{{ site.title }}{% endblock %}</title>
    {# `asset` gives the file's published name, which changes with its content; a misspelled one is an error. #}
    <link rel="stylesheet" href="{{ asset("style.css") }}">
    <link rel="canonical" href="{{ current.url | absolute }}">
    <link rel="alternate" type="application/rss+xml" href="{{ link("feed.xml") }}">
    </head>
    <body>
    <header>
    <a href="{{ site.url }}">{{ site.title }}</a>
    <nav>
    {% for item in menus.main %}
    <a href="{{ item.url }}"{% if item.url == current.url %} aria-current="page"{% endif %}>{{ item.label }}</a>
    {% endfor %}
    </nav>
    </header>
    <main>
    {% block main %}{% endblock %}
    </main>
    </body>
    </html>

    """

  private static let index = """
    {# The file's path is the URL: this is the home page. #}
    {% extends "layouts/base.html" %}
    {% block main %}
    {# `entry` is the page `content/index.md`, if there is one: inside this `if` it is known to be there. #}
    {% if entry %}
    <h1>{{ entry.title }}</h1>
    {{ entry.body }}
    {% endif %}
    <ul>
    {% for post in posts | take(20) %}
    <li><PostLink post={post} /></li>
    {% endfor %}
    </ul>
    {% endblock %}

    """

  private static let archive = """
    {# Every post, by year. The menu of a new site leads here. #}
    {% extends "layouts/base.html" %}
    {% block title %}Archive · {{ site.title }}{% endblock %}
    {% block main %}
    <h1>Archive</h1>
    {% for year in posts | group(by: .publishedAt.year) | reverse %}
    <h2>{{ year.key }}</h2>
    <ul>
    {% for post in year.items %}
    <li><PostLink post={post} showSummary={false} /></li>
    {% endfor %}
    </ul>
    {% endfor %}
    {% endblock %}

    """

  private static let post = """
    {% each post in posts %}
    {% extends "layouts/base.html" %}
    {# The first line makes one page for each post; `[post]` in the file's name is the post's slug. #}
    {% block title %}{{ post.title }} · {{ site.title }}{% endblock %}
    {% block main %}
    <article>
    <h1>{{ post.title }}</h1>
    <p><time datetime="{{ post.publishedAt | date(iso) }}">{{ post.publishedAt | date("%-d %B %Y") }}</time></p>
    {{ post.body }}
    <p>
    {% for tag in post.tags %}
    <a href="{{ link("tags/[tag].html", tag) }}">{{ tag }}</a>
    {% endfor %}
    </p>
    </article>
    {% if post.next %}
    <p>Next: <PostLink post={post.next} /></p>
    {% endif %}
    {% endblock %}

    """

  private static let tag = """
    {% each tag in posts | group(by: .tags), list in tag.items | paginate(20) %}
    {% extends "layouts/base.html" %}
    {# Two clauses: a page for each tag, and within a tag a page for every 20 posts. #}
    {% block title %}{{ tag.key }} · {{ site.title }}{% endblock %}
    {% block main %}
    <h1>{{ tag.key }}</h1>
    <ul>
    {% for post in list.items %}
    <li><PostLink post={post} /></li>
    {% endfor %}
    </ul>
    {% if list.next %}
    <p><a href="{{ list.next.url }}" rel="next">Page {{ list.next.number }} of {{ list.count }}</a></p>
    {% endif %}
    {% endblock %}

    """

  private static let page = """
    {% each page in pages %}
    {% extends "layouts/base.html" %}
    {# Every Markdown file outside of `content/posts/`, at its own path. #}
    {% block title %}{{ page.title }} · {{ site.title }}{% endblock %}
    {% block main %}
    <h1>{{ page.title }}</h1>
    {{ page.body }}
    {% endblock %}

    """

  private static let notFound = """
    {% extends "layouts/base.html" %}
    {% block title %}Not found · {{ site.title }}{% endblock %}
    {% block main %}
    <h1>Not found</h1>
    <p><a href="{{ site.url }}">To the home page</a></p>
    {% endblock %}

    """

  private static let feed = """
    <?xml version="1.0" encoding="utf-8"?>
    {# In XML every value is escaped for XML, and URLs have their scheme and host. #}
    <rss version="2.0">
    <channel>
    <title>{{ site.title }}</title>
    <link>{{ site.url }}</link>
    <description>{{ site.description ?? site.title }}</description>
    {% for post in posts | take(20) %}
    <item>
    <title>{{ post.title }}</title>
    <link>{{ post.url }}</link>
    <guid>{{ post.url }}</guid>
    <pubDate>{{ post.publishedAt | date(rss) }}</pubDate>
    <description>{{ post.body }}</description>
    </item>
    {% endfor %}
    </channel>
    </rss>

    """

  private static let postLink = """
    {# Called as <PostLink post={post} />. Its props have types, and a call that doesn't fit them is an error. #}
    {% props post: Post, showSummary: Bool = true %}
    <a href="{{ post.url }}">{{ post.title }}</a>
    {% if showSummary and post.summary %}
    – {{ post.summary }}
    {% endif %}

    """

  private static let note = """
    {# For Markdown too: put <Note> and </Note> on lines of their own around some text. #}
    {% props kind: "tip" | "warning" = "tip" %}
    <aside class="note note-{{ kind }}">
    {{ slot }}
    </aside>
    <style>
    .note { border-inline-start: 3px solid; padding-inline-start: 1em; }
    .note-warning { border-color: #c60; }
    </style>

    """

  private static let style = """
    :root { color-scheme: light dark; --accent: #15c; }
    [data-accent="green"] { --accent: #175; }
    body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 system-ui, sans-serif; }
    header { display: flex; justify-content: space-between; gap: 1rem; }
    a { color: var(--accent); }
    img { max-width: 100%; height: auto; }
    pre { overflow-x: auto; }

    """
}
