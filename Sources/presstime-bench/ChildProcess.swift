import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that is run to its end, and what it took.
struct ChildProcess {
  /// The program's path, then its arguments.
  let arguments: [String]

  struct Usage {
    /// Seconds from the start to the end.
    var wall: Double
    /// Seconds of processor, in the program and in the kernel, of all threads.
    var processor: Double
    /// Bytes.
    var peakMemory: Int
  }

  /// Runs the program; what it prints goes to the file `output`, its complaints beside that.
  ///
  /// An end other than exit code 0 is an error that shows them.
  @discardableResult
  func run(output: String, input: String = "/dev/null") throws(BenchProblem) -> Usage {
    let complaints = output + ".err"
    let clock = ContinuousClock()
    let start = clock.now
    let process = try spawn(input: input, output: output, complaints: complaints)
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw BenchProblem("wait4 failed with error \(errno)") }
    }
    let wall = clock.now - start
    try Interruption.check()
    guard status == 0 else {
      let text = (try? FileSystem.read(complaints)).map { String(decoding: $0, as: UTF8.self) } ?? ""
      throw BenchProblem("`\(arguments.joined(separator: " "))` failed:\n\(text)")
    }
    return Usage(
      wall: Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18,
      processor: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
      peakMemory: Self.bytes(usage.ru_maxrss))
  }

  /// Starts the program and lets it run; what it prints goes to the file `output`.
  func start(output: String) throws(BenchProblem) -> pid_t {
    try spawn(input: "/dev/null", output: output, complaints: output + ".err")
  }

  /// Ends a program that was started.
  static func stop(_ process: pid_t) {
    kill(process, SIGTERM)
    var status: Int32 = 0
    unsafe waitpid(process, &status, 0)
  }

  private func spawn(
    input: String, output: String, complaints: String
  ) throws(BenchProblem) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t? = nil
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o644)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, complaints, flags, 0o644)

    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process = pid_t()
    let refusal = unsafe posix_spawn(&process, arguments[0], &actions, nil, &words, environ)
    guard refusal == 0 else {
      throw BenchProblem("\(arguments[0]): \(unsafe String(cString: strerror(refusal)))")
    }
    return process
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  /// Linux counts kibibytes, Darwin bytes.
  private static func bytes(_ maximum: Int) -> Int {
    #if canImport(Darwin)
      maximum
    #else
      maximum * 1024
    #endif
  }

  /// The most memory that this process has had itself.
  ///
  /// A child begins in its parent's memory, and Linux counts that as the child's: a smaller peak can't be seen.
  static var ownPeakMemory: Int {
    var usage = rusage()
    #if canImport(Glibc)
      unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    #else
      unsafe getrusage(RUSAGE_SELF, &usage)
    #endif
    return bytes(usage.ru_maxrss)
  }

  /// The first program of that name on the PATH.
  static func find(_ name: String) -> String? {
    for folder in (ProcessEnvironment.value("PATH") ?? "").split(separator: ":") {
      let path = "\(folder)/\(name)"
      if FileSystem.kind(path) == .file, unsafe access(path, X_OK) == 0 { return path }
    }
    return nil
  }

  /// Whether another program runs this one. Only two bytes are read: what this process reads counts as its
  /// children's memory.
  static func isScript(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes: [UInt8] = [0, 0]
    return unsafe read(descriptor, &bytes, 2) == 2 && bytes == Array("#!".utf8)
  }
}
