extension CheckedTheme {
  /// Whether the header of a route reads a field of entries at one of these positions, of whatever model: then other
  /// values there may make other pages.
  package func headersRead(fieldsAt positions: Set<Int>) -> Bool {
    routes.contains { route in
      (route.clauses.map(\.program) + [route.bracketProgram]).contains { number in
        programs.programs[number].instructions.contains { $0.reads(fieldsAt: positions) }
      }
    }
  }
}

extension Instruction {
  fileprivate func reads(fieldsAt positions: Set<Int>) -> Bool {
    switch self {
    case .entryField(_, _, let index, _), .emitMember(_, let index, _, _): positions.contains(index)
    default: false
    }
  }
}
