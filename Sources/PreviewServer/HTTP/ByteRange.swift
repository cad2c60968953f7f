import Diagnostics

/// The field `Range` of a request for one range of bytes (RFC 9110 section 14).
enum ByteRange: Equatable {
  /// The field says nothing that is understood, or several ranges: the whole is sent, as the RFC allows.
  case whole
  case part(Range<Int>)
  /// Behind the end.
  case unsatisfiable

  init(_ field: String?, size: Int) {
    self = .whole
    guard let field, field.lowercased().hasPrefix("bytes=") else { return }
    let parts = field.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return }
    let (first, last) = (Self.number(parts[0]), Self.number(parts[1]))
    switch (first, last) {
    case (let first?, nil) where parts[1].allSatisfy({ $0 == " " }):
      self = first < size ? .part(first..<size) : .unsatisfiable
    case (let first?, let last?) where first <= last:
      self = first < size ? .part(first..<min(size, last == .max ? last : last + 1)) : .unsatisfiable
    case (nil, let count?) where parts[0].allSatisfy({ $0 == " " }):
      self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
    default: break
    }
  }

  /// A number too large for a size is the largest.
  private static func number(_ text: Substring) -> Int? {
    let digits = text.filter { $0 != " " }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0.isASCIIDigit }) else { return nil }
    return Int(digits) ?? .max
  }
}
