import Digests
import Foundation
import Models
import TestSupport
import Testing

@testable import SitePipeline

/// Pieces of the search index stay where they lie from build to build.
@Suite struct SearchStoreTests {
  private let site: TemporaryFolder

  init() throws {
    site = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: site.url.appendingPathComponent("content"), withIntermediateDirectories: true)
  }

  private var pieces: URL { site.url.appendingPathComponent(".presstime/pieces") }

  /// One build: `change` gives the shards of its index from those of the last one.
  @discardableResult private func build(
    _ change: ([LazyBytes]) -> [LazyBytes]
  ) throws -> [LazyBytes] {
    let cache = DocumentCache(site: site.url.path, use: .readAndWrite, trustsTimes: true)
    let store = try #require(cache.searchStore(ofLanguage: 0))
    let shards = change(store.last?.shards ?? []).map { store.put($0) }
    store.save(KeptSearch(documents: [Digest(of: [1])], shards: shards, blocks: []), in: cache)
    #expect(!cache.hasFailed)
    return shards
  }

  private func bytes(_ value: UInt8, count: Int = 1000) -> LazyBytes {
    .memory(Array(repeating: value, count: count))
  }

  @Test func onlyWhatDiffersIsWritten() throws {
    try build { _ in [bytes(1), bytes(2), bytes(3)] }
    let first = try Data(contentsOf: pieces)
    #expect(first.count == 3000)
    try build { [$0[0], bytes(4), $0[2]] }
    let second = try Data(contentsOf: pieces)
    #expect(second.prefix(3000) == first && second.count == 4000)
    try build { last in
      #expect(last.map(\.bytes) == [1, 4, 3].map { Array(repeating: $0, count: 1000) })
      return last
    }
    #expect(try Data(contentsOf: pieces) == second)
  }

  @Test func whatIsOfNoUseGoesAtTimes() throws {
    let large = 400_000
    try build { _ in [bytes(1, count: large), bytes(2)] }
    for round in UInt8(2)...9 {
      try build { last in
        #expect(last.first == bytes(round - 1, count: large).stored && last.last == bytes(2).stored)
        return [bytes(round, count: large), last[1]]
      }
      #expect(try Data(contentsOf: pieces).count < 3 * large + 1 << 20)
    }
    #expect(!FileManager.default.fileExists(atPath: pieces.path + ".new"))
  }

  /// What a build has put there that was killed before its end is not read, and written over.
  @Test func aBuildThatDidNotEndLeavesTheLastIndex() throws {
    try build { _ in [bytes(1)] }
    let cache = DocumentCache(site: site.url.path, use: .readAndWrite, trustsTimes: true)
    _ = cache.searchStore(ofLanguage: 0)?.put(bytes(7))
    #expect(try Data(contentsOf: pieces).count == 2000)
    try build { last in
      #expect(last.map(\.bytes) == [Array(repeating: 1, count: 1000)])
      return [last[0], bytes(8)]
    }
    #expect(try Data(contentsOf: pieces).count == 2000)
    try build { last in
      #expect(last.map { $0.bytes[0] } == [1, 8])
      return last
    }
  }

  @Test func withoutANextBuildPiecesStayInMemory() throws {
    let cache = DocumentCache(site: site.url.path, use: .read, trustsTimes: true)
    let store = try #require(cache.searchStore(ofLanguage: 0))
    #expect(store.last == nil && !store.put(bytes(1)).isStored)
    #expect(DocumentCache().searchStore(ofLanguage: 0) == nil)
  }
}

extension LazyBytes {
  /// The same as a store has them.
  fileprivate var stored: LazyBytes {
    .stored(StoredBytes(store: ByteStore { _, _ in nil }, offset: 0, count: count, digest: digest))
  }
}
