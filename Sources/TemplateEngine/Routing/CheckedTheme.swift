package import Diagnostics
package import Models

/// A theme whose templates are checked and compiled. Usable when it has no errors.
package struct CheckedTheme: Sendable {
  /// In the order of their paths; without those that the site drops.
  package let routes: [CheckedRoute]
  package let diagnostics: [Diagnostic]
  /// Everything that templates read of entries.
  package let reads: Set<FieldRead>
  /// Values of `id` in the templates, which links may point at.
  package let anchors: Set<String>
  let programs: ProgramSet
}

/// A route as plan and render need it.
package struct CheckedRoute: Sendable {
  /// The template's path below `routes/`.
  package let path: String
  package let kind: OutputKind
  /// The collection whose entries have their URLs here.
  package let canonicalCollection: Int?
  /// Links whose keys are written out in this route or in what it extends.
  package let literalLinks: [LiteralLink]
  /// Where the template stands, for messages about its pages.
  package let location: Location
  /// Whether it makes one page, without `{% each %}`.
  package var isFixed: Bool { clauses.isEmpty }
  /// Title of its pages where no entry or group gives one: the template's name.
  let pattern: RoutePattern
  let clauses: [HeaderClause]
  let bracketProgram: Int
  let bracketResults: [Slot]
  let program: Int
}

/// One clause of `{% each %}`.
struct HeaderClause: Sendable {
  let program: Int
  let result: Slot
  let pageSize: Int?
  let isGroup: Bool
  let isEntry: Bool
}

/// One page that a route makes.
package struct RouteInstance: Sendable {
  /// The values of the header's names.
  package let bindings: [Value]
  package let path: PagePath
  /// The filled brackets, joined by `/`: what `link` looks up.
  package let key: String
  /// 1 unless the list is paginated.
  package let pageNumber: Int
  /// The entry that the page is made for.
  package let entry: EntryID?
  /// The key of the group that the page is made for.
  package let groupLabel: String?
}
