import Testing

@testable import presstime_bench

@Suite struct CorpusTests {
  @Test func thePostsOfTheCorpusStayTheSame() {
    let post = Corpus(count: 1).post(0)
    #expect(post.text.hasPrefix("---\ntitle: \"\(post.title)\"\ndate: 2000-01-01T"))
    #expect(post.text.utf8.count == 6_413)
  }

  @Test func zolaGetsTheSamePostWithFrontMatterOfItsOwn() {
    let post = Corpus(count: 10).post(5)
    #expect(post.zolaText.hasPrefix("+++\ntitle = \"\(post.title)\"\ndate = \(post.date)\n"))
    #expect(post.zolaText.contains("\n[taxonomies]\ntags = [\"\(post.tags[0])\""))
    #expect(post.zolaText.contains("\ncategories = [\"\(post.category)\"]\n+++\n\n"))
    #expect(post.zolaText.hasSuffix(post.body) && post.text.hasSuffix(post.body))
    // Zola would take these for shortcodes.
    for mark in ["{{", "{%"] { #expect(!post.body.contains(mark)) }
  }

  /// Zola is not at hand wherever tests run; what its templates name is.
  @Test func templatesNameTemplatesThatAreThere() {
    let templates = ZolaSite.files.filter { $0.key.hasPrefix("templates/") }
    var named: Set<String> = [
      "index.html", "section.html", "page.html", "taxonomy_list.html", "taxonomy_single.html",
    ]
    for text in templates.values {
      named.formUnion(text.matches(of: /\{% (?:extends|include) "([^"]+)" %\}/).map { String($0.1) })
      for word in ["block", "for", "if"] {
        let (opened, closed) = (text.ranges(of: "{% \(word) ").count, text.ranges(of: "{% end\(word) ").count)
        #expect(opened == closed)
      }
    }
    #expect(Set(templates.keys) == Set(named.map { "templates/" + $0 }))
  }
}
