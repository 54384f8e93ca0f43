import Graph
import Testing

@Suite("The scanner lets strict JSON through and nothing else")
struct JSONScannerTests {
  @Test(
    "a valid text comes out minified and canonical",
    arguments: [
      ("{}", "{}"),
      (" [ ] ", "[]"),
      ("\t{ \"a\" : [ 1 , 2.50 , -0 , 1E+2 ] ,\r\n\"b\":null }\n", #"{"a":[1,2.50,-0,1E+2],"b":null}"#),
      ("[true,false,null]", "[true,false,null]"),
      (#""""#, #""""#),
      (#""a\/b""#, #""a/b""#),
      (#""\u0041\u00e9\u6f22""#, #""Aé漢""#),
      (#""\ud83d\ude00""#, #""😀""#),
      (#""\u000a\u000A\u0008\u000c\u000d\u0009\u001F\u0000""#, #""\n\n\b\f\r\t\u001f\u0000""#),
      (#""\u0022\u005c\"\\""#, #""\"\\\"\\""#),
      ("\"\u{7F}é漢😀\"", "\"\u{7F}é漢😀\""),
      (#"{"z":1,"a":2}"#, #"{"z":1,"a":2}"#),
      (#"{"a":{"a":1},"b":{"a":1}}"#, #"{"a":{"a":1},"b":{"a":1}}"#),
      // Equal to Swift's String, different to JSON: é, and e with a combining accent.
      ("{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
    ])
  func minifies(text: String, expected: String) throws {
    #expect(try minifiedJSON(Array(text.utf8)) == expected)
  }

  @Test(
    "an invalid text is refused at the right byte, saying what was expected and found",
    arguments: [
      ("", "0: expected a value, found the end of the text"),
      ("  ", "2: expected a value, found the end of the text"),
      ("x", "0: expected a value, found 'x'"),
      ("é", "0: expected a value, found 'é'"),
      ("\u{1}", "0: expected a value, found the control character U+0001"),
      ("{} x", "3: expected nothing more after the value, found 'x'"),
      ("1 2", "2: expected nothing more after the value, found '2'"),
      ("{a:1}", "1: expected a key in quotation marks or '}', found 'a'"),
      ("{,}", "1: expected a key in quotation marks or '}', found ','"),
      (#"{"a" 1}"#, "5: expected ':' after a key, found '1'"),
      (#"{"a":1 "b":2}"#, "7: expected ',' or '}' after a value, found '\"'"),
      (#"{"a":1x"#, "6: expected ',' or '}' after a value, found 'x'"),
      (#"{"a":1,}"#, "7: expected a key in quotation marks after ',', found '}'"),
      (#"{"a":}"#, "5: expected a value, found '}'"),
      (#"{"a":1,"b":2,"a":3}"#, "13: an object has the same key twice"),
      (#"{"a":1,"\u0061":3}"#, "7: an object has the same key twice"),
      (#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"d":1,"a":1}"#, "55: an object has the same key twice"),
      ("[1,]", "3: expected a value, found ']'"),
      ("[,1]", "1: expected a value, found ','"),
      ("[1 2]", "3: expected ',' or ']' after a value, found '2'"),
      ("[1", "2: expected ',' or ']' after a value, found the end of the text"),
      ("]", "0: expected a value, found ']'"),
      ("tru", "0: expected a value, found a word that is not 'true'"),
      ("falze", "0: expected a value, found a word that is not 'false'"),
      ("nulL", "0: expected a value, found a word that is not 'null'"),
      ("NaN", "0: expected a value, found 'N'"),
      ("-", "1: expected a digit after '-', found the end of the text"),
      ("-x", "1: expected a digit after '-', found 'x'"),
      ("+1", "0: expected a value, found '+'"),
      (".5", "0: expected a value, found '.'"),
      ("01", "0: a number cannot start with '0' followed by another digit"),
      ("1.", "2: expected a digit after '.', found the end of the text"),
      ("1e", "2: expected a digit after an exponent's 'e', found the end of the text"),
      ("1e+x", "3: expected a digit after an exponent's 'e', found 'x'"),
      ("0x10", "1: expected nothing more after the value, found 'x'"),
      ("\"abc", "0: a string starts here and has no closing quotation mark"),
      (#""abc\"#, "4: an escape is cut short by the end of the text"),
      (#""\x""#, "1: a backslash cannot be followed by 'x'"),
      (#""\u12G4""#, "5: expected four hexadecimal digits after '\\u', found 'G'"),
      (#""\ud800""#, "1: a string holds a lone surrogate, U+D800"),
      (#""a\udc00""#, "2: a string holds a lone surrogate, U+DC00"),
      (#""\ud800\n""#, "1: a string holds a lone surrogate, U+D800"),
      (#""\ud800\ud800""#, "1: a string holds a lone surrogate, U+D800"),
      ("\"a\nb\"", "2: a string holds the control character U+000A, which must be escaped"),
      ("\"12345678\u{0}\"", "9: a string holds the control character U+0000, which must be escaped"),
    ])
  func refuses(text: String, expected: String) {
    #expect(jsonComplaint { () throws(JSONError) in _ = try minifiedJSON(Array(text.utf8)) } == expected)
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func invalidUTF8(sequence: [UInt8]) {
    for padding in 0...9 {
      let text = Array("\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: padding) + sequence + Array("\"".utf8)
      let expected = "\(padding + 1): a string holds bytes that are not UTF-8"
      #expect(jsonComplaint { () throws(JSONError) in _ = try minifiedJSON(text) } == expected)
    }
    #expect(
      jsonComplaint { () throws(JSONError) in _ = try minifiedJSON(sequence) }
        == "0: expected a value, found a byte that is not UTF-8")
  }

  @Test("every special byte is found at every distance from an eight-byte step")
  func alignment() throws {
    for length in 0...40 {
      for special in ["\\\"", "\\\\", "\\n", "é", "\\u0041"] {
        let before = String(repeating: "x", count: length)
        let text = Array("\"\(before)\(special)\(before)\"".utf8)
        var decoded: [UInt8] = []
        try scanJSON(text) { (scanner) throws(JSONError) in try scanner.string(into: &decoded) }
        let middle = ["\\\"": "\"", "\\\\": "\\", "\\n": "\n", "é": "é", "\\u0041": "A"][special]
        #expect(String(decoding: decoded, as: UTF8.self) == before + (middle ?? "") + before)
      }
    }
  }

  @Test("the pull calls read an object member by member, leaving commas to the scanner")
  func pulls() throws {
    let text = #"{ "id" : "a\nb", "n" : [ 1, [], {} ], "deep": {"x": [true]}, "ok" : false, "no": null }"#
    var seen: [String] = []
    try scanJSON(Array(text.utf8)) { (scanner) throws(JSONError) in
      var key: [UInt8] = Array("left over".utf8)
      try scanner.beginObject()
      while try scanner.nextKey(into: &key) {
        let name = String(decoding: key, as: UTF8.self)
        switch try scanner.peek() {
        case .string:
          var value: [UInt8] = Array("appended to:".utf8)
          try scanner.string(into: &value)
          seen.append("\(name) string \(String(decoding: value, as: UTF8.self))")
        case .array:
          var count = 0
          try scanner.beginArray()
          while try scanner.nextElement() {
            try scanner.skip()
            count += 1
          }
          seen.append("\(name) array \(count)")
        case .boolean: seen.append("\(name) \(try scanner.boolean())")
        case .null:
          try scanner.null()
          seen.append("\(name) null")
        case .number: seen.append("\(name) number \(try scanner.number())")
        case .object:
          try scanner.skip()
          seen.append("\(name) object at \(scanner.keyOffset)")
        }
      }
    }
    #expect(seen == ["id string appended to:a\nb", "n array 3", "deep object at 38", "ok false", "no null"])
  }

  @Test("nesting ends with an error, not with the call stack", arguments: ["[", #"{"a":"#])
  func nesting(opening: String) throws {
    let deep = String(repeating: opening, count: 100_000)
    let offset = opening.utf8.count * JSONScanner.deepestNesting
    let expected = "\(offset): the text nests deeper than 512 levels"
    #expect(jsonComplaint { () throws(JSONError) in _ = try minifiedJSON(Array(deep.utf8)) } == expected)
    let skipped = jsonComplaint { () throws(JSONError) in
      try scanJSON(Array(deep.utf8)) { (scanner) throws(JSONError) in try scanner.skip() }
    }
    #expect(skipped == expected)
    let fits = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(try minifiedJSON(Array(fits.utf8)) == fits)
  }
}
