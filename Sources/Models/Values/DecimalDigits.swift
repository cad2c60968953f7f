/// Whole numbers in decimal, appended as bytes from the first digit to the last. Hot: no string is made.
package enum DecimalDigits {
  /// With `padding` between the sign and the digits up to `width` bytes.
  package static func append(
    _ number: Int, width: Int = 0, padding: UInt8 = UInt8(ascii: "0"), to output: inout ByteBuffer
  ) {
    // Parts of dates, and most counts.
    if 0..<10_000 ~= number {
      return append(small: UInt32(truncatingIfNeeded: number), width: width, padding: padding, to: &output)
    }
    let magnitude = number.magnitude
    var divisor: UInt = 1
    var count = number < 0 ? 2 : 1
    while magnitude / divisor >= 10 {
      divisor *= 10
      count += 1
    }
    if number < 0 { output.append(UInt8(ascii: "-")) }
    while count < width {
      output.append(padding)
      count += 1
    }
    while divisor > 0 {
      output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude / divisor % 10))
      divisor /= 10
    }
  }

  /// Below 10,000. Divisions by constants are multiplications.
  private static func append(
    small number: UInt32, width: Int, padding: UInt8, to output: inout ByteBuffer
  ) {
    let count = number >= 1000 ? 4 : number >= 100 ? 3 : number >= 10 ? 2 : 1
    if width > count { for _ in count..<width { output.append(padding) } }
    func digit(_ number: UInt32) { output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
    if count > 3 { digit(number / 1000) }
    if count > 2 { digit(number / 100 % 10) }
    if count > 1 { digit(number / 10 % 10) }
    digit(number % 10)
  }
}
