/// The words of a title that say what it is about.
struct TitleWords {
  private var words = FoldedWords()

  /// Each once, in their order: not the short ones, not numbers, and not those that any title may have.
  mutating func keys(of title: String) -> [String] {
    words.removeAll()
    words.add(Array(title.utf8))
    var keys: [String] = []
    for index in 0..<words.count {
      let word = words[index]
      let length = word.count { $0 & 0xC0 != 0x80 }
      // A pair of characters of a script without spaces is a word; the lone one behind it is not.
      let isPair = length == 2 && word.count >= 6
      guard length >= 4 || isPair, !word.allSatisfy({ $0 < 0x3A }) else { continue }
      let key = String(decoding: word, as: UTF8.self)
      if !Self.fillers.contains(key), !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  /// Frequent words without a subject, as they are folded. Common words of other languages weigh little once a site has
  /// some dozen posts.
  private static let fillers = Set(
    ("about after again also another back because been before behind best better between both could does doing done "
      + "down each even every first from getting give gives going good have here into just keep last less like made "
      + "make makes making many more most much must need never next only other over part really same should "
      + "some still such take than that their them then there these they thing things this those through today under "
      + "until using very want week were what when where which while will with within without would year years your "
      + "alle aber auch beim dass diese durch eine einem einen einer eines haben kann mehr mein nach nicht noch oder "
      + "ohne sein sich sind uber unter warum wenn werden wird avec dans deux elle etre mais nous plus pour quand quel "
      + "sans sont tout vous votre como cuando donde entre esta este hasta para pero porque sobre")
      .split(separator: " ").map(String.init))
}
