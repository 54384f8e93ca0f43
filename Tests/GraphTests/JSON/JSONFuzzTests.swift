import Graph
import Testing

@Suite("The scanner survives any bytes")
struct JSONFuzzTests {
  private let sample = Array(
    #"{"id":"a\u00e9\ud83d\ude00é漢😀","n":[-1.5e+10,0,true,false,null,{}],"deep":{"x":[[],[{"y":"\n"}]]}}"#.utf8)

  @Test("every beginning of a valid text that is not the whole is an error within it")
  func truncations() throws {
    for end in 0..<sample.count {
      let cut = Array(sample[..<end])
      #expect(throws: JSONError.self) { try minifiedJSON(cut) }
      #expect(throws: JSONError.self) { try scanJSON(cut) { (scanner) throws(JSONError) in try scanner.skip() } }
      #expect(throws: Problem.self) { try JSONNode.parse(cut, file: "f") }
    }
    _ = try minifiedJSON(sample)
  }

  @Test("a minified text stays as it is, and skip and the tree read the same texts as value")
  func roundTrips() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = JSONDice(state: seed)
    for _ in 0..<500 {
      let text = Array(randomJSON(depth: 4, using: &random).utf8)
      let once = try minifiedJSON(text)
      #expect(try minifiedJSON(Array(once.utf8)) == once, "seed \(seed)")
      let end = try scanJSON(text) { (scanner) throws(JSONError) in
        try scanner.skip()
        return scanner.offset
      }
      #expect(end <= text.count)
      let canonical = try JSONNode.parse(text, file: "f").json
      #expect(try JSONNode.parse(Array(once.utf8), file: "f").json == canonical, "seed \(seed)")
      #expect(try minifiedJSON(Array(canonical.utf8)) == canonical, "seed \(seed)")
    }
  }

  @Test("random and damaged bytes end in a value or an error, never in a crash")
  func garbage() {
    let seed = UInt64.random(in: 0 ... .max)
    // Said beforehand, since a crash could not say it.
    print("random bytes from seed \(seed)")
    var random = JSONDice(state: seed)
    let alphabet = Array(#"{}[]",:\u0dn tfe-+.1"#.utf8) + [0x00, 0x0A, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF]
    for round in 0..<20_000 {
      var text = sample
      if round.isMultiple(of: 2) {
        let length = Int.random(in: 0...40, using: &random)
        text = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      } else {
        for _ in 0...Int.random(in: 0...3, using: &random) {
          text[Int.random(in: text.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
      }
      let verdict = jsonComplaint { () throws(JSONError) in _ = try minifiedJSON(text) }
      let skipped = jsonComplaint { () throws(JSONError) in
        try scanJSON(text) { (scanner) throws(JSONError) in try scanner.skip() }
      }
      // Only repeated keys are the business of one and not of the other.
      #expect(
        verdict == skipped || verdict.hasSuffix("an object has the same key twice"), "seed \(seed), round \(round)")
    }
  }
}
