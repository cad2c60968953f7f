package import Diagnostics
package import Digests
package import Models

/// A theme's programs and all that they read. Immutable; in one place, since all threads run them, and a copy would count
/// an owner of each of its parts.
package final class RunningTheme: Sendable {
  let programs: ProgramSet
  package let context: RenderContext
  /// Those of all that can be read of the context.
  package let numbers: ReadNumbers

  init(_ programs: ProgramSet, _ context: RenderContext) {
    self.programs = programs
    self.context = context
    numbers = ReadNumbers(context)
  }

  /// Writes one page, and says its key if it is wanted, and what was read for it. Hot.
  package func render(
    _ instance: RouteInstance, of route: CheckedRoute, current: Value, withKey: Bool = false
  ) -> RenderedPage {
    var machine = Machine(
      self, current: current, capacity: 64 << 10, for: withKey ? .pageAndKey : .page)
    machine.run(route.program, arguments: instance.bindings)
    let key = withKey ? machine.key(withScripts: route.kind == .html) : nil
    let (reads, diagnostics) = (machine.pageReads(), machine.diagnostics)
    return RenderedPage(
      machine.finished(withScripts: route.kind == .html), key: key, reads: reads, diagnostics: diagnostics)
  }

  /// The key of a page: what stands for all that its program writes, be it known or looked up, with stored texts by
  /// their digests (DESIGN §7). The same key is the same page, whatever has changed elsewhere.
  ///
  /// The program runs as it does for the page, so no rule of what it might read can be wrong; that costs less than the
  /// page, since no text is moved. Hot.
  package func key(
    of instance: RouteInstance, of route: CheckedRoute, current: Value
  ) -> (key: Digest, reads: PageReads, diagnostics: [Diagnostic]) {
    var machine = Machine(self, current: current, capacity: 16 << 10, for: .key)
    machine.run(route.program, arguments: instance.bindings)
    return (machine.key(withScripts: route.kind == .html), machine.pageReads(), machine.diagnostics)
  }
}

extension CheckedTheme {
  /// Its programs with what they read.
  package func running(in context: RenderContext) -> RunningTheme { RunningTheme(programs, context) }
}
