import Digests
import Testing

@Suite struct DigestTests {
  /// From the specification's own test: XXH3 with 128 bits of nothing, seed 0.
  @Test func isTheDigestOfXXHash() {
    #expect(Digest(of: []).hexadecimal == "99aa06d3014798d86001c324468d497f")
  }

  @Test func isReadAsItIsWritten() {
    for length in [1, 3, 8, 16, 17, 129, 241, 5000] {
      let digest = Digest(of: (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) })
      #expect(Digest(hexadecimal: Array(digest.hexadecimal.utf8)[...]) == digest)
    }
  }

  @Test(arguments: [
    "", "0", String(repeating: "g", count: 32), String(repeating: "A", count: 32),
    String(repeating: "0", count: 33),
  ])
  func refusesWhatItDoesNotWrite(_ text: String) {
    #expect(Digest(hexadecimal: Array(text.utf8)[...]) == nil)
  }

  /// All bytes in all places: what is read is written again as it was.
  @Test func readsNothingElse() {
    let text = Array(Digest(of: [1]).hexadecimal.utf8)
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[place] = byte
        let digest = Digest(hexadecimal: changed[...])
        #expect((digest != nil) == "0123456789abcdef".utf8.contains(byte))
        if let digest { #expect(Array(digest.hexadecimal.utf8) == changed) }
      }
    }
  }
}
