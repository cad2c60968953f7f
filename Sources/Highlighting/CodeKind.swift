/// What a piece of code is, as far as its colour goes.
package enum CodeKind: UInt8, Sendable, CaseIterable {
  case plain
  case comment
  case string
  /// What has a meaning of its own in a text: `\n`, the braces around a value.
  case escape
  case number
  case keyword
  /// A word that is a value: `true`, `nil`.
  case literal
  case type
  case function
  case variable
  /// A name before a value: of HTML, of a key, of an annotation.
  case attribute
  /// A name of markup: an element, a selector.
  case tag
  /// What speaks to the compiler or the shell: `#include`, `<?php`, a prompt.
  case meta
  case inserted
  case deleted
  case heading
  case emphasis

  /// As language files write it.
  package init?(_ name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  package var name: String { "\(self)" }

  /// The class of its element, two letters at most so that pages stay small.
  package var className: StaticString {
    switch self {
    case .plain: ""
    case .comment: "c"
    case .string: "s"
    case .escape: "e"
    case .number: "n"
    case .keyword: "k"
    case .literal: "l"
    case .type: "t"
    case .function: "f"
    case .variable: "v"
    case .attribute: "a"
    case .tag: "g"
    case .meta: "m"
    case .inserted: "in"
    case .deleted: "de"
    case .heading: "h"
    case .emphasis: "em"
    }
  }
}

/// A run of one kind; it begins where the one before it ends.
package struct CodeToken: Sendable, Hashable {
  package internal(set) var end: Int
  package let kind: CodeKind
}
