/// Finds the name that a mistyped one was meant to be.
enum NearestName {
  /// The nearest of the names, the first of equals; nil when none is near enough to be worth saying.
  static func of(_ typed: String, among names: [String]) -> String? {
    // Short names tolerate one slip; a third of a longer name may be wrong.
    let limit = max(1, min(4, typed.utf8.count / 3))
    let nearest = names.map { (name: $0, distance: distance(typed.lowercased(), $0.lowercased())) }
      .min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= limit, nearest.distance < nearest.name.utf8.count else { return nil }
    return nearest.name
  }

  /// How many insertions, deletions, replacements and swaps of neighbours lie between two texts.
  static func distance(_ a: String, _ b: String) -> Int {
    let (left, right) = (Array(a.utf8), Array(b.utf8))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
