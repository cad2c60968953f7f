#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a program that a site has named, from text to text.
package enum ChildProgram {
  /// What it wrote, and how it ended.
  package struct Result: Sendable {
    package let output: [UInt8]
    package let errors: [UInt8]
    /// 0 when all went well; 128 and the signal when it was ended by one.
    package let status: Int32
  }

  /// Runs the program that `PATH` finds under a name, with `input` as its standard input. Nothing when there is none.
  ///
  /// Input and errors are files without names, so that neither side can wait for the other.
  package static func run(
    _ name: String, _ arguments: [String], input: [UInt8] = []
  ) throws(FileError) -> Result? {
    let given = try unnamedFile(input)
    defer { close(given) }
    let errors = try unnamedFile([])
    defer { close(errors) }
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw FileError(path: name, reason: "no pipe to it can be made") }
    defer { close(ends[0]) }
    guard let process = spawn(name, arguments, given, ends, errors) else {
      close(ends[1])
      return nil
    }
    close(ends[1])
    let output = readAll(ends[0])
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    lseek(errors, 0, SEEK_SET)
    let signal = status & 0x7F
    return Result(
      output: output, errors: readAll(errors), status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  private static func spawn(
    _ name: String, _ arguments: [String], _ input: Int32, _ output: [Int32], _ errors: Int32
  ) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (from, to) in [(input, 0), (output[1], 1), (errors, 2)] as [(Int32, Int32)] {
      unsafe posix_spawn_file_actions_adddup2(&actions, from, to)
    }
    for end in output { unsafe posix_spawn_file_actions_addclose(&actions, end) }
    var list = unsafe ([name] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe list.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let failure = unsafe posix_spawnp(&process, name, &actions, nil, &list, environ)
    return failure == 0 ? process : nil
  }

  private static func unnamedFile(_ bytes: [UInt8]) throws(FileError) -> Int32 {
    let file = try FileSystem.unnamedFile()
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(file, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        defer { close(file) }
        throw .last("a temporary file")
      }
      written += count
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  private static func readAll(_ file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
