import Diagnostics
import Testing

@testable import Importing

/// Tags of template languages and MDX in texts: which are found, and where.
@Suite struct ForeignMarksTests {
  static let texts: [(generator: Generator, text: String, found: [String])] = [
    (.jekyll, "a {% include my-figure.html src=\"a\" %} b", ["3 {% include my-figure.html %}"]),
    (.jekyll, "{%- include a.html -%} {% assign x = 1 %}", ["1 {% include a.html %}", "24 {% assign %}"]),
    (
      .jekyll, "{{ site.baseurl }}/a {{page.title | upcase}}",
      ["1 {{ site.baseurl }}", "22 {{ page.title }}"]
    ),
    (.jekyll, "`{{ x }}` and `` {% x %} ` `` {{ y }}", ["31 {{ y }}"]),
    (.jekyll, "```\n{{ x }}\n```\n{{ y }}", ["17 {{ y }}"]),
    (.jekyll, "~~~ruby\n{% x %}\n```\n~~~~\n", []),
    (.jekyll, "```\n{% raw %}{{ x }}{% endraw %}\n```\n", ["5 {% raw %}"]),
    (
      .jekyll, "{% highlight ruby %}\n{{ x }}\n{% endhighlight %}\n{{ y }}",
      ["1 {% highlight %}", "49 {{ y }}"]
    ),
    (.jekyll, "{% raw %}{{ x }}{% endraw %} {{ y }}", ["1 {% raw %}", "30 {{ y }}"]),
    (.jekyll, "text\n\n    {{ code }}\n\nback {{ y }}", ["28 {{ y }}"]),
    (.jekyll, "- item\n\n    {{ x }} in the item", ["13 {{ x }}"]),
    (.jekyll, "text\n    {{ x }} of a paragraph", ["10 {{ x }}"]),
    (.jekyll, "# A\n{: .wide}\n[a](b){:target=\"_blank\"} {:} {: open", ["5 {: … }", "21 {: … }"]),
    (.jekyll, "$\\frac{{a}}{b}$ {{}} {% %} {{ {a: 1}", []),
    (.hugo, "{{< figure src=\"a\" >}} {{% note %}}x{{% /note %}}", ["1 {{< figure >}}", "24 {{% note %}}"]),
    (.hugo, "[a]({{< ref \"b.md\" >}}) {{</* x */>}}", ["5 {{< ref >}}", "25 {{</* … */>}}"]),
    (.hugo, "{{<figure>}} {{< open", ["1 {{< figure >}}", "14 {{< open >}}"]),
    (
      .zola, "{{ youtube(id=\"x\") }} {% quote(author=\"y\") %}z{% end %}",
      ["1 {{ youtube(…) }}", "23 {% quote(…) %}"]
    ),
    (.hugo, "{{ .Title }} {% x %} {: .a}", []), (.astro, "{{ x }} {% x %}", []),
    (.zola, "{{ page.title }}", []),
    (.jekyll, "Term\n:   Meaning\n\n: text", ["6 Definition lists"]),
    (.zola, "Term\n: Meaning", []),
    (.jekyll, "*[HTML]: Text\n*[a] b", ["1 Abbreviations"]),
    (.jekyll, "[TOC]\n", ["1 Marks for a table of contents"]),
    (
      .hugo, "Text\n{.a .b}\n# H {#id}\n# H {#id .a}\n# H {.a}", ["6 {.class}", "28 {.class}", "41 {.class}"]
    ),
    (.astro, "## Table of Contents\n", ["1 Headings for a table of contents"]),
    (.astro, ":::note Title\nx\n:::\n!!! warning", ["1 ::: note", "21 !!! warning"]),
    (.eleventy, "{% image \"a.jpg\", \"A\" %}", ["1 {% image %}"]),
  ]

  @Test(arguments: texts.indices) func tagsAreFound(_ index: Int) {
    let sample = Self.texts[index]
    #expect(Self.marks(sample.text, sample.generator) == sample.found)
  }

  static func marks(_ text: String, _ generator: Generator, isMDX: Bool = false) -> [String] {
    ForeignMarks(Array(text.utf8), from: 0, generator: generator, isMDX: isMDX).marks.map {
      "\($0.span.start + 1) \($0.name)"
    }
  }

  @Test func componentsAndModulesOfMDX() {
    let text = """
      import A from "./A.astro"
      export const x = 1

      <A x={1} /> and <b>{x}</b>

      ```jsx
      <B />{y}
      ```
      {/* a comment */} `<C />`
      """
    #expect(
      Self.marks(text, .astro, isMDX: true) == [
        "1 import …", "27 export …", "47 <A>", "66 {expression}", "95 {/* … */}",
      ])
    #expect(Self.marks(text, .astro) == [])
    #expect(Self.marks("# Plain\n\n*text* <br> 1 < 2 {1}", .astro, isMDX: true) == [])
  }

  @Test func emojiByName() {
    let text = Array("a :smile: b:c:d 10:20:30 `:x1:` :+1: :tada:\n".utf8)
    let marks = ForeignMarks(text, from: 0, generator: .hugo, isMDX: false, hasEmoji: true).marks
    #expect(marks.map(\.span.start) == [2, 32, 37])
    #expect(ForeignMarks(text, from: 0, generator: .hugo, isMDX: false).marks.isEmpty)
  }

  @Test func namesOfComponents() {
    #expect(ForeignMarks.componentName("my-figure") == "MyFigure")
    #expect(ForeignMarks.componentName("youTube_lite") == "YouTubeLite")
    #expect(ForeignMarks.componentName("") == "Name")
  }

  /// Many open tags on one line are looked at once each, and nothing of them traps.
  @Test func oddTexts() {
    for piece in ["{{", "{%", "{:", "`", "<A", "{{<", "{%-", "```\n", "{/*", "    {{ a", "\u{0}"] {
      _ = Self.marks(String(repeating: piece, count: 200), .jekyll, isMDX: true)
      _ = Self.marks("a\n" + piece, .zola)
    }
  }
}
