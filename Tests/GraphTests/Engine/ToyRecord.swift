@testable import Graph

/// One line of a toy data file.
struct ToyRecord: Hashable {
  var id: String
  var problem: String
  var x: Int?
  var a: String?
  var b: Int?
  /// Whether a chunk ends after it.
  var endsChunk = false

  init(_ id: String, _ problem: String, x: Int? = nil, a: String? = nil, b: Int? = nil, endsChunk: Bool = false) {
    self.id = id
    self.problem = problem
    self.x = x
    self.a = a
    self.b = b
    self.endsChunk = endsChunk
  }

  /// The line. A member `pad`, which no stage can read, makes it end a chunk or not.
  var line: String {
    let start = JSONNode.object(members).line.dropLast()
    for first in stride(from: 0, to: 10_000, by: 500) {
      let candidates = (first..<first + (endsChunk ? 500 : 3)).map { "\(start),\"pad\":\($0)}" }
      var cutter = LineCutter()
      let pieces = cutter.cut(Array(candidates.joined(separator: "\n").utf8)[...], isLast: true)
      let ends = Set(pieces.dropLast().map { $0.firstLine + $0.lines - 2 })
      if let found = candidates.indices.first(where: { ends.contains($0) == endsChunk }) { return candidates[found] }
    }
    preconditionFailure("one line in 256 ends a chunk")
  }

  private var members: [(String, JSONNode)] {
    var members: [(String, JSONNode)] = [("id", .text(id)), ("problem", .text(problem))]
    if let x { members.append(("x", .number(x))) }
    var meta: [(String, JSONNode)] = []
    if let a { meta.append(("a", .text(a))) }
    if let b { meta.append(("b", .number(b))) }
    return meta.isEmpty ? members : members + [("meta", .object(meta))]
  }
}

extension ToyRecord {
  /// Records `p1`, `p2`, … with the problems `one`, `two`, …, three to a chunk.
  static func numbered(_ numbers: ClosedRange<Int>) -> [ToyRecord] {
    let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return numbers.map { number in
      ToyRecord("p\(number)", words[number % words.count], x: number, endsChunk: number % 3 == 0)
    }
  }
}
