import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder of one run, in memory where there is such a place, because disks vary several times over.
struct Workspace {
  let folder: String
  let isInMemory: Bool

  /// Makes the folder, gives it to `work`, and removes it whatever happens.
  static func use<Result>(_ work: (Workspace) throws -> Result) throws -> Result {
    Interruption.watch()
    let workspace = try Workspace()
    defer { try? FileSystem.remove(workspace.folder) }
    return try work(workspace)
  }

  private init() throws(BenchProblem) {
    let memory = "/dev/shm"
    let isWritable = unsafe access(memory, W_OK) == 0
    isInMemory = isWritable && FileSystem.kind(memory) == .folder
    let parent = isInMemory ? memory : ProcessEnvironment.value("TMPDIR") ?? "/tmp"
    let folder = "\(FileSystem.realPath(parent))/presstime-bench-\(getpid())"
    self.folder = folder
    try withFiles { () throws(FileError) in
      try FileSystem.remove(folder)
      try FileSystem.makeFolder(folder)
    }
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Writes a file and the folders above it.
  func write(_ name: String, _ text: String) throws(BenchProblem) {
    let path = path(name)
    try withFiles { () throws(FileError) in
      try FileSystem.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
      try FileSystem.writeNew(path, Array(text.utf8))
    }
  }

  func text(of name: String) throws(BenchProblem) -> String {
    let path = path(name)
    return String(
      decoding: try withFiles { () throws(FileError) in try FileSystem.read(path) }, as: UTF8.self)
  }

  /// What a program prints.
  func output(of process: ChildProcess, input: String? = nil) throws(BenchProblem) -> String {
    try process.run(output: path("printed"), input: input.map { path($0) } ?? "/dev/null")
    return try text(of: "printed")
  }

  func remove(_ name: String) throws(BenchProblem) {
    let path = path(name)
    try withFiles { () throws(FileError) in try FileSystem.remove(path) }
  }
}

/// What lies in a folder, counted.
struct FolderCount {
  private(set) var files = 0
  /// The folder itself among them.
  private(set) var folders = 0
  private(set) var bytes = 0
  /// Files of HTML.
  private(set) var pages = 0

  init(_ folder: String) throws(BenchProblem) {
    var pending = [folder]
    while let path = pending.popLast() {
      folders += 1
      for name in try withFiles({ () throws(FileError) in try FileSystem.names(in: path) }) {
        var status = stat()
        guard let name, unsafe lstat(path + "/" + name, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          pending.append(path + "/" + name)
          continue
        }
        files += 1
        bytes += Int(status.st_size)
        if name.hasSuffix(".html") { pages += 1 }
      }
    }
  }
}
