import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The signals that ask a program to end.
enum Interruption {
  /// A file beyond the limit of the shell is an error of the surroundings from now on, which is told.
  static func tellOfFileLimits() { signal(SIGXFSZ, SIG_IGN) }

  /// Blocks until Ctrl-C or SIGTERM.
  static func wait() {
    let ended = DispatchSemaphore(value: 0)
    let sources = [SIGINT, SIGTERM].map { number in
      // The source sees the signal; its default action would end the program at once.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { ended.signal() }
      source.resume()
      return source
    }
    ended.wait()
    for source in sources { source.cancel() }
  }
}
