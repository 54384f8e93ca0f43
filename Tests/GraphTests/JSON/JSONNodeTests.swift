import Graph
import Testing

@Suite("A tree knows where each value stands")
struct JSONNodeTests {
  @Test("lines and columns count from 1, columns in Unicode scalars")
  func positions() throws {
    let node = try JSONNode.parse(Array("{\n  \"é😀\": [1,\n  {\"b\": true}]\n}".utf8), file: "p.json")
    #expect(node.position == SourcePosition(line: 1, column: 1))
    let member = try #require(node.members?.first)
    #expect(member.key == "é😀")
    #expect(member.keyPosition == SourcePosition(line: 2, column: 3))
    #expect(member.node.position == SourcePosition(line: 2, column: 9))
    let elements = try #require(member.node.elements)
    #expect(elements.map(\.position) == [SourcePosition(line: 2, column: 10), SourcePosition(line: 3, column: 3)])
    #expect(elements[1]["b"]?.position == SourcePosition(line: 3, column: 9))
  }

  @Test("a byte order mark is passed over and takes no column")
  func byteOrderMark() throws {
    let node = try JSONNode.parse([0xEF, 0xBB, 0xBF] + Array("{}".utf8), file: "p.json")
    #expect(node.position == SourcePosition(line: 1, column: 1))
  }

  @Test(
    "a mistake is shown with its file, line and column",
    arguments: [
      ("{\n  \"a\": 1\n  \"b\": 2\n}", "p.json:3:3: expected ',' or '}' after a value, found '\"'"),
      ("{\"a\": 'x'}", "p.json:1:7: expected a value, found '''"),
      ("{\"é\":1,\n \"é\":2}", "p.json:2:2: the key 'é' stands twice in one object, first at 1:2"),
      ("[\"a\n\"]", "p.json:1:4: a string holds the control character U+000A, which must be escaped"),
      ("{} {}", "p.json:1:4: expected nothing more after the value, found '{'"),
      ("", "p.json:1:1: expected a value, found the end of the text"),
    ])
  func mistakes(text: String, expected: String) {
    let problem = #expect(throws: Problem.self) { try JSONNode.parse(Array(text.utf8), file: "p.json") }
    #expect(problem?.description == expected)
  }

  @Test("nesting ends with an error")
  func nesting() {
    let text = Array(String(repeating: "[", count: 100_000).utf8)
    let problem = #expect(throws: Problem.self) { try JSONNode.parse(text, file: "p.json") }
    #expect(problem?.description == "p.json:1:513: the text nests deeper than 512 levels")
  }

  @Test("the canonical text sorts keys by their UTF-8 bytes and keeps lexemes")
  func canonical() throws {
    let text = #"{ "b": 1.50, "a": {"é": 1, "z": 2, "Z": 3}, "\u0041": ["\/", null] }"#
    let node = try JSONNode.parse(Array(text.utf8), file: "p.json")
    #expect(node.json == #"{"A":["/",null],"a":{"Z":3,"z":2,"é":1},"b":1.50}"#)
  }

  @Test("the pretty text keeps the order of keys, two spaces a level, plain lists on a line")
  func pretty() {
    let node: JSONNode = ["b": 1, "a": ["x", 2.5, true], "c": [["d": []], [:]]]
    #expect(
      node.prettyJSON == """
        {
          "b": 1,
          "a": ["x", 2.5, true],
          "c": [
            {
              "d": []
            },
            {}
          ]
        }
        """)
  }
}
