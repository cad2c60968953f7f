import Diagnostics

/// Texts as TOML writes them (https://toml.io/en/v1.0.0).
package enum TOMLText {
  /// A key: in quotes where it has other characters than letters and digits of ASCII, `-` and `_`.
  package static func key(_ name: String) -> String {
    let isBare =
      !name.isEmpty
      && name.utf8.allSatisfy {
        $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "-")
      }
    return isBare ? name : basic(name)
  }

  /// The shortest way to write it: a literal string where quotes would need escapes.
  package static func string(_ text: String) -> String {
    let isLiteral = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "'" }
    return isLiteral && text.contains { $0 == "\"" || $0 == "\\" } ? "'\(text)'" : basic(text)
  }

  /// A list of texts.
  package static func list(_ texts: [String]) -> String {
    "[" + texts.map(string).joined(separator: ", ") + "]"
  }

  private static func basic(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
