import CCurl

/// libcurl, loaded when the first request needs it: a build that asks nothing starts no slower, and needs none.
@safe final class CurlLibrary: @unchecked Sendable {
  let pointer: OpaquePointer

  /// The library of this machine; nothing when there is none. It stays loaded.
  static let shared: CurlLibrary? = names.lazy.compactMap { CurlLibrary(named: $0) }.first

  /// What it is called: on Linux, there with GnuTLS instead of OpenSSL, and on macOS.
  private static let names = [
    "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib", "libcurl.so",
  ]

  /// Loads the library of a name.
  init?(named name: String) {
    guard let loaded = unsafe presstime_curl_load(name) else { return nil }
    unsafe pointer = loaded
  }

  /// What a number of an error means, in the library's own words.
  func meaning(_ code: Int32) -> String {
    unsafe presstime_curl_meaning(pointer, code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
