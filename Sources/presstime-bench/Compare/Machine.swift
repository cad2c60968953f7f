import Files

/// What the numbers were measured on, in words.
struct Machine {
  let description: String

  /// This machine, as Linux tells it; elsewhere its processors alone.
  static var current: Machine {
    func text(_ path: String) -> String {
      String(decoding: (try? FileSystem.readStream(path)) ?? [], as: UTF8.self)
    }
    return Machine(
      processors: Parallel.processors, processorInfo: text("/proc/cpuinfo"),
      memoryInfo: text("/proc/meminfo"),
      release: text("/etc/os-release"))
  }

  /// From the texts of `/proc/cpuinfo`, `/proc/meminfo` and `/etc/os-release`.
  init(processors: Int, processorInfo: String, memoryInfo: String, release: String) {
    let processor = Self.value("model name", ":", in: processorInfo)
    let memory = Self.bytes("MemTotal", in: memoryInfo)
    let system = Self.value("PRETTY_NAME", "=", in: release)
    let parts = [
      (processors == 1 ? "1 core" : "\(processors) cores") + (processor.map { " of \($0)" } ?? ""),
      memory.map { "\(Comparison.decimal(Double($0) / 1e9, digits: 0)) GB of memory" },
      system.map { String($0.filter { $0 != "\"" }) },
    ]
    description = parts.compactMap(\.self).joined(separator: ", ")
  }

  /// A number of `/proc/meminfo` in bytes.
  static func bytes(_ key: String, in memoryInfo: String) -> Int? {
    value(key, ":", in: memoryInfo)?.split(separator: " ").first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  private static func value(_ key: String, _ mark: Character, in text: String) -> Substring? {
    for line in text.split(separator: "\n") where line.hasPrefix(key) {
      guard let place = line.firstIndex(of: mark) else { continue }
      return line[line.index(after: place)...].drop { $0 == " " }
    }
    return nil
  }
}
