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
    for pad in 0... {
      let line = line(pad: pad)
      var cutter = LineCutter()
      // A second line follows, so that a piece of one line is one that was cut there.
      if (cutter.cut(Array("\(line)\n.".utf8), isLast: true).count == 2) == endsChunk { return line }
    }
    preconditionFailure("one line in 256 ends a chunk")
  }

  private func line(pad: Int) -> String {
    var members: [(String, JSONNode)] = [("id", .text(id)), ("problem", .text(problem))]
    if let x { members.append(("x", .number(x))) }
    var meta: [(String, JSONNode)] = []
    if let a { meta.append(("a", .text(a))) }
    if let b { meta.append(("b", .number(b))) }
    if !meta.isEmpty { members.append(("meta", .object(meta))) }
    return JSONNode.object(members + [("pad", .number(pad))]).line
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
