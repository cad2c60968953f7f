import CProgramIdentity
package import Digests

/// Which program this is: another build of Presstime may make other pages of the same site.
package enum ProgramIdentity {
  /// The digest of the linker's build id, or else of the program's file; nothing when neither can be had.
  package static let digest: Digest? = {
    var id = [UInt8](repeating: 0, count: 64)
    let count = unsafe id.withUnsafeMutableBufferPointer {
      unsafe presstime_build_id($0.baseAddress, $0.count)
    }
    if count > 0 { return Digest(of: Array(id[..<min(count, id.count)])) }
    guard let path = unsafe presstime_program_path(),
      let bytes = try? FileSystem.read(unsafe String(cString: path))
    else { return nil }
    return Digest(of: bytes)
  }()
}
