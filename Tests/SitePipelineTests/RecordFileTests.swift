import Digests
import Files
import Foundation
import TestSupport
import Testing

@testable import SitePipeline

/// Records that stand in a large file and in a small one beside it.
@Suite struct RecordFileTests {
  private let folder: TemporaryFolder
  private let name = RecordFile.Name(name: "records", title: Array("records 1\n".utf8), ground: digest(-1))

  init() throws { folder = try TemporaryFolder() }

  private static func digest(_ number: Int) -> Digest { Digest(of: "\(number)") }

  private func read() throws -> RecordFile { try RecordFile.read(name, in: folder.url.path).get() }

  /// The records that are found, by number; which are looked for among those below 200.
  private func found(_ file: RecordFile) -> [Int: String] {
    var found: [Int: String] = [:]
    for number in 0..<200 {
      guard let place = file.places[Self.digest(number)] else { continue }
      found[number] = String(decoding: file.bytes[place], as: UTF8.self)
    }
    return found
  }

  /// Saves these records behind those that are there, and expects to find them.
  private func save(_ numbers: some Sequence<Int>, new: Set<Int>, _ text: String) throws {
    let file = try read()
    var expected = found(file)
    let numbers = Array(numbers)
    file.save(
      numbers.map { .init(digest: Self.digest($0), isNew: new.contains($0)) }, as: name, in: folder.url.path
    ) {
      let bytes = Array("\(numbers[$1]) \(text)".utf8)
      $0.append(bytes, bytes.indices)
    }
    for number in new { expected[number] = "\(number) \(text)" }
    let now = try found(read())
    for number in numbers { #expect(now[number] == expected[number], "\(number)") }
  }

  private func bytes(_ name: String) throws -> [UInt8] { try FileSystem.read(folder.url.path + "/" + name) }

  @Test func fewNewRecordsLeaveTheLargeFile() throws {
    #expect(try read().places.isEmpty)
    try save(0..<100, new: Set(0..<100), "first")
    let large = try bytes("records")
    #expect(FileSystem.kind(folder.url.path + "/records.new") == nil)
    // One differs, one is new, one is no more.
    try save(1...100, new: [5, 100], "second")
    #expect(try bytes("records") == large)
    let small = try bytes("records.new")
    #expect(small.count < 100)
    try save(1...100, new: [], "nothing")
    #expect(try bytes("records.new") == small)
    try save(1...100, new: [7], "third")
    #expect(
      try found(read())[5] == "5 second" && found(read())[7] == "7 third" && found(read())[8] == "8 first")
    #expect(try bytes("records") == large)
  }

  @Test func manyNewRecordsAreWrittenWithTheOthers() throws {
    try save(0..<100, new: Set(0..<100), "first")
    try save(0..<100, new: [3], "second")
    try save(0..<200, new: Set(100..<200), "third")
    #expect(FileSystem.kind(folder.url.path + "/records.new") == nil)
    #expect(try found(read())[3] == "3 second")
    // So are few that are left of many.
    let large = try bytes("records")
    try save(0..<20, new: [], "nothing")
    #expect(try bytes("records").count < large.count / 2)
    #expect(try found(read()).count == 20)
  }

  @Test func recordsThatLeadNowhereAnyMoreAreNotLeft() throws {
    try save(0..<10, new: Set(0..<10), "first")
    #expect(try read().length == 0)
    let file = try read()
    file.save(
      (0..<5).map { .init(digest: Self.digest($0), isNew: true) }, length: 7, isWhole: true, as: name,
      in: folder.url.path
    ) { writer, number in writer.append(Array("moved".utf8), 0..<5) }
    #expect(try found(read()) == Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, "moved") }))
    #expect(FileSystem.kind(folder.url.path + "/records.new") == nil)
    #expect(try read().length == 7)
    // The length is that of the last file, whichever that is.
    try read().save(
      [.init(digest: Self.digest(0), isNew: false), .init(digest: Self.digest(9), isNew: true)], length: 9,
      as: name, in: folder.url.path
    ) { writer, number in writer.append([], 0..<0) }
    #expect(try read().length == 9)
  }

  @Test func aSmallFileBesideAnotherLargeOneIsOfNoUse() throws {
    try save(0..<10, new: Set(0..<10), "first")
    try save(0..<10, new: [3], "second")
    let small = try bytes("records.new")
    try FileManager.default.removeItem(atPath: folder.url.path + "/records")
    try FileManager.default.removeItem(atPath: folder.url.path + "/records.new")
    try save(0..<10, new: Set(0..<10), "other")
    try folder.write("records.new", small)
    #expect(try found(read())[3] == "3 other")
    try save(0..<10, new: [4], "third")
    #expect(try found(read())[3] == "3 other" && found(read())[4] == "4 third")
  }

  @Test(arguments: ["records", "records.new"]) func aDamagedFileIsRefused(_ file: String) throws {
    try save(0..<3, new: Set(0..<3), "first")
    try save(0..<3, new: [1], "second")
    let whole = try bytes(file)
    for offset in whole.indices {
      var bytes = whole
      bytes[offset] ^= 1
      try folder.write(file, bytes)
      #expect(throws: RecordFile.Refusal.self, "\(offset)") { try read() }
      try folder.write(file, Array(whole[..<offset]))
      if file == "records" || offset > 0 {
        #expect(throws: RecordFile.Refusal.self, "\(offset)") { try read() }
      }
    }
  }
}
