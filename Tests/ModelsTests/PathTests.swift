import TestSupport
import Testing

@testable import Models

/// Slugs, URL paths and references.
@Suite struct PathTests {
  @Test(arguments: [
    ("Swift", "swift"), ("C++", "cpp"), ("C#", "csharp"), ("F# & .NET", "fsharp-net"), ("next js", "next-js"),
    ("next-js", "next-js"), ("Über uns", "über-uns"), ("U\u{308}ber", "über"), ("日本 語", "日本-語"),
    ("  a  b  ", "a-b"), ("--a--", "a"), ("a/b", "a-b"), ("../x", "x"), ("100%", "100"), ("🚂", ""),
    ("!!!", ""),
    ("", ""), ("नमस्ते", "नमस्ते"), ("a\u{0}b", "a-b"), ("Straße", "straße"), ("ΣΟΦΟΣ", "σοφοσ"), ("²", "²"),
  ]) func aKeyBecomesASlug(_ key: String, _ slug: String) {
    #expect(Slug.fromKey(key).unicodeScalars.elementsEqual(slug.unicodeScalars), "\(Slug.fromKey(key))")
  }

  @Test func theSlugOfASlugIsItself() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      var key = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        if let scalar = Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &random)) { key.append(scalar) }
      }
      let slug = Slug.fromKey(String(key))
      #expect(Slug.fromKey(slug) == slug, "\(key.map(\.value))")
      #expect(slug.isEmpty || slug.utf8.count > Slug.maximumLength || Slug.problem(inStem: slug) == nil)
    }
  }

  /// Keys of ASCII and Latin-1 are gone over by their bytes; a zero-width space, which is a dash at the end, has them gone
  /// over by their scalars.
  @Test func slugsOfLatinKeysAreThoseOfAnyKey() {
    var random = SeededGenerator(seed: 8)
    let scalars = (0x20...0x17F).compactMap { Unicode.Scalar($0) }
    for _ in 0..<5000 {
      var key = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        key.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
      }
      let slug = Slug.fromKey(String(key))
      #expect(slug.unicodeScalars.elementsEqual(Slug.fromKey(String(key) + "\u{200B}").unicodeScalars))
    }
  }

  @Test func textsAreWhatTheStandardLibraryMakesOfThem() {
    var random = SeededGenerator(seed: 3)
    let parts: [[UInt8]] = [
      Array("plain text\n".utf8), Array("é".utf8), Array("東京".utf8), Array("🚂".utf8), [0], [0xC3],
      [0xE2, 0x82],
      [0xF0, 0x9F], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x80],
    ]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0..<12, using: &random)).flatMap { _ in
        parts[Int.random(in: 0..<parts.count, using: &random)]
      }
      let (text, expected) = (String(text: bytes), String(decoding: bytes, as: UTF8.self))
      #expect(text.utf8.elementsEqual(expected.utf8))
      #expect(text.count == expected.count && text == expected)
    }
  }

  @Test(arguments: ["a", "v12.16.2", "Mixed Case", "@home", "日本", "🚂", "a%20b", "100%", "...", "a..b", "-"])
  func stemsAreSlugsAsTheyAre(_ stem: String) {
    #expect(Slug.problem(inStem: stem) == nil)
  }

  @Test(arguments: [
    ("", "a slug can't be empty"), ("..", "`..` as a slug would leave its folder"),
    (".", "`.` as a slug would leave its folder"), ("%2e%2E", "`%2e%2E` as a slug would leave its folder"),
    ("a/b", "`a/b` can't be a slug: a slug is one part of a URL, without slashes"),
    ("a\\b", "`a\\b` can't be a slug: a slug is one part of a URL, without slashes"),
    ("a%2Fb", "`a%2Fb` can't be a slug: a slug is one part of a URL, without slashes"),
    ("a%00b", "`a%00b` can't be a slug: a slug is one part of a URL, without slashes"),
    ("a\nb", "a slug can't hold control characters"), ("a\u{0}", "a slug can't hold control characters"),
    ("a\u{7F}", "a slug can't hold control characters"),
  ]) func stemsThatLeaveTheirPlaceAreRefused(_ stem: String, _ sentence: String) {
    #expect(Slug.problem(inStem: stem)?.sentence == sentence)
  }

  @Test func aSlugFitsIntoAFileName() {
    #expect(Slug.problem(inStem: String(repeating: "x", count: 200)) == nil)
    #expect(
      Slug.problem(inStem: String(repeating: "ü", count: 101))?.sentence
        == "this slug has 202 bytes, more than 200")
  }

  @Test(arguments: [
    ("posts/first-light/", "posts/first-light/"), ("a b", "a%20b"), ("ü", "%C3%BC"), ("a?b#c", "a%3Fb%23c"),
    ("100%", "100%25"), ("\"<>`{}", "%22%3C%3E%60%7B%7D"), ("a:b@c!$&'()*+,;=~", "a:b@c!$&'()*+,;=~"),
    ("", ""),
  ]) func pathsAreEncodedAndDecoded(_ text: String, _ encoded: String) {
    #expect(URLPath.encoded(text) == encoded)
    #expect(URLPath.decoded(encoded) == text)
  }

  @Test(arguments: [
    ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%41", "A"), ("a%41%", "aA%"), ("%2541", "%41"),
  ])
  func illFormedEscapesStay(_ text: String, _ decoded: String) {
    #expect(URLPath.decoded(text) == decoded)
  }

  @Test(arguments: [
    ("x", "a/b", "a/b/x"), ("./x", "a", "a/x"), ("../x", "a/b", "a/x"), ("../../x", "a/b", "x"),
    ("/x", "a", "x"),
    ("../", "a/b", "a/"), ("..", "a/b", "a/"), (".", "a", "a/"), ("x/", "", "x/"), ("x//y", "", "x/y"),
    ("x/../y", "a", "a/y"), ("", "", ""), ("/", "a", ""),
  ]) func relativePathsAreResolved(_ sample: (relative: String, folder: String, expected: String)) {
    #expect(URLPath.resolve(sample.relative, in: sample.folder) == sample.expected)
  }

  @Test(arguments: [("..", ""), ("../x", ""), ("../../x", "a"), ("/../x", "a"), ("a/../../x", "")])
  func pathsThatLeaveTheRootAreNothing(_ relative: String, _ folder: String) {
    #expect(URLPath.resolve(relative, in: folder) == nil)
  }

  struct Reference: Sendable, CustomTestStringConvertible {
    let text: String
    let parts: [String?]
    let isInternal: Bool
    var testDescription: String { text }
  }

  static let references = [
    Reference(text: "https://a.b/c?d#e", parts: ["https", "a.b", "/c", "d", "e"], isInternal: false),
    Reference(text: "//a.b/c", parts: [nil, "a.b", "/c", nil, nil], isInternal: false),
    Reference(text: "mailto:a@b.c", parts: ["mailto", nil, "a@b.c", nil, nil], isInternal: false),
    Reference(text: "/a:b/c", parts: [nil, nil, "/a:b/c", nil, nil], isInternal: true),
    Reference(text: "1a:b", parts: [nil, nil, "1a:b", nil, nil], isInternal: true),
    Reference(text: "ü:b", parts: [nil, nil, "ü:b", nil, nil], isInternal: true),
    Reference(text: "../a.md#b", parts: [nil, nil, "../a.md", nil, "b"], isInternal: true),
    Reference(text: "#a?b", parts: [nil, nil, "", nil, "a?b"], isInternal: true),
    Reference(text: "?a#", parts: [nil, nil, "", "a", ""], isInternal: true),
    Reference(text: "", parts: [nil, nil, "", nil, nil], isInternal: true),
    Reference(text: "http://h", parts: ["http", "h", "", nil, nil], isInternal: false),
    Reference(
      text: "javascript:alert(1)", parts: ["javascript", nil, "alert(1)", nil, nil], isInternal: false),
  ]

  @Test(arguments: references) func aReferenceHasFiveParts(_ sample: Reference) {
    let url = URLReference(sample.text)
    #expect([url.scheme, url.authority, url.path, url.query, url.fragment] == sample.parts)
    #expect(url.isInternal == sample.isInternal)
  }
}
