package import Digests

/// What a marker file says, and what stands for its bytes.
package struct KnownMarker: Sendable {
  package let manifest: OutputManifest
  package let digest: Digest
  /// From before it was read, where a later change would have given it another one.
  let stamp: FileStamp?

  /// Reads that of an output folder; nothing when there is none. Its stamp is of use to a run that began at a moment in
  /// nanoseconds since 1970 and trusts file times.
  package init?(in folder: String, trustingTimesSince started: Int64? = nil) {
    let path = folder + "/" + OutputFolder.marker
    stamp = started.flatMap { FileSystem.stamp(path)?.settled(at: $0) }
    guard let bytes = try? FileSystem.read(path), let manifest = OutputManifest(bytes) else { return nil }
    self.manifest = manifest
    digest = Digest(of: bytes)
  }
}
