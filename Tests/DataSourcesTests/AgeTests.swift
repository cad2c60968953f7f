import Testing

@testable import DataSources

@Suite struct AgeTests {
  @Test(arguments: [
    ("60", Age.seconds(60)), ("0", .seconds(0)), ("10m", .seconds(600)), ("12h", .seconds(43_200)),
    ("1d", .seconds(86_400)), ("2w", .seconds(1_209_600)), ("5s", .seconds(5)), ("never", .unbounded),
  ])
  func reads(_ text: String, _ age: Age) {
    #expect(Age(text) == age)
  }

  @Test(arguments: [
    "", "m", "-1", "1.5h", "1y", "10 m", "always", "9223372036854775807d", "99999999999999999999",
  ])
  func refuses(_ text: String) {
    #expect(Age(text) == nil)
  }

  @Test func dataFromTheFutureIsTooOld() {
    #expect(Age.seconds(60).isExceeded(by: -1))
    #expect(!Age.seconds(60).isExceeded(by: 59))
    #expect(Age.seconds(60).isExceeded(by: 60))
    #expect(Age.seconds(0).isExceeded(by: 0))
    #expect(!Age.unbounded.isExceeded(by: 1 << 40))
  }
}
