package import Diagnostics
package import Models

/// A theme whose templates are checked and compiled. Usable when it has no errors.
package struct CheckedTheme: Sendable {
  /// In the order of their paths; without those that the site drops.
  package let routes: [CheckedRoute]
  package let diagnostics: [Diagnostic]
  /// Values of `id` in the templates, which links may point at.
  package let anchors: Set<String>
  /// Differs for each time that templates were checked.
  private let identity = Identity()

  private final class Identity: Sendable {}

  /// Whether it is the same theme, not merely one with the same templates.
  package func isSame(as other: CheckedTheme) -> Bool { identity === other.identity }

  /// Whether a page may differ from one moment to the next, and not only from day to day: dates written as "2 hours ago".
  package var readsClock: Bool {
    programs.programs.contains { program in
      program.filters.contains { if case .relativeDate = $0.operation { true } else { false } }
    }
  }

  /// Whether templates write names of months or days.
  package var writesDateNames: Bool { programs.formats.contains { $0.writesNames } }

  /// Whether any template asks for the search index.
  package var readsSearch: Bool {
    programs.programs.contains { program in
      program.instructions.contains { if case .searchPiece = $0 { true } else { false } }
    }
  }

  /// Whether a template asks for the own text of a collection: `posts.page`.
  package func readsPage(ofCollection collection: Int) -> Bool {
    programs.programs.contains { program in
      program.instructions.contains { if case .collectionPage(_, collection) = $0 { true } else { false } }
    }
  }

  /// Whether a template asks for the Markdown of texts; those of the routes at some positions, which make no page, ask
  /// in vain.
  package func readsMarkdown(besides idle: Set<Int>) -> Bool {
    let idle = Set(idle.map { routes[$0].program })
    return programs.programs.enumerated().contains { number, program in
      !idle.contains(number)
        && program.instructions.contains {
          if case .bodyField(_, _, .markdown) = $0 { true } else { false }
        }
    }
  }

  /// What the header of a route goes through: collections by their indices, and fields of global values, or all of one.
  package func reads(
    ofHeader route: CheckedRoute
  ) -> (collections: Set<Int>, globals: [(index: Int, field: Int?)]) {
    var (collections, globals): (Set<Int>, [(index: Int, field: Int?)]) = ([], [])
    for number in route.clauses.map(\.program) + [route.bracketProgram] {
      for instruction in programs.programs[number].instructions {
        switch instruction {
        case .collection(_, let index), .allLanguages(_, let index): collections.insert(index)
        case .globalField(_, let index, let field): globals.append((index, field))
        case .global(_, let index): globals.append((index, nil))
        default: break
        }
      }
    }
    return (collections, globals)
  }

  /// What templates name by literals, for plan to look up.
  package var references: [LiteralReference] { programs.references }
  /// Paths of routes whose pages templates link to, as programs count them.
  package var linkedRoutes: [String] { programs.routes }
  /// Where templates write texts as markup with `| trusted`.
  package let trusted: [Location]
  /// The strings of the theme that templates use, and where first.
  package let phrases: [String: Location]
  let programs: ProgramSet
  /// By name.
  let components: [String: ThemeIndex.Component]
  /// Which models have URLs; those without a collection are not in it.
  let urls: [ModelID: ThemeIndex.URLs]

  /// The type of `.url` of a model's entries; nothing when no route makes pages for any of them.
  package func urlType(of model: ModelID) -> ValueType? {
    switch urls[model] ?? .never {
    case .always: .url
    case .sometimes: .optional(.url)
    case .never: nil
    }
  }
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
  /// What its pages read: what their keys digest.
  package let reads: TemplateReads
  /// Whether its page shows the Page that has the same URL.
  package let showsEntry: Bool
  /// Where the template stands, for messages about its pages.
  package let location: Location
  /// Printed paths of what its pages are made with: its template, the layouts that it extends, then components.
  package let templates: [String]
  /// The type of the value that a `.json` route writes (DESIGN §6); nothing for other routes.
  package let jsonType: ValueType?
  /// The URL of its pages below the site's, not encoded, with the brackets as the path has them:
  /// `api/posts/[post].json`. That of the first page of a list.
  package var urlPattern: String { pattern.urlText(kind) }
  /// Whether values stand in its pages' URLs; without brackets it makes one page, or one list.
  package var hasBrackets: Bool { !pattern.parameters.isEmpty }
  /// The bracket that an entry's slug fills, when it is the only one.
  package var entryBracket: String? {
    guard let parameter = pattern.parameters.first, pattern.parameters.count == 1, !parameter.isRest,
      clauses.first?.isEntry == true
    else { return nil }
    return parameter.text
  }
  /// Whether its pages exist once, and not for each language: `{% once %}`.
  package let isOnce: Bool
  let pattern: RoutePattern
  let clauses: [HeaderClause]
  let bracketProgram: Int
  let bracketResults: [Slot]
  /// Whether the pages of HTML decide which pages it makes; then it makes none of HTML itself.
  package let readsPages: Bool
  let program: Int
}

/// How many elements a page of a paginated list has.
enum PageSize: Sendable {
  case written(Int)
  /// An option of the theme, which the clause's program leaves in this slot.
  case option(Slot, Location)
}

/// One clause of `{% each %}`.
struct HeaderClause: Sendable {
  let program: Int
  let result: Slot
  let pageSize: PageSize?
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
