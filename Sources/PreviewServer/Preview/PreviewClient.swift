import CPreviewClient

/// The script that makes an open page follow the site: the files of `Sources/CPreviewClient/`, carried inside the binary.
package enum PreviewClient {
  /// The files in one function, so that they share names with each other, and none with the page.
  package static let script: [UInt8] = {
    var script = Array("(() => {\n\"use strict\";\n".utf8)
    for index in 0..<presstime_client_part_count {
      let part = unsafe presstime_client_part_at(index)
      unsafe script.append(contentsOf: UnsafeBufferPointer(start: part.bytes, count: Int(part.size)))
    }
    return script + Array("})();\n".utf8)
  }()
}
