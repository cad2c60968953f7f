import CPreviewClient

/// The script that makes an open page follow the site: `Sources/CPreviewClient/client.js`, carried inside the binary.
enum PreviewClient {
  static let script: [UInt8] = (0..<presstime_client_size).map { presstime_client_byte($0) }
}
