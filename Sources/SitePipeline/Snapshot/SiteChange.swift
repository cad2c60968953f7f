/// What differs between two runs of the pipeline over one site, as coarsely as the stages can use it.
///
/// Each case promises that everything it does not name is as it was; a doubt is `everything`.
enum SiteChange: Sendable {
  case everything
  /// The theme's files; settings, models, components' names and the list of files are as they were. Of the documents
  /// those of these numbers were read again.
  case templates(documents: [Int])
  /// Documents of these numbers were read again.
  case documents([Int])
  /// Documents of these numbers were read again, and only what follows their front matter differs.
  case bodies([Int])

  /// The numbers of documents that were read again; nothing when any may have been.
  var documents: [Int]? {
    switch self {
    case .everything: nil
    case .templates(let documents), .documents(let documents), .bodies(let documents): documents
    }
  }

  /// Whether templates are as they were.
  var keepsTemplates: Bool {
    switch self {
    case .everything, .templates: false
    case .documents, .bodies: true
    }
  }
}
