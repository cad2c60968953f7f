import ArgumentParser
import Files
import Models
import SitePipeline

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Make a small site to start from.")

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(help: "The site's title. (default: the folder's name)")
  var title: String?

  func run() throws {
    do {
      if FileSystem.kind(folder) != nil {
        guard FileSystem.kind(folder) == .folder else {
          throw FileError(path: folder, reason: "it is a file; name a new folder")
        }
        if FileSystem.kind(folder + "/content") != nil {
          throw FileError(path: folder, reason: "there is a site already; nothing was changed")
        }
      }
      let today = TimeZoneRules.utc.civil(SiteArguments.momentOfEnvironment).date
      for file in NewSite.files(title: title ?? Self.title(of: FileSystem.realPath(folder)), today: today) {
        let path = folder + "/" + file.path
        if FileSystem.kind(path) != nil { continue }
        try FileSystem.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        try FileSystem.writeNew(path, Array(file.text.utf8))
        Console.print("  \(path)")
      }
    } catch let error as FileError { throw Ending.failure(error) }
    Console.print("\nNext:\n  cd \(Self.quoted(folder))\n  presstime build\n  presstime new post \"A title\"")
  }

  /// As a shell reads it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "/._-~".utf8.contains(byte)
    }
    return isPlain
      ? path
      : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// `night-trains` as a title: `Night Trains`.
  private static func title(of path: String) -> String {
    let name = path.split(separator: "/").last ?? "Site"
    let words = name.split { $0 == "-" || $0 == "_" || $0 == " " }
    return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
  }
}
