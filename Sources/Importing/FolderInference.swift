import DataFormats
package import Diagnostics
import Files

/// The model that fits all Markdown files of a folder, whatever generator they are for.
package enum FolderInference {
  /// Problems are those of front matter that can't be read, whose files are left out.
  package static func infer(
    _ name: String, from site: OldSite
  ) -> (model: InferredModel, problems: [Diagnostic]) {
    var problems = site.diagnostics
    var samples: [FrontMatterSample] = []
    for file in site.files where FilePath.isMarkdown(file) || FilePath.suffix(of: file) == "mdx" {
      let stem = FilePath.name(of: FilePath.withoutSuffix(file))
      if stem == "_index" || stem.lowercased() == "readme" { continue }
      guard let source = site.source(file) else { continue }
      let frontMatter = FrontMatter.split(source)
      problems += frontMatter.diagnostics
      samples.append(
        FrontMatterSample(source: source, frontMatter: frontMatter, path: FilePath.withoutSuffix(file)))
    }
    return (ModelInference.infer(name, from: samples), problems)
  }
}
