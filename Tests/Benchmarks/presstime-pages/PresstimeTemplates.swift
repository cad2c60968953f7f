/// The blog's theme, written as themes are: a layout, two routes and a component.
enum PresstimeTemplates {
  static let all = [
    "layouts/base.html": layout, "routes/posts/[post].html": post, "routes/index.html": index,
    "routes/tags/[tag].html": tag, "components/PostCard.html": card,
  ]

  private static let layout = """
    <!DOCTYPE html>
    <html lang="{{ current.language }}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{% block title %}{{ site.title }}{% endblock %}</title>
    <link rel="canonical" href="{{ current.url | absolute }}">
    <link rel="stylesheet" href="/style.css">
    {% block head %}
    {% endblock %}
    </head>
    <body>
    <header>
    <a href="{{ site.url }}">{{ site.title }}</a>
    <nav>
    <ul>
    {% for item in menus.main %}
    <li><a href="{{ item.url }}">{{ item.title }}</a></li>
    {% endfor %}
    </ul>
    </nav>
    </header>
    <main>
    {% block main %}
    {% endblock %}
    </main>
    <footer>
    <p>{{ site.footer }}</p>
    </footer>
    </body>
    </html>

    """

  private static let post = """
    {% each post in posts %}
    {% extends "layouts/base.html" %}
    {% block title %}{{ post.title }} · {{ site.title }}{% endblock %}
    {% block head %}
    {% if post.summary %}
    <meta name="description" content="{{ post.summary }}">
    {% endif %}
    {% endblock %}
    {% block main %}
    <article>
    <h1>{{ post.title }}</h1>
    <p><time datetime="{{ post.publishedAt | date("%F") }}">{{ post.publishedAt | date("%-d %B %Y") }}</time>, {{ post.readingTime }} minutes</p>
    {{ post.body }}
    <ul class="tags">
    {% for tag in post.tags %}
    <li><a href="{{ link("tags/[tag].html", tag) }}">{{ tag }}</a></li>
    {% endfor %}
    </ul>
    </article>
    <nav>
    {% if post.previous %}
    <a rel="prev" href="{{ post.previous.url }}">{{ post.previous.title }}</a>
    {% endif %}
    {% if post.next %}
    <a rel="next" href="{{ post.next.url }}">{{ post.next.title }}</a>
    {% endif %}
    </nav>
    <h2>Related</h2>
    {% for other in post.related %}
    <PostCard post={other} />
    {% endfor %}
    {% endblock %}
    """

  private static let index = """
    {% extends "layouts/base.html" %}
    {% block main %}
    <h1>All posts</h1>
    {% for post in posts %}
    <PostCard post={post} />
    {% endfor %}
    {% endblock %}
    """

  /// Never written: the post's page links to it.
  private static let tag = """
    {% each tag in posts | group(by: .tags) %}
    {{ tag.key }}
    """

  private static let card = """
    {% props post: Post %}
    <article>
    <h3><a href="{{ post.url }}">{{ post.title }}</a></h3>
    <p><time datetime="{{ post.publishedAt | date("%F") }}">{{ post.publishedAt | date("%-d %B %Y") }}</time></p>
    {% if post.summary %}
    <p>{{ post.summary }}</p>
    {% endif %}
    </article>

    """
}
