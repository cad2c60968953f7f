import Testing

@testable import DataSources

@Suite struct NetworkAddressTests {
  @Test(arguments: [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255",
    "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700:4700::1111", "2a00::1",
    "2001:200::1", "3fff:1000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2620:0:2d0:200::8",
  ])
  func isPublic(_ text: String) throws {
    #expect(try #require(NetworkAddress(text)).isPublic)
  }

  @Test(arguments: [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::127.0.0.1", "::8.8.8.8",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1",
    "2001:2::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
    "fd12::1",
    "fe80::1", "fec0::1", "ff02::1",
  ])
  func isSpecial(_ text: String) throws {
    #expect(try !#require(NetworkAddress(text)).isPublic)
  }

  @Test(arguments: [
    "", "1", "127.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "0x7f.0.0.1", "256.1.1.1", "1.2.3.4 ", "+1.2.3.4",
    "1..2.3", "::g", "1:2", ":::", "fe80::1%lo", "[::1]", "12345::",
  ])
  func isNoAddress(_ text: String) {
    #expect(NetworkAddress(text) == nil)
  }

  @Test func knowsLoopback() throws {
    for text in ["127.0.0.1", "127.8.8.8", "::1"] { #expect(try #require(NetworkAddress(text)).isLoopback) }
    for text in ["128.0.0.1", "::2", "::ffff:127.0.0.1"] {
      #expect(try !#require(NetworkAddress(text)).isLoopback)
    }
  }

  @Test func isWrittenAsItIsRead() throws {
    for text in ["192.0.2.1", "2001:db8::1", "::1"] {
      #expect(try #require(NetworkAddress(text)).text == text)
    }
  }
}
