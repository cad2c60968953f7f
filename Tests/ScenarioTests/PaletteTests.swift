import Foundation
import TestSupport
import Testing

/// The colours of code in the default theme can be read: a contrast of 4.5 : 1 (WCAG 2.2, 1.4.3) in both palettes, with
/// every accent, and on marked lines.
@Suite struct PaletteTests {
  private static let css: String = {
    let file = Repository.root.appendingPathComponent("themes/default/assets/style.css")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  private struct Palette {
    var colors: [String: UInt32] = [:]
    var accents: [UInt32] = []

    mutating func add(_ name: Substring, _ hex: Substring) {
      guard let value = UInt32(hex, radix: 16) else { return }
      if name == "accent" { accents.append(value) } else { colors[String(name)] = value }
    }
  }

  private static func palettes() -> (light: Palette, dark: Palette) {
    var (light, dark) = (Palette(), Palette())
    for match in css.matches(of: /--([a-z]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);/) {
      light.add(match.1, match.2)
      dark.add(match.1, match.3)
    }
    return (light, dark)
  }

  /// The names of the colours that code is set in.
  private static func codeColors() throws -> Set<String> {
    let start = try #require(css.firstRange(of: "/* Code, in the tones of alerts"))
    let rules = css[start.upperBound...].matches(
      of: /pre (?:\.c|:is\([^)]*\)) \{[^}]*color: var\(--([a-z]+)\)/)
    return Set(rules.map { String($0.1) })
  }

  @Test func codeCanBeReadInBothPalettes() throws {
    let (light, dark) = Self.palettes()
    let names = try Self.codeColors()
    #expect(names.count >= 5)
    for (name, palette) in [("light", light), ("dark", dark)] {
      let tint = try #require(palette.colors["tint"])
      #expect(palette.accents.count >= 5)
      for color in names.union(["ink"]) {
        let value = try #require(palette.colors[color], "\(color) has no \(name) value")
        #expect(Self.contrast(value, tint) >= 4.5, "\(color), \(name)")
        for accent in palette.accents {
          #expect(
            Self.contrast(value, Self.mixed(accent, tint, 0.12)) >= 4.5, "\(color) on a marked line, \(name)")
        }
      }
    }
    #expect(
      Self.css.contains("pre mark {")
        && Self.css.contains("color-mix(in srgb, var(--accent) 12%, transparent)"))
  }

  private static func channels(_ color: UInt32) -> [Double] {
    [16, 8, 0].map { Double(color >> $0 & 255) / 255 }
  }

  private static func luminance(_ channels: [Double]) -> Double {
    zip(channels, [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
      let linear = part.0 <= 0.04045 ? part.0 / 12.92 : pow((part.0 + 0.055) / 1.055, 2.4)
      return sum + linear * part.1
    }
  }

  private static func contrast(_ color: UInt32, _ ground: UInt32) -> Double {
    contrast(color, channels(ground))
  }

  private static func contrast(_ color: UInt32, _ ground: [Double]) -> Double {
    let (a, b) = (luminance(channels(color)), luminance(ground))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func mixed(_ color: UInt32, _ ground: UInt32, _ share: Double) -> [Double] {
    zip(channels(color), channels(ground)).map { $0 * share + $1 * (1 - share) }
  }
}
