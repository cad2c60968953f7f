/// "Did you mean": finds the known name that a mistyped one is nearest to.
package enum Suggestion {
  /// The candidate nearest to `name`, if it is near enough to be what was meant.
  ///
  /// Distance is optimal string alignment (insert, delete, replace, swap of neighbours) over lower-cased
  /// scalars; at most a third of the longer name, and at least one edit, may differ. Ties go to the
  /// candidate that comes first in alphabetical order.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where candidate != name {
      let found = Array(candidate.lowercased().unicodeScalars.prefix(64))
      let limit = max(1, max(wanted.count, found.count) / 3)
      if abs(wanted.count - found.count) > limit { continue }
      // Few mistype a first letter; of short words `math` and `path` are two words.
      if wanted.count <= 4, wanted.count == found.count, wanted.first != found.first,
        !isSwapped(wanted, found)
      {
        continue
      }
      let distance = alignmentDistance(wanted, found)
      if distance > limit || distance >= max(wanted.count, found.count) { continue }
      if let current = best, (current.distance, current.candidate) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.candidate
  }

  /// `did you mean `x`?`, or nothing when no candidate is near.
  package static func sentence(for name: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: name, among: candidates).map { "did you mean `\($0)`?" }
  }

  private static func isSwapped(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
    a.count > 1 && b.count > 1 && a[0] == b[1] && a[1] == b[0]
  }

  private static func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i]
      current.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var distance = min(previous[j] + 1, current[j - 1] + 1, replaced)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          distance = min(distance, beforePrevious[j - 2] + 1)
        }
        current.append(distance)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
