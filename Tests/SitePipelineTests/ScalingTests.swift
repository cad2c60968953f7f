import CAllocationCount
import Diagnostics
import Files
import Foundation
import Models
import TestSupport
import Testing

@testable import SitePipeline

/// Nothing in a build costs more than its site: where a site has twice as many posts, it takes twice as many steps.
///
/// Steps are what one thread asks of the allocator: pieces of memory, and every 64 bytes of them. Times are not
/// repeatable, and processors' counters are missing on the machines that run most tests; this count is the same each time
/// to a percent. A build without optimization allocates for almost all that it does with texts, values and closures, and
/// what is copied again and again is counted by its bytes; a bare scan over numbers is not seen.
@Suite(.enabled(if: presstime_allocation_count() >= 0, "only glibc lets a program count its allocations"))
struct ScalingTests {
  /// A kind of site, by the number of its posts.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    /// Path below the site's folder → text.
    let files: @Sendable (Int) -> [String: String]
    /// Whether its pages are rendered too.
    var rendersPages = false
    /// Whether each post has a mistake.
    var hasErrors = false
    var testDescription: String { name }
  }

  private static let sizes = [128, 256, 512]

  private static func post(_ number: Int, _ front: String = "", _ body: String = "Words.\n") -> String {
    let day = CivilDate(daysSinceEpoch: Int64(10_000 + number))
    return "---\ntitle: Post \(number)\ndate: \(day.text)\n\(front)---\n\n\(body)"
  }

  /// Posts in one folder.
  private static func posts(_ count: Int, _ post: (Int) -> String) -> [String: String] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { ("content/posts/p\($0).md", post($0)) })
  }

  static let kinds = [
    Kind(name: "related posts: all share their tags and their category") { count in
      posts(count) { post($0, "tags: [one, two, three]\ncategory: all\n") }
    },
    Kind(name: "one series, and the same words in each title") { count in
      posts(count) { post($0, "series: all\n") }.mapValues {
        $0.replacingOccurrences(of: "title: Post", with: "title: Mending every station clock, part")
      }
    },
    Kind(name: "tags of one post each") { count in
      posts(count) { post($0, "tags: [a\($0), b\($0), é\($0)]\n") }
    },
    Kind(
      name: "a tag that is no word in each post",
      files: { count in
        posts(count) { number in
          let tag = String(number, radix: 2).map { $0 == "0" ? "!" : "?" }.joined()
          return post(number, "tags: [\"\(tag)\"]\n")
        }
      }, hasErrors: true),
    Kind(name: "links to pages, files, headings and texts") { count in
      posts(count) { number in
        let (other, third) = ((number + 7) % count, (number * 3) % count)
        return post(
          number, "",
          "## Here\n\n[a](/posts/p\(other)/) [b](p\(third).md#here) [c](../p\(other)/) [d](#here)\n"
            + "[e](https://example.com/\(number)) [f](/posts/p\(third)/?q#here)\n")
      }
    },
    Kind(
      name: "a feed of everything, with previous and next",
      files: { count in
        posts(count) { post($0) }.merging(
          [
            "themes/mine/theme.toml": "name = \"mine\"\n",
            "themes/mine/routes/all.xml":
              "<feed>{% for post in posts %}<a>{{ post.title }}{{ post.url }}{{ post.body }}</a>{% endfor %}</feed>",
            "themes/mine/routes/posts/[post].html":
              "{% each post in posts %}{% if post.next %}{{ post.next.title }}{% endif %}"
              + "{% if post.previous %}{{ post.previous.title }}{% endif %}",
          ]) { one, _ in one }
      }, rendersPages: true),
    Kind(name: "one folder for each post, with a file") { count in
      Dictionary(
        (0..<count).flatMap { number in
          [
            ("content/posts/f\(number)/index.md", post(number, "", "![A](a.png)\n")),
            ("content/posts/f\(number)/a.png", "GIF89a\(number)00000"),
          ]
        }, uniquingKeysWith: { one, _ in one })
    },
    Kind(name: "aliases, drafts and covers") { count in
      posts(count) { number in
        post(number, "aliases: [/old/\(number)/]\ncover: c.png\n" + (number % 2 == 0 ? "draft: true\n" : ""))
      }.merging(["content/posts/c.png": "GIF89a0000"]) { one, _ in one }
    },
    Kind(name: "pages below pages") { count in
      Dictionary(
        uniqueKeysWithValues: (0..<count).map { number in
          let path = number % 16 == 0 ? "s\(number)" : "s\(number / 16 * 16)/p\(number)"
          return ("content/docs/\(path).md", "---\ntitle: Page \(number)\norder: \(number)\n---\n\nWords.\n")
        })
    },
  ]

  @Test(arguments: kinds) func twiceTheSiteIsTwiceTheSteps(_ kind: Kind) throws {
    // The first run fills what is kept for the process.
    _ = try steps(kind, 8)
    var counts = try Self.sizes.map { try steps(kind, $0) }
    // Memory that other threads hold meanwhile has to be made once more, which only adds to a count.
    for _ in 0..<3 where !Self.isLinear(counts) {
      counts = try zip(counts, Self.sizes).map { try min($0, steps(kind, $1)) }
    }
    #expect(Self.isLinear(counts), "\(counts) steps at \(Self.sizes) posts")
  }

  private static func isLinear(_ counts: [Int]) -> Bool {
    // What a site costs without a post, its theme above all, is in each.
    let (first, second) = (counts[1] - counts[0], counts[2] - counts[1])
    // 2 for what is linear, 2.25 for what is sorted, 4 for what is quadratic.
    return Double(second) < 2.6 * Double(first)
  }

  private static var stepsSoFar: Int { presstime_allocation_count() + presstime_allocated_bytes() / 64 }

  /// The steps of a whole run up to plan, and of its pages.
  private func steps(_ kind: Kind, _ count: Int) throws -> Int {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var files = kind.files(count)
    files["content/site.toml"] =
      "edition = \"1\"\ntitle = \"Scaling\"\nurl = \"https://example.com/\"\n"
      + (files["themes/mine/theme.toml"] == nil ? "" : "theme = \"mine\"\n")
    for (path, text) in files {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let options = BuildOptions(
      site: folder.path, clock: .moment(DateTime(secondsSinceEpoch: 4_000_000_000)), jobs: 1)
    let before = Self.stepsSoFar
    let (loaded, problems) = LoadedSite.load(options)
    let site = try #require(loaded, "\(problems.map(\.message))")
    let checked = site.checked()
    let plan = checked.planned()
    let all = plan.diagnostics
    if kind.rendersPages { for page in plan.pages { _ = plan.render(page) } }
    let steps = Self.stepsSoFar - before
    try #require(all.hasErrors == kind.hasErrors, "\(all.map(\.message))")
    return steps
  }
}
