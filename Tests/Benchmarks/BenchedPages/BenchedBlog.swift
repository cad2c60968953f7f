/// The blog that both template languages write: always the same, with what escapers have to look at in its texts.
package struct BenchedBlog {
  package let title = "Rails & Sleepers"
  package let origin = "https://trains.example"
  package let footer = "Written by hand, on a \"night\" train"
  package let menu = [
    BenchedLink(title: "Posts", url: "/posts/"), BenchedLink(title: "Archive", url: "/archive/"),
    BenchedLink(title: "About & contact", url: "/about/"), BenchedLink(title: "Feed", url: "/feed.xml"),
  ]
  package let posts: [BenchedPost]

  package init(count: Int) {
    posts = (0..<count).map { BenchedPost($0) }
  }

  /// The numbers of the posts before and after a post, and of those that are like it.
  package func neighbours(of number: Int) -> (previous: Int?, next: Int?, related: [Int]) {
    let related = (1...3).map { (number + 7 * $0) % posts.count }
    return (number > 0 ? number - 1 : nil, number + 1 < posts.count ? number + 1 : nil, related)
  }
}

/// A link of the menu, or a tag with its page.
package struct BenchedLink {
  package let title: String
  package let url: String
}

/// A post with all that its page shows.
package struct BenchedPost {
  /// A piece of the body, and the link behind it.
  package struct Passage {
    package let html: String
    package let url: String
  }

  package let title: String
  package let slug: String
  package let url: String
  /// Days since 1970, and that day as it is written in two ways.
  package let day: Int
  package let isoDate: String
  package let shownDate: String
  /// Every third post has none.
  package let summary: String?
  package let tags: [BenchedLink]
  package let readingTime: Int
  package let passages: [Passage]
  package let ending = "the end of the line</a>.</p>\n<p>Thank you for travelling with us.</p>\n"

  fileprivate init(_ number: Int) {
    let subject = Self.words[number % Self.words.count]
    title =
      number % 4 == 0
      ? "\(subject) & the driver's <small> lamp, part \(number)" : "How \(subject) works, part \(number)"
    slug = "\(subject)-\(number)"
    url = "/posts/\(slug)/"
    // 1 January 2024 and the 27 days after it, over and over.
    let inMonth = number % 28
    day = 19_723 + inMonth
    isoDate = "2024-01-\(inMonth < 9 ? "0" : "")\(inMonth + 1)"
    shownDate = "\(inMonth + 1) January 2024"
    summary =
      number % 3 == 0 ? nil : "What \"\(subject)\" means, why it's done, and what the rule book says of it."
    tags = (0..<3).map { index in
      let name = Self.words[(number + 5 * index) % Self.words.count]
      return BenchedLink(title: name, url: "/tags/\(name)/")
    }
    readingTime = 2 + number % 9
    passages = (0..<4).map { part in
      let sentences = (0..<12).map { Self.sentence(number + part + $0) }.joined(separator: " ")
      return Passage(
        html: (part == 0 ? "" : "the next stop</a>.</p>\n") + "<h2 id=\"part-\(part)\">Part \(part)</h2>\n"
          + "<p>\(sentences) See <a href=\"",
        url: "/posts/\(Self.words[part])-\(part)/")
    }
  }

  private static func sentence(_ number: Int) -> String {
    let chosen = (0..<14).map { words[(number * 3 + $0 * $0) % words.count] }
    return "The " + chosen.joined(separator: " ") + " of <em>this</em> &amp; that."
  }

  private static let words = [
    "signal", "sleeper", "ballast", "points", "siding", "coupling", "bogie", "pantograph", "catenary",
    "tunnel",
    "viaduct", "timetable", "platform", "junction", "turntable", "buffer", "gauge", "cutting", "embankment",
  ]
}
