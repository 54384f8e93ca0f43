import Graph

/// Reads one whole text with a scanner, as the engine does with a line.
func scanJSON<Value>(
  _ bytes: [UInt8], _ body: (inout JSONScanner) throws(JSONError) -> Value
) throws(JSONError) -> Value {
  let result = bytes.withUnsafeBufferPointer { buffer in
    Result { () throws(JSONError) in
      var scanner = JSONScanner(buffer)
      let value = try body(&scanner)
      try scanner.end()
      return value
    }
  }
  return try result.get()
}

/// The text minified.
func minifiedJSON(_ bytes: [UInt8]) throws(JSONError) -> String {
  var out: [UInt8] = []
  try scanJSON(bytes) { (scanner) throws(JSONError) in try scanner.value(into: &out) }
  return String(decoding: out, as: UTF8.self)
}

/// `offset: message` of the error, or `valid`.
func jsonComplaint(_ body: () throws(JSONError) -> Void) -> String {
  do throws(JSONError) {
    try body()
    return "valid"
  } catch {
    return "\(error.offset): \(error.message)"
  }
}

/// SplitMix64, so that a printed seed repeats a test.
struct JSONDice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A random JSON text with white space and escapes in odd places, nested at most `depth` deep.
func randomJSON(depth: Int, using dice: inout JSONDice) -> String {
  let pieces = [
    "a", "plain text", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "é漢😀", "\u{7F}",
  ]
  func several(_ most: Int, _ make: (Int) -> String) -> [String] {
    (0..<Int.random(in: 0...most, using: &dice)).map(make)
  }
  func pick(_ choices: [String]) -> String { choices.randomElement(using: &dice) ?? "" }
  func space() -> String { several(2) { _ in pick([" ", "\n", "\t", "\r"]) }.joined() }
  switch Int.random(in: 0...(depth > 0 ? 4 : 2), using: &dice) {
  case 0: return "\"" + several(9) { _ in pick(pieces) }.joined() + "\""
  case 1: return pick(["0", "-1", "3.25", "1e9", "-0.5E-3", "12345678901234567890"])
  case 2: return pick(["true", "false", "null"])
  case 3:
    let elements = several(4) { _ in space() + randomJSON(depth: depth - 1, using: &dice) + space() }
    return "[" + (elements.isEmpty ? space() : elements.joined(separator: ",")) + "]"
  default:
    let members = several(12) { index in
      space() + "\"k\(index)\"" + space() + ":" + space() + randomJSON(depth: depth - 1, using: &dice) + space()
    }
    return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
  }
}
