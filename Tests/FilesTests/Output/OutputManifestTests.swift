import Digests
import TestSupport
import Testing

@testable import Files

/// The marker file, whatever became of it.
@Suite struct OutputManifestTests {
  static let title = "Presstime wrote these files; the folder is replaced by the next build.\n"
  static let digest = "00000000000000010000000000000002"
  static let key = "000000000000000a000000000000000b"

  private func read(_ text: String) -> OutputManifest? { OutputManifest(Array(text.utf8)) }

  @Test func aManifestIsReadAsItWasWritten() {
    let digest = Digest(low: 2, high: 1)
    let manifest = OutputManifest(files: [
      "index.html": .init(size: 12, digest: digest, key: Digest(low: 11, high: 10)),
      "a b/c d.html": .init(size: 0, digest: digest, key: nil),
      "Ä/ö.html": .init(size: 3, digest: digest, key: nil),
      "Z": .init(size: 1, digest: digest, key: nil),
    ])
    #expect(
      String(decoding: manifest.bytes, as: UTF8.self) == Self.title + """
        /format 2
        \(Self.digest) - 1 Z
        \(Self.digest) - 0 a b/c d.html
        \(Self.digest) \(Self.key) 12 index.html
        \(Self.digest) - 3 Ä/ö.html

        """)
    #expect(OutputManifest(manifest.bytes) == manifest)
    for (number, file) in [("Z", 1), ("a b/c d.html", 0), ("index.html", 12), ("Ä/ö.html", 3)].enumerated() {
      #expect(manifest.sizedPath(of: number) == file)
      #expect(manifest.find(file.0)?.number == number && manifest.find(file.0)?.file.size == file.1)
    }
    #expect(manifest.find("index") == nil)
  }

  @Test func anEmptyManifestIsOne() {
    #expect(OutputManifest(OutputManifest().bytes) == OutputManifest())
  }

  @Test func aMarkerOfTheFirstFormatNamesFilesOnly() {
    let manifest = read(Self.title + "index.html\nposts/a b/index.html\n../x\n/y\nposts/cut")
    #expect(manifest?.paths == [])
    #expect(manifest?.undescribed == ["index.html", "posts/a b/index.html"])
    #expect(manifest?.contains("index.html") == true)
  }

  @Test(arguments: ["", "index.html\n", "Something else\n/format 2\n", "Presstime wrote these"])
  func whatDoesNotBeginAsAMarkerIsNone(_ text: String) { #expect(read(text) == nil) }

  @Test(arguments: [
    "\(digest) - 1 cut off", "\(digest) - 1 ../x\n", "\(digest) - 1 a/../x\n", "\(digest) - 1 /x\n",
    "\(digest) - 1 a//x\n", "\(digest) - 1 a/\n", "\(digest) - 1 .\n", "\(digest) - 1 \n",
    "\(digest) - 1\n",
    "\(digest) - -1 x\n", "\(digest) -  x\n", "\(digest) - 99999999999999999999 x\n", "\(digest) - 1e3 x\n",
    "\(digest) \(digest)0 1 x\n", "\(digest)  1 x\n", "\(digest.dropLast()) - 1 x\n", "- - 1 x\n", "x\n",
    "\n",
    "\(digest) - 1 .presstime-output\n", "\(digest) - 1 .presstime-new/files/x\n", "\(digest) - 1 a\0b\n",
  ]) func aLineThatIsNotUnderstoodIsLeftOut(_ line: String) {
    let good = "\(Self.digest) - 1 good.html\n"
    #expect(read(Self.title + "/format 2\n" + good + line)?.paths == ["good.html"])
    if line.hasSuffix("\n") {
      #expect(read(Self.title + "/format 2\n" + line + good)?.paths == ["good.html"])
    }
  }

  @Test func namesThatOnlyLookOddAreFine() {
    for path in [
      "...", "a/..b", ".well-known/x", ".presstime-output/x", "a/.presstime-output", ".presstime-newer",
    ] {
      #expect(read(Self.title + "/format 2\n\(Self.digest) - 1 \(path)\n")?.file(at: path) != nil, "\(path)")
    }
  }

  @Test func bytesThatAreNoTextAreLeftOut() {
    var bytes = Array((Self.title + "/format 2\n\(Self.digest) - 1 x").utf8)
    bytes += [0xFF, 0x0A]
    #expect(OutputManifest(bytes) == OutputManifest())
  }

  @Test func ofALaterFormatNothingIsKnown() {
    #expect(read(Self.title + "/format 3\n\(Self.digest) - 1 x\n") == OutputManifest())
  }

  /// A prefix, as a full disk or a power cut leaves it, never names a file that the whole does not.
  @Test func aTruncatedMarkerNamesNothingNew() {
    let whole = TestedOutput.manifest(["index.html": "a", "posts/hello/index.html": "b", "x": "c"])
    let bytes = whole.bytes
    for end in bytes.indices {
      let part = OutputManifest(Array(bytes[..<end]))
      for path in part?.paths ?? [] { #expect(whole.file(at: path) == part?.file(at: path)) }
      #expect(part?.undescribed.isEmpty ?? true)
    }
    let old = Array((Self.title + "index.html\nposts/hello\n").utf8)
    for end in old.indices {
      let names = OutputManifest(Array(old[..<end]))?.undescribed ?? []
      #expect(names.isSubset(of: ["index.html", "posts/hello"]))
    }
  }

  @Test func pathsWithALineBreakAreNotWritten() {
    #expect(
      OutputManifest(files: ["a\nb": .init(size: 1, digest: Digest(of: []))]).bytes.count { $0 == 10 } == 2)
  }

  @Test func filesAreInTheOrderOfTheirPathsBytes() {
    var random = SeededGenerator(seed: 4)
    let parts = ["a", "b", "a/", "é", "e\u{301}", ".", "-", "\u{FFFD}", "🚂"]
    for _ in 0..<300 {
      let files = (0..<Int.random(in: 0..<30, using: &random)).map { number in
        let path = (0..<3).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined() + "x"
        return (path: path, file: OutputManifest.File(size: number, digest: Digest(of: [])))
      }
      var sizes: [[UInt8]: Int] = [:]
      for (path, file) in files { sizes[Array(path.utf8)] = file.size }
      let manifest = OutputManifest(files)
      // Those that can be none are left out.
      let paths = sizes.keys.filter { OutputPath.isSound(String(decoding: $0, as: UTF8.self)) }
      #expect(
        manifest.paths.map { Array($0.utf8) } == paths.sorted { $0.lexicographicallyPrecedes($1) })
      for path in manifest.paths { #expect(manifest.file(at: path)?.size == sizes[Array(path.utf8)]) }
    }
  }

  @Test func whatIsMissingIsToldByItsBytes() {
    let composed = TestedOutput.manifest(["\u{E9}.html": "a", "x": "x"])
    let apart = TestedOutput.manifest(["e\u{301}.html": "a", "x": "x"])
    let change = ManifestChange(from: composed, to: apart)
    #expect(change.gone.map { Array($0.utf8) } == [Array("\u{E9}.html".utf8)])
    #expect(change.added.map { Array($0.utf8) } == [Array("e\u{301}.html".utf8)])
    #expect(ManifestChange(from: composed, to: composed).gone == [])
    let old = read(Self.title + "index.html\nx\n") ?? composed
    #expect(ManifestChange(from: old, to: apart).gone == ["index.html"])
  }

  @Test func linesThatAreReplacedMakeTheSameManifest() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let names = (0..<Int.random(in: 1..<20, using: &random)).map { "p\($0 % 7)/\($0).html" }
      var site = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
      let old = try #require(OutputManifest(TestedOutput.manifest(site).bytes))
      var changed: [String: OutputManifest.File] = [:]
      for name in names.shuffled(using: &random).prefix(Int.random(in: 0..<5, using: &random)) {
        site[name] = String(repeating: "x", count: Int.random(in: 0..<2000, using: &random))
        changed[name] = TestedOutput.manifest(site).file(at: name)
      }
      let change = try #require(ManifestChange(replacing: changed, in: old))
      let new = TestedOutput.manifest(site)
      #expect(change.new == new)
      #expect(change.new.paths == new.paths && change.new.count == names.count)
      for name in names { #expect(change.new.file(at: name) == new.file(at: name)) }
      changed["other"] = .init(size: 1, digest: Digest(of: []))
      #expect(ManifestChange(replacing: changed, in: old) == nil)
    }
  }

  @Test func changesOfRandomManifestsAreThoseOfTheirPaths() throws {
    var random = SeededGenerator(seed: 7)
    func manifest() -> OutputManifest {
      let names = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
        ["a", "b/", "c.html", "\u{E9}", "e\u{301}"].shuffled(using: &random).prefix(2).joined() + "x"
      }
      return TestedOutput.manifest(
        Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }))
    }
    for _ in 0..<300 {
      let (old, new) = (manifest(), manifest())
      // As it is read, its paths are in order already; with an edited line they are not.
      var lines = old.bytes.split(separator: 10, omittingEmptySubsequences: false)
      if Bool.random(using: &random), lines.count > 4 { lines.swapAt(2, 3) }
      let read = try #require(OutputManifest(Array(lines.joined(separator: [10]))))
      #expect(read == old)
      let change = ManifestChange(from: read, to: new)
      func bytes(_ manifest: OutputManifest) -> Set<[UInt8]> {
        Set(manifest.paths.map { Array($0.utf8) })
      }
      func sorted(_ paths: Set<[UInt8]>) -> [[UInt8]] { paths.sorted { $0.lexicographicallyPrecedes($1) } }
      #expect(change.gone.map { Array($0.utf8) } == sorted(bytes(old).subtracting(bytes(new))))
      #expect(change.added.map { Array($0.utf8) } == sorted(bytes(new).subtracting(bytes(old))))
      #expect(change.new == new)
    }
  }
}
