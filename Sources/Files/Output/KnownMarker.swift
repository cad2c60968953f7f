package import Digests

/// What a marker file says, and what stands for its bytes.
package struct KnownMarker: Sendable {
  package let manifest: OutputManifest
  package let digest: Digest

  /// Reads that of an output folder; nothing when there is none.
  package init?(in folder: String) {
    guard let bytes = try? FileSystem.read(folder + "/" + OutputFolder.marker),
      let manifest = OutputManifest(bytes)
    else { return nil }
    self.manifest = manifest
    digest = Digest(of: bytes)
  }
}
