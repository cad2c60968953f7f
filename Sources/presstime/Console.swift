import ArgumentParser
import Diagnostics
import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the program's words go: results to standard output, problems and progress to standard error.
enum Console {
  static func print(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: STDOUT_FILENO)
  }

  static func printError(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: STDERR_FILENO)
  }

  /// Diagnostics as people read them, and a line that counts them.
  static func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    let report = TextReport(colored: isColored(STDERR_FILENO))
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    printError(report.text(of: diagnostics))
    printError(counts.joined(separator: ", "))
  }

  /// Colours are for terminals whose user does not refuse them (https://no-color.org).
  static func isColored(_ descriptor: Int32) -> Bool {
    ProcessEnvironment.isTerminal(descriptor) && (ProcessEnvironment.value("NO_COLOR") ?? "").isEmpty
      && ProcessEnvironment.value("TERM") != "dumb"
  }

  /// A reader that has gone away (`presstime routes | head`) is no error. A result that can't be written ends the program.
  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let count = unsafe bytes[position...].withUnsafeBytes { buffer in
        #if canImport(Glibc)
          unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #else
          unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 {
        if descriptor != STDOUT_FILENO || errno == EPIPE { return }
        exit(
          Ending.failure(FileError(path: "standard output", number: count < 0 ? errno : ENOSPC)).rawValue)
      }
      position += count
    }
  }
}

/// How the program ends, by what went wrong.
enum Ending {
  /// The site has errors.
  static let siteErrors = ExitCode(1)
  /// The surroundings failed: a disk, a permission, a missing tool.
  static let surroundings = ExitCode(3)

  /// Reports a refusal of the system, and ends.
  static func failure(_ error: FileError) -> ExitCode {
    Console.printError("presstime: \(error.path): \(error.reason)")
    return surroundings
  }
}
