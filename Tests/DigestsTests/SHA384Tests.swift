import Digests
import Testing

@Suite struct SHA384Tests {
  /// The examples that NIST publishes with FIPS 180-4.
  @Test(arguments: [
    (
      "abc",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"
    ),
    (
      "",
      "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"
    ),
  ])
  func isTheDigestOfTheStandard(_ message: String, _ digest: String) {
    #expect(hexadecimal(SHA384.digest(of: Array(message.utf8))) == digest)
  }

  /// Around the lengths at which a block more is needed; the beginnings are those that another program gives.
  @Test(arguments: [
    (1, "bec021b4f368e306"), (111, "0e07dbe3a06921ec"), (112, "44716227fafa9d5b"), (127, "101b507234e59db3"),
    (128, "1f2e7f5020a66aaf"), (129, "f5f939753928417c"), (1000, "81003a03bf67b852"),
  ])
  func blocksEndWhereTheyShould(_ length: Int, _ beginning: String) {
    let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(hexadecimal(SHA384.digest(of: message)).hasPrefix(beginning))
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfTheStandard(_ text: String, _ encoded: String) {
    #expect(Base64.text(Array(text.utf8)) == encoded)
  }
}
