#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Opens an address in the user's browser.
enum BrowserWindow {
  static func open(_ address: String) {
    #if os(macOS)
      let program = "open"
    #else
      let program = "xdg-open"
    #endif
    var process: pid_t = 0
    var arguments = unsafe [strdup(program), strdup(address), nil]
    let failure = unsafe posix_spawnp(&process, program, nil, nil, &arguments, environ)
    unsafe free(arguments[0])
    unsafe free(arguments[1])
    if failure != 0 { Console.printError("`\(program)` can't be run; open \(address) yourself") }
  }
}
