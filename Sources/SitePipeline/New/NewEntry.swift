import Diagnostics
import Files
import Models

/// The file that `presstime new` makes: front matter from the model, every required field in it.
package enum NewEntry {
  /// Why there can be no such file.
  package struct Problem: Error {
    package let sentence: String
  }

  /// `kind` is a collection's name, or a model's in any case.
  package static func make(
    _ kind: String, title: String, slug: String?, in site: LoadedSite
  ) -> Result<NewFile, Problem> {
    guard let collection = collection(kind, in: site) else {
      let names = site.collections.map(\.name) + site.models.names.map { $0.lowercased() }
      let hint = Suggestion.sentence(for: kind, among: names) ?? "there are " + names.joined(separator: ", ")
      return .failure(Problem(sentence: "there is no collection and no model '\(kind)'; \(hint)"))
    }
    if let number = collection.source {
      let source = site.config.sources[number]
      let place = source.file.map { "`\($0)`" } ?? "an answer over HTTP"
      return .failure(
        Problem(sentence: "'\(collection.name)' is a source: its entries are items of \(place)"))
    }
    let model = site.models[collection.model]
    let name = slug ?? Slug.fromKey(title)
    if let problem = Slug.problem(inStem: name) { return .failure(Problem(sentence: problem.sentence)) }
    if name.hasPrefix(".") || name.hasPrefix("_") {
      return .failure(
        Problem(sentence: "a file whose name begins with '\(name.prefix(1))' is left out of the site"))
    }
    // That is the text of its folder, which is a page.
    if name == "index", !collection.folder.isEmpty {
      return .failure(
        Problem(sentence: "'index.md' is the page of '\(collection.name)'; give it another slug"))
    }
    var draft = Draft(site: site, title: title)
    let named = model.field("title") ?? model.fields.first { $0.isRequired && $0.type == .string }
    for field in model.fields where field.isRequired || field.name == "title" {
      draft.add(field, isTitle: field.name == named?.name)
    }
    let stem = draft.datesFileName ? draft.today.text + "-" + name : name
    let path = FilePath.joined("content", FilePath.joined(collection.folder, stem + ".md"))
    return .success(NewFile(path: path, text: draft.text))
  }

  private static func collection(_ kind: String, in site: LoadedSite) -> EntryCollection? {
    site.collections.first { $0.name == kind }
      ?? site.collections.first {
        $0.source == nil && site.models[$0.model].name.lowercased() == kind.lowercased()
      }
  }

  /// Collects the fields of one new file.
  private struct Draft {
    let site: LoadedSite
    let title: String
    private var tree: [(key: String, value: String)] = []
    private var heading = false
    private(set) var datesFileName = false

    init(site: LoadedSite, title: String) {
      self.site = site
      self.title = title
    }

    var today: CivilDate { site.config.zone.civil(site.clock).date }

    var text: String {
      var lines = ["---"]
      var openParent = ""
      for (key, value) in tree {
        let parts = key.split(separator: ".").map(String.init)
        if parts.count == 2 {
          if openParent != parts[0] { lines.append("\(parts[0]):") }
          openParent = parts[0]
          lines.append("  \(parts[1]): \(value)")
        } else {
          openParent = ""
          lines.append("\(key): \(value)")
        }
      }
      lines.append("---\n")
      if heading { lines.append("# \(title)\n") }
      return lines.joined(separator: "\n") + "\nWrite here.\n"
    }

    mutating func add(_ field: Field, isTitle: Bool) {
      if field.name == "body" { return }
      for source in field.sources {
        switch source {
        case .joined(let paths):
          tree.append((paths.first?.joined(separator: ".") ?? field.name, sample(field.type)))
          return
        case .key(let path):
          tree.append(
            (path.joined(separator: "."), isTitle ? Self.quoted(title) : sample(field.type)))
          return
        case .fileName where field.type.unwrapped == .date:
          datesFileName = true
          return
        case .heading:
          heading = true
          return
        case .pattern, .filePath, .fileName: continue
        }
      }
    }

    private func sample(_ type: ValueType) -> String {
      switch type {
      case .bool: "false"
      case .int: "0"
      case .double: "0.0"
      case .date: today.text
      case .union(let members): Self.quoted(members.first ?? "")
      case .list(let element): "[\(sample(element))]"
      case .optional(let inner): sample(inner)
      case .record(let record) where record.kind == .image: Self.quoted(firstPicture)
      case .record(let record):
        "{ "
          + record.fields.filter { !$0.type.isOptional }.map { "\($0.name): \(sample($0.type))" }.joined(
            separator: ", ")
          + " }"
      case .model(let id): Self.quoted(firstEntry(of: id))
      case .url: "https://example.com/"
      case .slug: "a-slug"
      case .string, .body, .html, .none: "To be written"
      }
    }

    /// A text of YAML in double quotes, on one line.
    private static func quoted(_ text: String) -> String {
      var out = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": out += "\\" + String(scalar)
        case _ where scalar.value < 0x20 || scalar.value == 0x7F: out += " "
        default: out.unicodeScalars.append(scalar)
        }
      }
      return out + "\""
    }

    private var firstPicture: String {
      let suffixes: Set<String> = ["jpg", "jpeg", "png", "webp", "avif", "gif", "svg"]
      return site.files.first { suffixes.contains(FilePath.suffix(of: $0)) }.map { "/" + $0 } ?? "picture.jpg"
    }

    private func firstEntry(of model: ModelID) -> String {
      site.documents.first { site.collections[$0.collection].model == model }?.stem ?? "none-yet"
    }
  }
}
