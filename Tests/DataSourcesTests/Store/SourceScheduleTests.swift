import Models
import Testing
import WebTestSupport

@testable import DataSources

@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine")) struct SourceScheduleTests {
  @Test func knowsWhatIsDue() throws {
    var site = try FetchedSite { request in
      request.target == "/c" ? .status(503, [("Retry-After", "300")]) : .json("[]")
    }
    let ages: [String: Age] = ["a": .seconds(60), "b": .seconds(120), "c": .seconds(60), "d": .unbounded]
    let sources = ages.sorted { $0.key < $1.key }.map { name, age in
      site.source("/" + name).with {
        $0.name = name
        $0.revalidate = age
      }
    }
    let schedule = SourceSchedule(sources, site.store)
    func due(_ seconds: Int64) -> [String] {
      schedule.due(at: DateTime(secondsSinceEpoch: site.clock.seconds - site.seconds + seconds)).map(\.name)
    }
    let start = site.clock
    #expect(due(0) == ["a", "b", "c", "d"])
    #expect(schedule.next(from: start) == start)
    _ = site.fetcher().answer(for: sources)
    #expect(due(0) == [])
    #expect(due(59) == [])
    #expect(schedule.next(from: start)?.seconds == start.seconds + 60)
    #expect(due(60) == ["a"])
    #expect(due(120) == ["a", "b"])
    #expect(due(299) == ["a", "b"])
    #expect(due(300) == ["a", "b", "c"])
    // From before they were asked.
    #expect(due(-1) == ["a", "b", "c"])
    site.seconds = 60
    _ = site.fetcher().answer(for: sources)
    #expect(due(119) == [])
    #expect(SourceSchedule([sources[3]], site.store).next(from: site.clock) == nil)
  }

  @Test func aFailureIsNotRepeatedAtOnce() throws {
    let site = try FetchedSite { _ in .status(404) }
    let source = site.source().with { $0.revalidate = .seconds(0) }
    let schedule = SourceSchedule([source], site.store)
    _ = site.fetch(source)
    #expect(schedule.due(at: site.clock).isEmpty)
    #expect(schedule.next(from: site.clock)?.seconds == site.clock.seconds + 60)
  }
}
