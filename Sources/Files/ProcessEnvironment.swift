#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the process was started with, and the clock.
package enum ProcessEnvironment {
  /// The value of an environment variable.
  package static func value(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Seconds since 1970 by the system's clock.
  package static var now: Int64 { Int64(time(nil)) }

  /// Lets the process open as many files as the system allows it: each connection is one.
  package static func raiseFileLimit() {
    var limit = rlimit()
    #if canImport(Glibc)
      let files = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
    #else
      let files = RLIMIT_NOFILE
    #endif
    guard unsafe getrlimit(files, &limit) == 0 else { return }
    // Darwin refuses more than this.
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 10_240))
    _ = unsafe setrlimit(files, &limit)
  }

  /// The number of this process, which no other has meanwhile.
  package static var processNumber: Int { Int(getpid()) }

  /// The name of this machine; empty when it has none.
  package static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether the file descriptor is a terminal that a person looks at.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
