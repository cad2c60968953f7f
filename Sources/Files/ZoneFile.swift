import Diagnostics

/// The system's time zone files (RFC 8536), by name.
package enum ZoneFile {
  private static let folders = [
    "/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/var/db/timezone/zoneinfo",
  ]

  /// The file of `Europe/Berlin`; nothing for a name that the system lacks.
  package static func bytes(named name: String) -> [UInt8]? {
    let isName = name.utf8.allSatisfy { byte in
      byte.isASCIIAlphanumeric || "/_+-".utf8.contains(byte)
    }
    guard isName, !name.isEmpty, !name.hasPrefix("/") else { return nil }
    for folder in folders {
      if let bytes = try? FileSystem.read(folder + "/" + name) { return bytes }
    }
    return nil
  }
}
