import Testing

@testable import Graph

@Suite("A record is its layers joined by position")
struct ChunkJoinTests {
  private let source = Chunk.source(["a", "b", "c"], ["problem"]) { [.text("problem of \($0)")] }

  @Test func `a stage's rejects take no field from the wrong row`() throws {
    let chunk = source.adding("one") { $0 == 1 ? nil : "one\($0)" }.adding("two") { "two\($0)" }
    #expect(try chunk.values(.id) == ["a", "c"])
    #expect(try chunk.values("problem") == ["problem of a", "problem of c"])
    #expect(try chunk.values("one") == ["one0", "one2"])
    #expect(try chunk.values("two") == ["two0", "two1"])
  }

  @Test func `samples repeat what lies below them`() throws {
    let chunk = source.adding("one", samples: 2) { $0 == 1 && $1 == 0 ? nil : "\($0).\($1)" }
    #expect(try chunk.values(.id) == ["a#1", "a#2", "b#2", "c#1", "c#2"])
    #expect(try chunk.values(.group) == ["a", "a", "b", "c", "c"])
    #expect(try chunk.values("one") == ["0.0", "0.1", "1.1", "2.0", "2.1"])
    #expect(try chunk.values("problem").suffix(3) == ["problem of b", "problem of c", "problem of c"])
  }

  @Test func `an id carries its sample even where there is only one`() throws {
    #expect(try source.adding("one", samples: 1) { row, _ in "\(row)" }.values(.id) == ["a#1", "b#1", "c#1"])
  }

  @Test func `fan-outs add up in the order of the stages`() throws {
    let chunk = source.adding("one", samples: 2) { $0 == 0 ? "\($1)" : nil }
      .adding("two") { $0 == 0 ? nil : "kept" }
      .adding("three", samples: 3) { $1 == 1 ? nil : "\($0).\($1)" }
    #expect(try chunk.values(.id) == ["a#2#1", "a#2#3"])
    #expect(try chunk.values(.group) == ["a", "a"])
    #expect(try chunk.values("three") == ["0.0", "0.2"])
    #expect(try chunk.values("one") == ["1", "1"])
  }

  @Test func `tags prefix ids, the last one outermost, before or after a fan-out`() throws {
    let one = source.tagged("t").adding("one", samples: 1) { row, _ in "\(row)" }.tagged("u")
    let other = source.adding("one", samples: 1) { row, _ in "\(row)" }.tagged("t").tagged("u")
    for chunk in [one, other] {
      #expect(try chunk.values(.id) == ["u/t/a#1", "u/t/b#1", "u/t/c#1"])
      #expect(try chunk.values(.group) == ["a", "b", "c"])
    }
  }

  @Test func `a stage that rejects all leaves an empty chunk`() throws {
    let chunk = source.adding("one") { _ in nil }.adding("two", samples: 2) { row, _ in "\(row)" }
    #expect(chunk.rows == 0)
    #expect(try chunk.values(.id) == [])
  }

  @Test func `a field inside a JSON value is found by its path`() throws {
    let chunk = Chunk.source(["a", "b", "c", "d"], ["trace"]) { id in
      switch id {
      case "a": [.json(Array(#"{"x":1,"in":{"y":"tw\u006f"}}"#.utf8))]
      case "b": [.json(Array(#"{"in":{"y":[true]}}"#.utf8))]
      case "c": [.text(#"{"in":{"y":"not JSON but text"}}"#)]
      default: [.missing]
      }
    }
    #expect(try chunk.values("trace.in.y") == ["two", "[true]", "-", "-"])
    #expect(try chunk.values("trace.x") == ["1", "-", "-", "-"])
    #expect(try chunk.values("trace.in") == [#"{"y":"two"}"#, #"{"y":[true]}"#, "-", "-"])
    #expect(try chunk.values("trace.none") == ["-", "-", "-", "-"])
  }

  @Test func `a field whose members lie in columns of their own reads as an object`() throws {
    let chunk = Chunk.source(["a", "b"], ["meta.z", "meta.a", "meta.in.x"]) { id in
      id == "a" ? [.text("\"z\""), .json(Array("1".utf8)), .json(Array("{}".utf8))] : [.missing, .missing, .missing]
    }
    #expect(try chunk.values("meta") == [#"{"a":1,"in":{"x":{}},"z":"\"z\""}"#, "-"])
    #expect(try chunk.values("meta.in") == [#"{"x":{}}"#, "-"])
  }

  @Test func `members may come from several layers`() throws {
    let chunk = source.adding("trace.plan") { "plan\($0)" }.adding("trace.answer") { $0 == 0 ? nil : "answer\($0)" }
    #expect(
      try chunk.values("trace") == [#"{"answer":"answer1","plan":"plan1"}"#, #"{"answer":"answer2","plan":"plan2"}"#])
  }

  @Test func `a field is found by its whole name`() throws {
    let chunk = source.adding("problems") { "other \($0)" }
    #expect(try chunk.values("problem").first == "problem of a")
    #expect(try chunk.values("prob") == ["-", "-", "-"])
  }
}

@Suite("A chunk's read digest moves exactly when what is read moves")
struct ReadDigestTests {
  private static let ids = ["a", "b", "c"]

  private static func source(_ ids: [String] = ids, problem: String = "p", other: String = "o") -> Chunk {
    Chunk.source(ids, ["problem", "other"]) { [.text(problem + $0.uppercased()), .text(other)] }
  }

  private static let base = source().adding("one") { "\($0)" }

  @Test(
    arguments: [
      ("another record's value", source(problem: "q").adding("one") { "\($0)" }),
      ("one record less", source(["a", "b"]).adding("one") { "\($0)" }),
      ("another order", source(["a", "c", "b"]).adding("one") { "\($0)" }),
      ("a record rejected", source().adding("one") { $0 == 1 ? nil : "\($0)" }),
      ("samples", source().adding("one", samples: 1) { row, _ in "\(row)" }),
    ] as [(String, Chunk)]) func `it moves with`(what: String, chunk: Chunk)
  {
    #expect(chunk.readDigest(["problem"]) != Self.base.readDigest(["problem"]))
  }

  @Test(
    arguments: [
      ("a field not read", source(other: "else").adding("one") { "\($0)" }),
      ("a stage's result not read", source().adding("one") { "\($0)!" }),
      ("a layer more", base.adding("two") { "\($0)" }),
      ("a layer less", source()),
      ("a tag", base.tagged("t")),
    ] as [(String, Chunk)]) func `it does not move with`(what: String, chunk: Chunk)
  {
    #expect(chunk.readDigest(["problem"]) == Self.base.readDigest(["problem"]))
  }

  @Test func `ids are read with their tags, groups without`() {
    let renamed = Self.source(["a", "b", "d"]).adding("one") { "\($0)" }
    for field: FieldPath in [.id, .group] { #expect(renamed.readDigest([field]) != Self.base.readDigest([field])) }
    #expect(Self.base.tagged("t").readDigest([.id]) != Self.base.readDigest([.id]))
    #expect(Self.base.tagged("t").readDigest([.id]) != Self.base.tagged("u").readDigest([.id]))
    #expect(Self.base.tagged("t").readDigest([.group]) == Self.base.readDigest([.group]))
  }

  @Test func `the order in which fields are declared is part of it`() {
    #expect(Self.base.readDigest(["problem", "one"]) != Self.base.readDigest(["one", "problem"]))
  }

  @Test func `chunks that read differently have different digests`() throws {
    let keepsTheSecondTwice: (Int, Int) -> String? = { row, _ in row == 1 ? "s" : nil }
    let below = Chunk.source(["a", "b"]).adding("y") { ["first", "second"][$0] }
      .adding("s", samples: 2, keepsTheSecondTwice)
    let above = Chunk.source(["a", "b"]).adding("s", samples: 2, keepsTheSecondTwice)
      .adding("y") { ["first", "second"][$0] }
    #expect(try below.values("y") == ["second", "second"])
    #expect(try above.values("y") == ["first", "second"])
    #expect(below.readDigest(["y"]) != above.readDigest(["y"]))
  }

  // The same bug, met at random.
  @Test(arguments: UInt64(1)..<9) func `random chunks with equal digests read alike`(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    var seen: [Digest: [String]] = [:]
    for _ in 0..<600 {
      var chunk = Chunk.source(["a", "b"], ["x"]) { _ in [.text("\(Int.random(in: 0...1, using: &dice))")] }
      for field in ["s", "t"] as [FieldPath] {
        let fates = (0..<4).map { _ in ["0", "1", nil].randomElement(using: &dice) ?? nil }
        let samples = Bool.random(using: &dice) ? nil : Int.random(in: 1...2, using: &dice)
        chunk = chunk.adding(field, samples: samples) { fates[($0 * 2 + $1) % 4] }
      }
      let values = try ["x", "s"].flatMap { try chunk.values($0) }
      let digest = chunk.readDigest(["x", "s"])
      #expect(seen[digest, default: values] == values, "seed \(seed)")
      seen[digest] = values
    }
  }
}
