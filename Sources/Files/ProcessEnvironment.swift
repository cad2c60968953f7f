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

  /// Whether the file descriptor is a terminal that a person looks at.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
