import Graph
import Testing

@testable import Stages

@Suite("Tools in plain text")
struct TextToolsTests {
  private static let tools = [
    ChatTool(name: "calculator", description: "Computes.", parameters: ["type": "object"])
  ]

  private static func block(_ text: String) -> String { "```json\n\(text)\n```" }

  @Test(
    "fenced blocks are calls, and the rest is text",
    arguments: [
      ("No call.", "No call.", []), ("", "", []),
      (block(#"{"tool": "f", "arguments": {"a": 1}}"#), "", [("f", #"{"a":1}"#)]),
      ("Think.\n\n\(block(#"{"arguments":{},"tool":"f"}"#))\n", "Think.", [("f", "{}")]),
      (
        "A\n\(block(#"{"tool":"f","arguments":{}}"#))\nB\n\(block(#"{"tool":"g","arguments":{"x":"y"}}"#))\nC",
        "A\n\nB\n\nC", [("f", "{}"), ("g", #"{"x":"y"}"#)]
      ),
      (#"  ```json {"tool":"f","arguments":{}} ```"#, "", [("f", "{}")]),
      (block(#"{"tool":"f","arguments":{"code":"```json\n```"}}"#), "", [("f", #"{"code":"```json\n```"}"#)]),
      (block(#"{"tool":"f","arguments":{"code":"a\nb"}}"#), "", [("f", #"{"code":"a\nb"}"#)]),
      ("```python\nprint(1)\n```", "```python\nprint(1)\n```", []), ("```jsonl\n{}\n```", "```jsonl\n{}\n```", []),
      ("see ```json in a line", "see ```json in a line", []),
    ] as [(String, String, [(String, String)])])
  func calls(content: String, text: String, calls: [(name: String, arguments: String)]) {
    let parsed = TextTools.parse(content)
    #expect(parsed.problem == nil)
    #expect(parsed.text == text)
    #expect(parsed.calls.map(\.name) == calls.map(\.name))
    #expect(parsed.calls.map(\.arguments) == calls.map(\.arguments))
    #expect(parsed.calls.map(\.id) == calls.indices.map { "call_\($0 + 1)" })
  }

  @Test(
    "a block that cannot be read is explained to the model, and nothing is called",
    arguments: [
      ("```json", 1, "it is not JSON: expected a value, found the end of the text, at character 1 of the block"),
      (
        block("{"), 1,
        "it is not JSON: expected a key in quotation marks or '}', found '`', at character 4 of the block"
      ),
      (block("[]"), 1, "it is not an object"), (block("\"f\""), 1, "it is not an object"),
      (block("{}"), 1, "it has no 'tool' that is the tool's name"),
      (block(#"{"tool":5,"arguments":{}}"#), 1, "it has no 'tool' that is the tool's name"),
      (block(#"{"tool":"","arguments":{}}"#), 1, "it has no 'tool' that is the tool's name"),
      (block(#"{"tool":"f"}"#), 1, "it has no 'arguments' that is an object"),
      (block(#"{"tool":"f","arguments":"{}"}"#), 1, "it has no 'arguments' that is an object"),
      (block(#"{"tool":"f","arguments":{},"id":1}"#), 1, "it has the member 'id'"),
      (
        block(#"{"tool":"f","tool":"g","arguments":{}}"#), 1,
        "it is not JSON: an object has the same key twice, at character 14 of the block"
      ),
      ("```json\n{\"tool\":\"f\",\"arguments\":{}}", 1, "the block must end with ``` right after the object"),
      (block(#"{"tool":"f","arguments":{}} {}"#), 1, "the block must end with ``` right after the object"),
      (block(#"{"tool":"f","arguments":{}}"#) + "\n" + block("no"), 2, "it is not JSON: "),
    ])
  func problems(content: String, number: Int, mistake: String) throws {
    let parsed = TextTools.parse(content)
    #expect(parsed.calls.isEmpty)
    let problem = try #require(parsed.problem)
    #expect(problem.hasPrefix("Your tool call number \(number) cannot be read: \(mistake)"))
    #expect(problem.hasSuffix("Write all your calls again."))
  }

  @Test func `a reply with very many calls is one gone wild`() {
    let many = String(repeating: Self.block(#"{"tool":"f","arguments":{}}"#) + "\n", count: 65)
    #expect(TextTools.parse(many).problem?.contains("more than 64 calls") == true)
  }

  @Test func `the tools are told in the system message`() throws {
    let request = ChatRequest(
      model: "m", messages: [.system("Be brief."), .user("Hi")], tools: Self.tools, toolChoice: .required)
    let spelled = TextTools.spelled(request)
    #expect(spelled.tools.isEmpty)
    #expect(spelled.toolChoice == nil)
    #expect(
      spelled.messages == [
        .system(
          """
          Be brief.

          # Tools

          You can have the tools below run for you. To call a tool, write a fenced block marked json with one object \
          that has exactly two members, "tool" and "arguments":

          ```json
          {"tool": "NAME", "arguments": {}}
          ```

          You may write several blocks for several calls. End your reply after the last block: the results are given to \
          you in the next message. Use no fenced block marked json for anything else.

          You must call at least one tool in your next reply.

          ## calculator

          Computes.

          Arguments, as a JSON Schema: {"type":"object"}

          """), .user("Hi"),
      ])
  }

  @Test func `without a system message there is one then; without leave to call there is none`() {
    let request = ChatRequest(model: "m", messages: [.user("Hi")], tools: Self.tools)
    #expect(TextTools.spelled(request).messages == [.system(TextTools.section(Self.tools)), .user("Hi")])
    var forbidden = request
    forbidden.toolChoice = ToolChoice.none
    #expect(TextTools.spelled(forbidden).messages == [.user("Hi")])
  }

  @Test func `calls and results become plain messages`() {
    let said = "Now.\n\n" + Self.block(#"{"tool": "f", "arguments": {}}"#)
    let request = ChatRequest(
      model: "m",
      messages: [
        .assistant(said, toolCalls: [ChatToolCall(id: "call_1", name: "f", arguments: "{}")]),
        .tool(callId: "call_1", content: "1"),
        .assistant(
          nil,
          toolCalls: [
            ChatToolCall(id: "a", name: "g", arguments: #"{"x":1}"#), ChatToolCall(id: "b", name: "h", arguments: ""),
          ]),
        .tool(callId: "b", content: "2"), .tool(callId: "a", content: "3"), .user("Go on."),
      ])
    #expect(
      TextTools.spelled(request).messages == [
        .assistant(said), .user("Result of f (call 1):\n1"),
        .assistant(
          Self.block(#"{"tool": "g", "arguments": {"x":1}}"#) + "\n\n"
            + Self.block(#"{"tool": "h", "arguments": {}}"#)),
        .user("Result of h (call 1):\n2\n\nResult of g (call 2):\n3"), .user("Go on."),
      ])
  }

  @Test func `a reply of a model that speaks this protocol has its calls read from the text`() throws {
    let good = completion(#"{"content":"So:\n```json\n{\"tool\":\"f\",\"arguments\":{\"x\":1}}\n```"}"#)
    #expect(try parsed(good, .text).get().toolCalls == [ChatToolCall(id: "call_1", name: "f", arguments: #"{"x":1}"#)])
    #expect(try parsed(good, .native).get().toolCalls.isEmpty)
    let bad = try parsed(completion(#"{"content":"```json\n{\"tool\":"}"#), .text).get()
    #expect(bad.toolCalls.isEmpty)
    #expect(bad.toolProblem != nil)
  }
}
