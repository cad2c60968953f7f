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
  /// What can't be written is an error of the call from now on: beyond the shell's limit of a file, or for a reader that
  /// has seen enough.
  static func takeWriteSignalsAsErrors() {
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

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
