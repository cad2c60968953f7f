#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// `make fuzz` builds this with libFuzzer, which calls `test` with texts that it makes up. Built otherwise, it
// reads the files that it is given: `swift run template-fuzzer Tests/Fuzzing/Corpus/*`.

/// Ends the program when a text shows a bug; libFuzzer keeps the text then.
func test(_ bytes: [UInt8]) {
  guard let problem = FuzzedText(bytes).problem() else { return }
  print("broken: \(problem)")
  fflush(nil)
  abort()
}

#if FUZZING
  /// libFuzzer's main loop; no header declares it (https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
  @_silgen_name("LLVMFuzzerRunDriver")
  func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  var count = CommandLine.argc
  var arguments = unsafe CommandLine.unsafeArgv
  let status = unsafe runFuzzer(&count, &arguments) { bytes, count in
    unsafe test(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
  exit(status)
#else
  for path in CommandLine.arguments.dropFirst() {
    guard let file = unsafe fopen(path, "rb") else {
      print("can't open \(path)")
      exit(1)
    }
    var bytes: [UInt8] = []
    while case let byte = unsafe getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    unsafe fclose(file)
    print(path)
    test(bytes)
  }
#endif
