import Graph
import Testing

@Suite("Strings are written canonically")
struct JSONTextTests {
  @Test(
    "only quotation marks, backslashes and control characters are escaped",
    arguments: [
      ("", #""""#),
      ("plain", #""plain""#),
      ("a\"b\\c/d", #""a\"b\\c/d""#),
      ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#),
      ("\u{0}\u{1}\u{1F}\u{7F}", "\"\\u0000\\u0001\\u001f\u{7F}\""),
      ("é漢😀\u{2028}", "\"é漢😀\u{2028}\""),
      ("seven..\nand eight more\"", #""seven..\nand eight more\"""#),
    ])
  func escapes(text: String, expected: String) throws {
    var out: [UInt8] = []
    JSONText.appendString(text, to: &out)
    JSONText.appendString(Array(text.utf8), to: &out)
    JSONText.appendString(Array("xx\(text)x".utf8).dropFirst(2).dropLast(), to: &out)
    JSONText.appendString(text[...], to: &out)
    #expect(String(decoding: out, as: UTF8.self) == expected + expected + expected + expected)
  }

  @Test("what is written reads back the same, whatever it holds")
  func roundTrip() throws {
    for scalar in (0..<0x3000).compactMap(Unicode.Scalar.init) + ["😀", "\u{10FFFF}"] {
      let text = "ab\(scalar)c"
      var written: [UInt8] = []
      JSONText.appendString(text, to: &written)
      var read: [UInt8] = []
      try scanJSON(written) { (scanner) throws(JSONError) in try scanner.string(into: &read) }
      #expect(read == Array(text.utf8))
      // The scanner's own canonical form is the writer's.
      #expect(try Array(minifiedJSON(written).utf8) == written)
    }
  }

  @Test("integers are written as they are", arguments: [(0, "0"), (-7, "-7"), (.min, "-9223372036854775808")])
  func integers(value: Int, expected: String) {
    var out: [UInt8] = []
    JSONText.appendInteger(value, to: &out)
    #expect(String(decoding: out, as: UTF8.self) == expected)
  }
}
