/// Diagnostics as JSON, for programs that read them.
package enum JSONReport {
  /// A JSON array of objects `{code, severity, message, path, line, column, endLine, endColumn, label,
  /// related, help}`; the place is absent where a problem lies in no file.
  package static func json(of diagnostics: [Diagnostic]) -> String {
    "[" + diagnostics.map(object).joined(separator: ",") + "]"
  }

  /// A JSON array of places `{path, line, column, endLine, endColumn}`.
  package static func json(ofPlaces places: [Location]) -> String {
    "[" + places.map { "{" + place($0).joined(separator: ",") + "}" }.joined(separator: ",") + "]"
  }

  private static func object(_ diagnostic: Diagnostic) -> String {
    var members = [
      "\"code\":\(quoted(diagnostic.code.name))",
      "\"severity\":\(quoted(diagnostic.severity.rawValue))",
      "\"message\":\(quoted(diagnostic.message))",
    ]
    if let location = diagnostic.location { members += place(location) }
    if !diagnostic.label.isEmpty { members.append("\"label\":\(quoted(diagnostic.label))") }
    let related = diagnostic.related.map { related in
      "{" + (place(related.location) + ["\"label\":\(quoted(related.label))"]).joined(separator: ",") + "}"
    }
    members.append("\"related\":[\(related.joined(separator: ","))]")
    members.append("\"help\":[\(diagnostic.help.map(quoted).joined(separator: ","))]")
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func place(_ location: Location) -> [String] {
    var members = ["\"path\":\(quoted(location.path))"]
    guard location.line > 0 else { return members }
    members.append("\"line\":\(location.line),\"column\":\(location.column)")
    members.append("\"endLine\":\(location.endLine),\"endColumn\":\(location.endColumn)")
    return members
  }

  /// A JSON string (RFC 8259 section 7) that says `text`.
  package static func quoted(_ text: String) -> String {
    // Most texts have nothing to escape.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }) {
      return "\"" + text + "\""
    }
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
