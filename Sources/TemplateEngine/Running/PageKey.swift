import Digests
import Models

/// What the key of a page digests: its bytes, with what stands for stored texts in their place. Hot.
extension Machine {
  mutating func placeScripts() {
    scriptsOffset = output.count
    if purpose == .pageAndKey {
      takeKey()
      keyedScriptsOffset = keyed.count
    }
  }

  /// The page, with the scripts of its components where it has them; one without such components stays without JavaScript.
  consuming func finished(withScripts: Bool) -> ByteBuffer {
    if !withScripts || scripts.isEmpty { return output }
    return ByteBuffer(self.withScripts(output.bytes, at: scriptsOffset))
  }

  private func withScripts(_ bytes: [UInt8], at offset: Int?) -> [UInt8] {
    var page = bytes
    var tags: [UInt8] = []
    for script in scripts.sorted() { tags += "<script type=\"module\" src=\"\(script)\"></script>\n".utf8 }
    page.insert(contentsOf: tags, at: min(offset ?? page.count, page.count))
    return page
  }

  /// The page's key, at the end of a run for one.
  mutating func key(withScripts: Bool) -> Digest {
    let hasScripts = withScripts && !scripts.isEmpty
    if purpose == .key {
      return hasScripts ? Digest(of: self.withScripts(output.bytes, at: scriptsOffset)) : output.digest
    }
    // A page without texts that are stored is what the key digests; a list of all posts is large, and not copied.
    if keyedOutput == 0, keyed.count == 0, !hasScripts { return output.digest }
    takeKey()
    return hasScripts ? Digest(of: self.withScripts(keyed.bytes, at: keyedScriptsOffset)) : keyed.digest
  }

  /// Takes what has been written since the last time into what the key digests, as it is.
  mutating func takeKey() {
    keyed.append(output, from: keyedOutput)
    keyedOutput = output.count
  }

  /// What stands for a part of a stored text: the digest of all, and which part it is; as text, since it may be escaped
  /// like any other.
  static func appendKey(of text: LazyBytes, _ range: Range<Int>, to output: inout ByteBuffer) {
    output.append(text.digest.hexadecimal)
    DecimalDigits.append(range.lowerBound, to: &output)
    output.append(UInt8(ascii: "-"))
    DecimalDigits.append(range.upperBound, to: &output)
  }
}
