package import Digests

extension SourceSettings {
  /// What an answer is kept under: another one where what is asked has changed. It is made from the settings as they
  /// are spelled, so that nothing of a secret is in it. Nothing for a file.
  package var key: Digest? {
    guard case .http(let origin) = origin else { return nil }
    let parts =
      [shape == .entries ? "entries" : "value", name, origin.url] + origin.next + ["headers"]
      + origin.headers.flatMap { [$0.name.lowercased(), $0.value] }
    // With lengths, two lists of texts are never one text.
    return Digest(of: Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
  }
}
