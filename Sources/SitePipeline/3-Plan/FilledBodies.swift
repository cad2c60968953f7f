import Diagnostics
import TemplateEngine

/// The texts of a site with their holes filled.
struct FilledBodies: Sendable {
  /// By `BodyID`.
  let bodies: [RenderContext.Body]
  /// By body: what is wrong with it.
  let problems: [Int: BodyProblems]
  /// By document: whether its text is filled alike while its bytes and what links can lead to are the same.
  let areSteady: [Bool]
}

/// What is wrong with the links and components of a text.
struct BodyProblems: Sendable {
  var diagnostics: [Diagnostic] = []
  /// Addresses of its links that lead nowhere, as they are written.
  var addresses: [String] = []

  var isEmpty: Bool { diagnostics.isEmpty }
}
