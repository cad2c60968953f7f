/// What has changed below some folders since the last look.
package struct FileChanges: Sendable {
  /// Full paths of files and folders that were written, made, moved or removed.
  package internal(set) var paths: Set<String> = []
  /// Whether some were lost, so that everything must be looked at.
  package internal(set) var isUnknown = false

  package init() {}

  var isEmpty: Bool { paths.isEmpty && !isUnknown }
}

/// Why folders are looked at now and then instead of being watched.
package struct WatchProblem: Error {
  /// What to tell the user, with the mend.
  package let sentence: String
}
