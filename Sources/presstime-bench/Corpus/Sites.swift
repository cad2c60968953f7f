import DefaultTheme

/// The same posts as sites of several generators.
extension Workspace {
  /// A site of Presstime, with its default theme.
  func writePresstimeSite(
    _ folder: String, _ corpus: Corpus, theme: String = "default"
  ) throws(BenchProblem) {
    try write(
      folder + "/content/site.toml",
      """
      edition = "1"
      title = "Benchmark"
      url = "https://bench.example/"
      theme = "\(theme)"

      """)
    try writePosts(folder + "/content/posts", corpus) { $0.text }
  }

  /// A theme that is the default one, with a copy of one template that can be edited.
  func writeExtendedTheme(_ folder: String, name: String, template: String) throws(BenchProblem) {
    guard let file = DefaultThemeFiles.all.first(where: { $0.path == template }) else {
      throw BenchProblem("the default theme has no \(template)")
    }
    let theme = "\(folder)/themes/\(name)/"
    try write(theme + "theme.toml", "name = \"\(name)\"\nextends = \"default\"\n")
    try write(theme + template, String(decoding: file.bytes, as: UTF8.self))
  }

  /// A site of Hugo with a theme of its own, as small as one can be that makes the same kinds of pages.
  ///
  /// It has no related posts, whose cost grows with the square of the posts, no highlighting, and no feed but
  /// the home page's. The templates lie where every Hugo finds them, the new ones too.
  func writeHugoSite(_ folder: String, _ corpus: Corpus) throws(BenchProblem) {
    for (name, text) in HugoSite.files { try write(folder + "/" + name, text) }
    try writePosts(folder + "/content/posts", corpus) { $0.text }
  }

  /// A site of Zola that makes the pages of Hugo's.
  func writeZolaSite(_ folder: String, _ corpus: Corpus) throws(BenchProblem) {
    for (name, text) in ZolaSite.files { try write(folder + "/" + name, text) }
    try writePosts(folder + "/content/posts", corpus) { $0.zolaText }
  }

  private func writePosts(
    _ folder: String, _ corpus: Corpus, _ text: (GeneratedPost) -> String
  ) throws(BenchProblem) {
    for index in 0..<corpus.count {
      if index % 100 == 0 { try Interruption.check() }
      try write("\(folder)/\(Corpus.slug(index)).md", text(corpus.post(index)))
    }
  }
}
