/// Whole numbers in decimal, appended as bytes from the first digit to the last. Hot: no string is made.
package enum DecimalDigits {
  /// With `padding` between the sign and the digits up to `width` bytes.
  package static func append(
    _ number: Int, width: Int = 0, padding: UInt8 = UInt8(ascii: "0"), to output: inout ByteBuffer
  ) {
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
}
