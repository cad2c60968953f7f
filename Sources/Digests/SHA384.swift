/// SHA-384 (FIPS 180-4, sections 5 and 6.5): what browsers check assets by. For everything of Presstime's own there is
/// the far faster `Digest`.
package enum SHA384 {
  /// The 48 bytes of the digest.
  package static func digest(of message: [UInt8]) -> [UInt8] {
    var state: [UInt64] = [
      0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939,
      0x6733_2667_ffc0_0b31, 0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
    ]
    let whole = message.count / blockSize * blockSize
    for start in stride(from: 0, to: whole, by: blockSize) {
      add(message[start..<start + blockSize], to: &state)
    }
    // A bit that is set, zeros, and the length in bits as 128 of them.
    var rest = Array(message[whole...]) + [0x80]
    while rest.count % blockSize != blockSize - 16 { rest.append(0) }
    let bits = UInt64(message.count).multipliedFullWidth(by: 8)
    rest += bytes(of: bits.high) + bytes(of: bits.low)
    for start in stride(from: 0, to: rest.count, by: blockSize) {
      add(rest[start..<start + blockSize], to: &state)
    }
    return Array(state.prefix(6).flatMap(bytes))
  }

  private static let blockSize = 128

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
  }

  private static func add(_ block: ArraySlice<UInt8>, to state: inout [UInt64]) {
    var schedule: [UInt64] = []
    schedule.reserveCapacity(80)
    for start in stride(from: block.startIndex, to: block.endIndex, by: 8) {
      schedule.append(block[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) })
    }
    for index in 16..<80 {
      let (early, late) = (schedule[index - 15], schedule[index - 2])
      let first = rotated(early, 1) ^ rotated(early, 8) ^ early >> 7
      let second = rotated(late, 19) ^ rotated(late, 61) ^ late >> 6
      schedule.append(schedule[index - 16] &+ first &+ schedule[index - 7] &+ second)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for (word, constant) in zip(schedule, constants) {
      let choice = (e & f) ^ (~e & g)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let first = h &+ (rotated(e, 14) ^ rotated(e, 18) ^ rotated(e, 41)) &+ choice &+ constant &+ word
      let second = (rotated(a, 28) ^ rotated(a, 34) ^ rotated(a, 39)) &+ majority
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word >> count | word << (64 - count)
  }

  /// The first 64 bits of the fractional parts of the cube roots of the first 80 primes (section 4.2.3).
  private static let constants: [UInt64] = {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < 80 {
      if !primes.contains(where: { candidate.isMultiple(of: $0) }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map(fractionOfCubeRoot)
  }()

  /// Found bit by bit: the greatest number of 64 bits behind the point whose cube is not above the prime.
  private static func fractionOfCubeRoot(_ prime: UInt64) -> UInt64 {
    var whole: UInt64 = 1
    while (whole + 1) * (whole + 1) * (whole + 1) <= prime { whole += 1 }
    var fraction: UInt64 = 0
    for bit in (0..<64).reversed() {
      let tried = fraction | 1 << UInt64(bit)
      if isCubeAtMost(prime, whole, tried) { fraction = tried }
    }
    return fraction
  }

  /// Whether `(whole + fraction / 2⁶⁴)³` is at most `prime`, without loss: numbers of 32-bit digits, the least first.
  private static func isCubeAtMost(_ prime: UInt64, _ whole: UInt64, _ fraction: UInt64) -> Bool {
    let root = [fraction & 0xFFFF_FFFF, fraction >> 32, whole]
    let cube = product(product(root, root), root)
    // The point stands behind 192 bits, six digits.
    let above = cube[6...].enumerated().reduce(UInt64(0)) { $0 + ($1.element << (32 * UInt64($1.offset))) }
    return above < prime || (above == prime && cube[..<6].allSatisfy { $0 == 0 })
  }

  private static func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: left.count + right.count)
    for (place, digit) in left.enumerated() {
      var carry: UInt64 = 0
      for (other, factor) in right.enumerated() {
        let sum = digit * factor + result[place + other] + carry
        result[place + other] = sum & 0xFFFF_FFFF
        carry = sum >> 32
      }
      result[place + right.count] += carry
    }
    return result
  }
}
