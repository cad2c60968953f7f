import Diagnostics
import TemplateEngine

/// The texts of a site with their holes filled.
struct FilledBodies: Sendable {
  /// By `BodyID`.
  let bodies: [RenderContext.Body]
  /// By body: what is wrong with its links and components.
  let problems: [Int: [Diagnostic]]
  /// By document: whether its text is filled alike while its bytes and what links can lead to are the same.
  let areSteady: [Bool]
}
