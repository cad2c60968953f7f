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
    try writePosts(folder + "/content/posts", corpus)
  }

  /// A site of Hugo with a theme of its own, as small as one can be that makes the same kinds of pages.
  ///
  /// It has no related posts, whose cost grows with the square of the posts, no highlighting, and no feed but
  /// the home page's. The templates lie where every Hugo finds them, the new ones too.
  func writeHugoSite(_ folder: String, _ corpus: Corpus) throws(BenchProblem) {
    for (name, text) in HugoSite.files { try write(folder + "/" + name, text) }
    try writePosts(folder + "/content/posts", corpus)
  }

  private func writePosts(_ folder: String, _ corpus: Corpus) throws(BenchProblem) {
    for index in 0..<corpus.count {
      if index % 100 == 0 { try Interruption.check() }
      try write("\(folder)/\(Corpus.slug(index)).md", corpus.text(index))
    }
  }
}
