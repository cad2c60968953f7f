import Models

/// What a filter does when it runs.
enum FilterOperation: Sendable {
  case filter, map, compactMap, any, all
  case sort(descending: Bool)
  case group(keyIsList: Bool)
  case take, drop, first, last, reverse, unique, count, flatten, join, containsElement, containsText
  case date(format: Int)
  case upper, lower, title, truncate, replace, split, slug, stripHTML, plain, wordCount, absolute
  case trim, startsWith, endsWith, urlEncode, markdown, trusted, relativeDate
  /// The shape is a number in `ProgramSet.shapes`.
  case json(shape: Int)
  case sum, min, max, zip, round, floor, ceiling, absoluteNumber
  /// What stands for a value in the URL of another route's page.
  case entryKey(isPath: Bool), numberKey(digits: Int)
}

/// The parameters of a filter, for matching arguments and for messages.
struct FilterSignature {
  struct Parameter {
    let name: String
    let isRequired: Bool
  }

  let parameters: [Parameter]
  let example: String

  init(_ parameters: String..., example: String) {
    self.parameters = parameters.map { text in
      let isOptional = text.hasSuffix("?")
      return Parameter(name: isOptional ? String(text.dropLast()) : text, isRequired: !isOptional)
    }
    self.example = example
  }
}

/// All filters; the manual's table is held against this one by a test.
enum FilterTable {
  static let signatures: [String: FilterSignature] = [
    "filter": FilterSignature("where", example: "posts | filter(.category == \"News\")"),
    "map": FilterSignature("to", example: "posts | map(.title)"),
    "compactMap": FilterSignature("to", example: "posts | compactMap(.summary)"),
    "all_languages": FilterSignature(example: "posts | all_languages"),
    "any": FilterSignature("where", example: "posts | any(.draft)"),
    "all": FilterSignature("where", example: "posts | all(.draft)"),
    "sort": FilterSignature("by?", "order?", example: "posts | sort(by: .title, order: \"desc\")"),
    "group": FilterSignature("by", example: "posts | group(by: .tags)"),
    "paginate": FilterSignature("size", example: "posts | paginate(10)"),
    "take": FilterSignature("count", example: "posts | take(5)"),
    "drop": FilterSignature("count", example: "posts | drop(1)"),
    "first": FilterSignature(example: "posts | first"),
    "last": FilterSignature(example: "posts | last"),
    "reverse": FilterSignature(example: "posts | reverse"),
    "unique": FilterSignature(example: "tags | unique"),
    "count": FilterSignature(example: "posts | count"),
    "flatten": FilterSignature(example: "posts | map(.tags) | flatten"),
    "join": FilterSignature("separator?", example: "post.tags | join(\", \")"),
    "contains": FilterSignature("value", example: "post.tags | contains(\"swift\")"),
    "date": FilterSignature("format", example: "post.publishedAt | date(\"%e %B %Y\")"),
    "upper": FilterSignature(example: "post.title | upper"),
    "lower": FilterSignature(example: "post.title | lower"),
    "title": FilterSignature(example: "post.title | title"),
    "truncate": FilterSignature("length", "end?", example: "post.title | truncate(40)"),
    "replace": FilterSignature("old", "new", example: "post.title | replace(\"-\", \" \")"),
    "split": FilterSignature("separator", example: "\"a,b\" | split(\",\")"),
    "slug": FilterSignature(example: "post.title | slug"),
    "strip_html": FilterSignature(example: "text | strip_html"),
    "plain": FilterSignature(example: "post.body | plain"),
    "wordcount": FilterSignature(example: "post.title | wordcount"),
    "absolute": FilterSignature(example: "post.url | absolute"),
    "trim": FilterSignature(example: "\"  a  \" | trim"),
    "startsWith": FilterSignature("text", example: "post.title | startsWith(\"The \")"),
    "endsWith": FilterSignature("text", example: "post.title | endsWith(\"?\")"),
    "urlencode": FilterSignature(example: "post.title | urlencode"),
    "markdown": FilterSignature(example: "\"**bold**\" | markdown"),
    "trusted": FilterSignature(example: "\"<b>bold</b>\" | trusted"),
    "json": FilterSignature(example: "post.tags | json"),
    "sum": FilterSignature(example: "posts | map(.wordCount) | sum"),
    "min": FilterSignature(example: "posts | map(.wordCount) | min"),
    "max": FilterSignature(example: "posts | map(.wordCount) | max"),
    "zip": FilterSignature("with", example: "[1, 2] | zip([\"a\", \"b\"])"),
    "round": FilterSignature(example: "2.5 | round"),
    "floor": FilterSignature(example: "2.5 | floor"),
    "ceil": FilterSignature(example: "2.5 | ceil"),
    "abs": FilterSignature(example: "(1 - 3) | abs"),
  ]

  static var names: [String] { signatures.keys.sorted() }

  /// The filters of other template languages, and how the same is said here.
  static let elsewhere: [String: String] = [
    "where": "write `filter(.field == value)`", "size": "write `.count`", "length": "write `.count`",
    "default": "write `value ?? fallback`",
    "safe": "remove it: a body's markup is written as it is; `trusted` makes markup of a text",
    "escape": "values are escaped by their place, without a filter", "striptags": "write `strip_html`",
    "sortBy": "write `sort(by: .field)`", "sort_by": "write `sort(by: .field)`",
    "group_by": "write `group(by: .field)`",
    "limit": "write `take(n)`", "slice": "write `drop(n) | take(m)`",
    "markdownify": "write `markdown`",
    "truncatewords": "write `truncate(n)`",
    "relURL": "write `link(\"route.html\", key)`, or `.url` of an entry",
    "absURL": "write `absolute`", "absolute_url": "write `absolute`",
    "dateFormat": "write `date(\"%Y-%m-%d\")`",
    "humanize": "write `title`", "capitalize": "write `title`",
    "slugify": "write `slug`", "tojson": "inside `<script>` every value is JSON already",
    "head": "write `take(n)`", "includes": "write `contains(value)`", "hasTag": "write `contains(\"tag\")`",
    "has": "write `contains(value)`", "in": "write `contains(value)`", "nth": "write `drop(n) | first`",
    "get": "write `.field`", "attr": "write `.field`", "concat": "write `[a, b] | flatten`",
    "push": "write `[a, b] | flatten`", "append": "texts are joined with `+`",
    "prepend": "texts are joined with `+`",
    "uniq": "write `unique`", "reversed": "write `reverse`", "select": "write `filter(condition)`",
    "selectattr": "write `filter(.field)`", "rejectattr": "write `filter(not .field)`",
    "reject": "write `filter(not condition)`",
    "where_exp": "write `filter(.field == value)`", "find": "write `filter(condition) | first`",
    "raw": "remove it: a body's markup is written as it is; `trusted` makes markup of a text",
    "safeHTML": "remove it: a body's markup is written as it is; `trusted` makes markup of a text",
    "safeURL": "remove it: an address is checked where it is written",
    "dump": "write `json`", "jsonify": "write `json`", "inspect": "write `json`",
    "strip": "write `trim`", "upcase": "write `upper`", "downcase": "write `lower`",
    "split_lines": "write `split(\"\\n\")`",
    "url": "an address is `post.url`, `link(\"route.html\", key)` or `asset(\"style.css\")`",
    "relative_url": "an address is `post.url`, `link(\"route.html\", key)` or `asset(\"style.css\")`",
    "relLangURL": "write `link(\"route.html\", key)`, or `.url` of an entry",
    "date_to_xmlschema": "write `date(iso)`", "date_to_rfc822": "write `date(rss)`",
    "plainify": "write `plain`", "number_of_words": "write `wordcount`", "excerpt": "write `.body.excerpt`",
    "int": "numbers of front matter are numbers when the model says so",
    "float": "numbers of front matter are numbers when the model says so",
    "string": "write the value with its own `{{ }}`",
    "round_to": "write `round`", "plus": "write `a + b`", "minus": "write `a - b`", "times": "write `a * b`",
    "divided_by": "write `a / b`", "modulo": "write `a % b`",
  ]

  /// What there is for values of a type, for a filter that is like none.
  static func sentence(of type: ValueType?) -> String {
    func sentence(_ what: String, _ names: [String]) -> String {
      "filters of \(what) are " + names.map { "`\($0)`" }.joined(separator: ", ")
    }
    switch type {
    case .list:
      return sentence(
        "lists",
        [
          "filter", "map", "compactMap", "sort", "group", "take", "drop", "first", "last", "reverse",
          "unique",
          "count", "contains", "join", "any", "all", "flatten", "zip", "sum", "min", "max", "all_languages",
        ])
    case .int, .double: return sentence("numbers", ["round", "floor", "ceil", "abs"])
    case .date: return sentence("dates", ["date"])
    case .body, .html: return sentence("markup", ["plain"])
    case .url: return sentence("addresses", ["absolute"])
    case let type? where type.isText:
      return sentence(
        "texts",
        [
          "upper", "lower", "title", "trim", "truncate", "replace", "split", "startsWith", "endsWith",
          "contains",
          "slug", "urlencode", "wordcount", "strip_html", "markdown", "trusted",
        ])
    default:
      return
        "filters of every value: `json`; those of lists, texts and dates are in the manual, under templates"
    }
  }
}
