/// The files of Hugo's site but for the posts.
enum HugoSite {
  static let files = [
    "hugo.toml": settings,
    "layouts/_default/baseof.html": base,
    "layouts/_default/single.html": post,
    "layouts/_default/list.html": list,
    "layouts/_default/terms.html": terms,
    "layouts/index.html": home,
    "layouts/partials/card.html": card,
    "static/style.css": "body { max-width: 40rem; margin: auto; font-family: serif; }\n",
  ]

  private static let settings = """
    baseURL = "https://bench.example/"
    title = "Benchmark"

    [taxonomies]
    tag = "tags"
    category = "categories"

    [outputs]
    home = ["html", "rss"]
    section = ["html"]
    taxonomy = ["html"]
    term = ["html"]

    [pagination]
    pagerSize = 20
    disableAliases = true

    [services.rss]
    limit = 20

    [markup.highlight]
    codeFences = false

    [markup.goldmark.renderer]
    unsafe = true

    """

  private static let base = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{ .Title }} · {{ .Site.Title }}</title>
    {{ with .Params.summary }}<meta name="description" content="{{ . }}">{{ end }}
    <meta property="og:title" content="{{ .Title }}">
    <meta property="og:url" content="{{ .Permalink }}">
    <link rel="canonical" href="{{ .Permalink }}">
    <link rel="stylesheet" href="{{ "style.css" | relURL }}">
    <link rel="alternate" type="application/rss+xml" href="{{ "index.xml" | relURL }}">
    </head>
    <body>
    <header><a href="{{ "/" | relURL }}">{{ .Site.Title }}</a> <a href="{{ "/posts/" | relURL }}">Posts</a></header>
    <main>
    {{ block "main" . }}{{ end }}
    </main>
    <footer><p>{{ .Site.Title }}</p></footer>
    </body>
    </html>

    """

  private static let post = """
    {{ define "main" }}
    <article>
    {{ range .GetTerms "categories" }}<p><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></p>{{ end }}
    <h1>{{ .Title }}</h1>
    {{ with .Params.summary }}<p class="lede">{{ . }}</p>{{ end }}
    <p><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006" }}</time>
    {{ .ReadingTime }} min read</p>
    {{ .TableOfContents }}
    {{ .Content }}
    <ul>
    {{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}" rel="tag">{{ .LinkTitle }}</a></li>
    {{ end }}</ul>
    <nav>
    {{ with .PrevInSection }}<a href="{{ .RelPermalink }}" rel="prev">{{ .Title }}</a>{{ end }}
    {{ with .NextInSection }}<a href="{{ .RelPermalink }}" rel="next">{{ .Title }}</a>{{ end }}
    </nav>
    </article>
    {{ end }}

    """

  private static let list = """
    {{ define "main" }}
    <h1>{{ .Title }}</h1>
    {{ $list := .Paginate .RegularPages }}
    {{ range $list.Pages }}{{ partial "card.html" . }}{{ end }}
    <nav>
    {{ with $list.Prev }}<a href="{{ .URL }}" rel="prev">Newer</a>{{ end }}
    {{ $list.PageNumber }} of {{ $list.TotalPages }}
    {{ with $list.Next }}<a href="{{ .URL }}" rel="next">Older</a>{{ end }}
    </nav>
    {{ end }}

    """

  private static let terms = """
    {{ define "main" }}
    <h1>{{ .Title }}</h1>
    <ul>
    {{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ len .Pages }}</li>
    {{ end }}</ul>
    {{ end }}

    """

  private static let home = """
    {{ define "main" }}
    <h1>{{ .Site.Title }}</h1>
    {{ range first 10 .Site.RegularPages }}{{ partial "card.html" . }}{{ end }}
    {{ end }}

    """

  private static let card = """
    <article>
    <h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
    <p><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006" }}</time>
    {{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</p>
    <p>{{ .Summary }}</p>
    </article>

    """
}
