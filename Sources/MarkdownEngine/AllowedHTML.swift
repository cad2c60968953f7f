import Diagnostics

/// The elements and attributes that are kept of HTML from a source that is not trusted. What is not named here is
/// left out: programs, forms, frames, styles, ids and classes.
enum AllowedHTML {
  /// Elements that stand anywhere, and the attributes of each beside those of all.
  private static let elements: [String: Set<String>] = {
    var all: [String: Set<String>] = [
      "a": ["href"], "img": ["src", "alt", "width", "height"], "td": ["colspan", "rowspan"],
      "th": ["colspan", "rowspan", "scope"], "ol": ["start", "reversed"], "code": ["class"],
      "time": ["datetime"], "ins": ["datetime"], "del": ["datetime"], "details": ["open"], "col": ["span"],
      "colgroup": ["span"],
    ]
    for name in [
      "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "dd", "dfn", "div", "dl", "dt", "em",
      "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "kbd", "li", "mark", "p", "pre",
      "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup",
      "table", "tbody", "tfoot", "thead", "tr", "u", "ul", "var", "wbr",
    ] { all[name] = [] }
    return all
  }()

  private static let ofAll: Set<String> = ["title", "lang", "dir"]

  static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
  ]

  /// Elements whose inside goes with them: it is no text, or meant for something else.
  static let hidden: Set<String> = [
    "applet", "audio", "canvas", "embed", "frameset", "head", "iframe", "math", "noembed", "noframes",
    "noscript", "object", "plaintext", "script", "select", "style", "svg", "template", "textarea", "title",
    "video", "xmp",
  ]

  /// Elements that would end others of the page around the text, outside of what they belong to.
  private static let parents: [String: Set<String>] = [
    "li": ["ul", "ol"], "dt": ["dl"], "dd": ["dl"], "caption": ["table"], "col": ["table"],
    "colgroup": ["table"], "tbody": ["table"], "tfoot": ["table"], "thead": ["table"], "tr": ["table"],
    "td": ["table"], "th": ["table"], "summary": ["details"], "figcaption": ["figure"], "rt": ["ruby"],
    "rp": ["ruby"],
  ]

  static let blocks: Set<String> = [
    "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4",
    "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
  ]

  static func isKept(_ name: String, within open: [String]) -> Bool {
    guard elements[name] != nil else { return false }
    guard let parents = parents[name] else { return true }
    return open.contains { parents.contains($0) }
  }

  /// Whether an attribute with this value, references undone, is kept. Addresses are checked elsewhere.
  static func isKept(_ attribute: String, _ value: String, of element: String) -> Bool {
    guard ofAll.contains(attribute) || elements[element]?.contains(attribute) == true else { return false }
    switch attribute {
    case "width", "height", "colspan", "rowspan", "start", "span":
      return !value.isEmpty && value.utf8.count <= 5 && value.utf8.allSatisfy { $0.isASCIIDigit }
    case "class":
      return value.hasPrefix("language-")
        && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>&`=".utf8.contains($0) }
    case "dir": return ["ltr", "rtl", "auto"].contains(value.lowercased())
    case "scope": return ["row", "col", "rowgroup", "colgroup"].contains(value.lowercased())
    default: return true
    }
  }
}
