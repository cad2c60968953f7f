/// The files of Zola's site but for the posts, as Zola 0.21 reads them (https://www.getzola.org/documentation/).
///
/// Later versions read them too: highlighting is off unless it is asked for, so no key of it is set.
enum ZolaSite {
  static let files = [
    "config.toml": settings,
    "content/_index.md": "+++\ntitle = \"Benchmark\"\n+++\n",
    "content/posts/_index.md": "+++\ntitle = \"Posts\"\nsort_by = \"date\"\npaginate_by = 20\n+++\n",
    "templates/base.html": base,
    "templates/index.html": home,
    "templates/section.html": list,
    "templates/page.html": post,
    "templates/taxonomy_list.html": terms,
    "templates/taxonomy_single.html": term,
    "templates/paging.html": paging,
    "templates/card.html": card,
    "static/style.css": "body { max-width: 40rem; margin: auto; font-family: serif; }\n",
  ]

  private static let settings = """
    base_url = "https://bench.example"
    title = "Benchmark"
    compile_sass = false
    build_search_index = false
    generate_feeds = true
    feed_filenames = ["rss.xml"]
    feed_limit = 20
    taxonomies = [
      { name = "tags", paginate_by = 20 },
      { name = "categories", paginate_by = 20 },
    ]

    # Terms keep their accents in addresses, as in Presstime and Hugo.
    [slugify]
    taxonomies = "safe"

    """

  private static let base = """
    {% if page %}{% set title = page.title %}{% elif term %}{% set title = term.name %}{% elif taxonomy %}{% set title = taxonomy.name %}{% else %}{% set title = section.title %}{% endif -%}
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{ title }} · {{ config.title }}</title>
    {% if page %}<meta name="description" content="{{ page.description }}">{% endif %}
    <meta property="og:title" content="{{ title }}">
    <meta property="og:url" content="{{ current_url | safe }}">
    <link rel="canonical" href="{{ current_url | safe }}">
    <link rel="stylesheet" href="/style.css">
    <link rel="alternate" type="application/rss+xml" href="/rss.xml">
    </head>
    <body>
    <header><a href="/">{{ config.title }}</a> <a href="/posts/">Posts</a></header>
    <main>
    {% block main %}{% endblock main %}
    </main>
    <footer><p>{{ config.title }}</p></footer>
    </body>
    </html>

    """

  private static let post = """
    {% extends "base.html" %}
    {% block main %}
    <article>
    {% for name in page.taxonomies.categories %}<p><a href="{{ get_taxonomy_url(kind="categories", name=name) | safe }}">{{ name }}</a></p>{% endfor %}
    <h1>{{ page.title }}</h1>
    {% if page.description %}<p class="lede">{{ page.description }}</p>{% endif %}
    <p><time datetime="{{ page.date }}">{{ page.date | date(format="%-d %B %Y") }}</time>
    {{ page.reading_time }} min read</p>
    <nav><ul>
    {% for heading in page.toc %}<li><a href="#{{ heading.id }}">{{ heading.title }}</a>
    {% if heading.children %}<ul>
    {% for child in heading.children %}<li><a href="#{{ child.id }}">{{ child.title }}</a></li>
    {% endfor %}</ul>{% endif %}</li>
    {% endfor %}</ul></nav>
    {{ page.content | safe }}
    <ul>
    {% for tag in page.taxonomies.tags %}<li><a href="{{ get_taxonomy_url(kind="tags", name=tag) | safe }}" rel="tag">{{ tag }}</a></li>
    {% endfor %}</ul>
    <nav>
    {% if page.higher %}<a href="{{ page.higher.permalink | safe }}" rel="prev">{{ page.higher.title }}</a>{% endif %}
    {% if page.lower %}<a href="{{ page.lower.permalink | safe }}" rel="next">{{ page.lower.title }}</a>{% endif %}
    </nav>
    </article>
    {% endblock main %}

    """

  private static let list = """
    {% extends "base.html" %}
    {% block main %}
    <h1>{{ section.title }}</h1>
    {% include "paging.html" %}
    {% endblock main %}

    """

  private static let term = """
    {% extends "base.html" %}
    {% block main %}
    <h1>{{ term.name }}</h1>
    {% include "paging.html" %}
    {% endblock main %}

    """

  private static let terms = """
    {% extends "base.html" %}
    {% block main %}
    <h1>{{ taxonomy.name }}</h1>
    <ul>
    {% for term in terms %}<li><a href="{{ term.permalink | safe }}">{{ term.name }}</a> {{ term.page_count }}</li>
    {% endfor %}</ul>
    {% endblock main %}

    """

  private static let home = """
    {% extends "base.html" %}
    {% block main %}
    <h1>{{ config.title }}</h1>
    {% set posts = get_section(path="posts/_index.md") %}
    {% for page in posts.pages | slice(end=10) %}{% include "card.html" %}{% endfor %}
    {% endblock main %}

    """

  // Files and not macros, because Tera copies what a macro is given.
  private static let paging = """
    {% for page in paginator.pages %}{% include "card.html" %}{% endfor %}
    <nav>
    {% if paginator.previous %}<a href="{{ paginator.previous | safe }}" rel="prev">Newer</a>{% endif %}
    {{ paginator.current_index }} of {{ paginator.number_pagers }}
    {% if paginator.next %}<a href="{{ paginator.next | safe }}" rel="next">Older</a>{% endif %}
    </nav>

    """

  private static let card = """
    <article>
    <h2><a href="{{ page.permalink | safe }}">{{ page.title }}</a></h2>
    <p><time datetime="{{ page.date }}">{{ page.date | date(format="%-d %B %Y") }}</time>
    {% for name in page.taxonomies.categories %}<a href="{{ get_taxonomy_url(kind="categories", name=name) | safe }}">{{ name }}</a>{% endfor %}</p>
    <p>{{ page.description }}</p>
    </article>

    """
}
