import Foundation
import Testing

@testable import Files

/// Folders behind a symbolic link are somebody else's, however many are asked for.
@Suite struct PlainFoldersTests {
  @Test(arguments: [1, 40]) func onlyFoldersWithoutALinkAbove(_ count: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("elsewhere/x/in/a.html", text: "a")
    for number in 0..<count { try folder.write("output/p/\(number)/a.html", text: "a") }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/output/p/link", withDestinationPath: folder.path + "/elsewhere")
    let plain = PlainFolders(below: folder.path + "/output")
    #expect(plain.contains(""))
    for number in 0..<count {
      #expect(plain.contains("p/\(number)"), "\(number)")
      #expect(!plain.contains("p/link") && !plain.contains("p/link/x") && !plain.contains("p/link/x/in"))
      #expect(!plain.contains("p/\(number)/a.html") && !plain.contains("none/\(number)"))
    }
    // What was made since counts.
    try folder.write("output/p/new/a.html", text: "a")
    #expect(plain.contains("p/new"))
  }
}
