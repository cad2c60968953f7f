import Diagnostics

/// A template as it is written.
struct Template {
  let source: SourceFile
  /// `{% each … %}` clauses of the first line.
  var header: Header?
  /// `{% props … %}` of a component.
  var props: [Prop]?
  /// `{% extends "layouts/base.html" %}`.
  var extends: (path: String, span: Span)?
  /// `{% once %}` of a route.
  var once: Span?
  var nodes: [TemplateNode] = []

  struct Header {
    struct Clause {
      let name: String
      let nameSpan: Span
      let list: Expression
    }

    let clauses: [Clause]
    let isCanonical: Bool
    let span: Span
  }

  struct Prop {
    let name: String
    let nameSpan: Span
    /// As written; looked up with the models.
    let type: String
    let typeSpan: Span
    let defaultValue: Expression?
  }
}

/// A part of a template.
indirect enum TemplateNode {
  /// Bytes that are written as they are.
  case text(Span)
  /// The inside of `{% raw %}`, where braces mean nothing.
  case raw(Span)
  case output(Expression, span: Span)
  case condition(
    branches: [(condition: Expression, body: [TemplateNode])], otherwise: [TemplateNode], span: Span)
  case loop(name: String, nameSpan: Span, list: Expression, body: [TemplateNode], span: Span)
  case binding(name: String, nameSpan: Span, value: Expression)
  case block(name: String, nameSpan: Span, body: [TemplateNode])
  case component(ComponentCall)

  /// The place that a message about the part points at.
  var span: Span {
    switch self {
    case .text(let span), .raw(let span), .output(_, let span), .condition(_, _, let span): span
    case .loop(_, _, _, _, let span): span
    case .binding(_, let span, _): span
    case .block(_, let span, _): span
    case .component(let call): call.nameSpan
    }
  }
}

/// `<PostCard post={post} compact />`.
struct ComponentCall {
  struct Attribute {
    let name: String
    let nameSpan: Span
    /// Nothing for a bare name, which means `true`.
    let value: Expression?
  }

  let name: String
  let nameSpan: Span
  let attributes: [Attribute]
  /// What stands between the tags; nothing for `<Name … />`.
  let content: [TemplateNode]?
}
