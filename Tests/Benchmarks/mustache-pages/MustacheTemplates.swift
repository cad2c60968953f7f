/// The blog's templates, written as Mustache templates are: the pages inherit from a parent, a partial is a card.
enum MustacheTemplates {
  static let all = ["base": base, "post": post, "index": index, "card": card]

  private static let base = """
    <!DOCTYPE html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{$title}}{{site.title}}{{/title}}</title>
    <link rel="canonical" href="{{site.origin}}{{url}}">
    <link rel="stylesheet" href="/style.css">
    {{$head}}
    {{/head}}
    </head>
    <body>
    <header>
    <a href="{{site.url}}">{{site.title}}</a>
    <nav>
    <ul>
    {{#menu}}
    <li><a href="{{url}}">{{title}}</a></li>
    {{/menu}}
    </ul>
    </nav>
    </header>
    <main>
    {{$main}}
    {{/main}}
    </main>
    <footer>
    <p>{{site.footer}}</p>
    </footer>
    </body>
    </html>

    """

  private static let post = """
    {{<base}}
    {{$title}}{{title}} · {{site.title}}{{/title}}
    {{$head}}
    {{#summary}}
    <meta name="description" content="{{summary}}">
    {{/summary}}
    {{/head}}
    {{$main}}
    <article>
    <h1>{{title}}</h1>
    <p><time datetime="{{isoDate}}">{{shownDate}}</time>, {{readingTime}} minutes</p>
    {{{body}}}
    <ul class="tags">
    {{#tags}}
    <li><a href="{{url}}">{{title}}</a></li>
    {{/tags}}
    </ul>
    </article>
    <nav>
    {{#previous}}
    <a rel="prev" href="{{url}}">{{title}}</a>
    {{/previous}}
    {{#next}}
    <a rel="next" href="{{url}}">{{title}}</a>
    {{/next}}
    </nav>
    <h2>Related</h2>
    {{#related}}
    {{>card}}
    {{/related}}
    {{/main}}
    {{/base}}

    """

  private static let index = """
    {{<base}}
    {{$main}}
    <h1>All posts</h1>
    {{#posts}}
    {{>card}}
    {{/posts}}
    {{/main}}
    {{/base}}

    """

  private static let card = """
    <article>
    <h3><a href="{{url}}">{{title}}</a></h3>
    <p><time datetime="{{isoDate}}">{{shownDate}}</time></p>
    {{#summary}}
    <p>{{summary}}</p>
    {{/summary}}
    </article>

    """
}
