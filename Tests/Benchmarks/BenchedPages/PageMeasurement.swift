#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program around a renderer: `PROGRAM post|index POSTS ROUNDS FILE`.
///
/// Writes all its pages to the file, one behind the other, then times `ROUNDS` rounds of them, and prints
/// `PAGES BYTES NANOSECONDS ALLOCATIONS`: pages and bytes of a round, the rest per page.
package struct PageMeasurement {
  private let isIndex: Bool
  private let posts: Int
  private let rounds: Int
  private let file: String

  /// Nothing when the arguments are not as above.
  package init?(arguments: [String]) {
    guard arguments.count == 5, ["post", "index"].contains(arguments[1]), let posts = Int(arguments[2]),
      let rounds = Int(arguments[3]), posts > 0, rounds > 0
    else { return nil }
    (isIndex, self.posts, self.rounds, file) = (arguments[1] == "index", posts, rounds, arguments[4])
  }

  /// What the program prints; `allocationCount` is asked for the allocations so far, where they are counted.
  package func run<Renderer: BenchedRenderer>(
    _ type: Renderer.Type, allocationCount: () -> Int? = { nil }
  ) throws -> String {
    let renderer = try Renderer(BenchedBlog(count: posts))
    let pages = isIndex ? 1 : posts
    var bytes: [UInt8] = []
    for number in 0..<pages { bytes += Renderer.bytes(page(number, renderer)) }
    try write(bytes)

    let clock = ContinuousClock()
    let before = allocationCount()
    let start = clock.now
    for _ in 0..<rounds {
      for number in 0..<pages { keep(page(number, renderer)) }
    }
    let time = clock.now - start
    let after = allocationCount()

    let nanoseconds =
      (Double(time.components.seconds) * 1e9 + Double(time.components.attoseconds) / 1e9)
      / Double(rounds * pages)
    let allocations: Double? =
      if let before, let after { Double(after - before) / Double(rounds * pages) } else { nil }
    return "\(pages) \(bytes.count) \(nanoseconds) \(allocations.map { "\($0)" } ?? "-")"
  }

  private func page<Renderer: BenchedRenderer>(_ number: Int, _ renderer: Renderer) -> Renderer.Page {
    isIndex ? renderer.index() : renderer.post(number)
  }

  /// Takes a page where the optimizer can't see that nobody reads it.
  @inline(never)
  private func keep<Page>(_ page: Page) {}

  private func write(_ bytes: [UInt8]) throws {
    guard let stream = unsafe fopen(file, "w") else { throw PageProblem("can't write \(file)") }
    let written = unsafe fwrite(bytes, 1, bytes.count, stream)
    guard unsafe fclose(stream) == 0, written == bytes.count else { throw PageProblem("can't write \(file)") }
  }
}

/// Why pages can't be measured, in a sentence.
package struct PageProblem: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
