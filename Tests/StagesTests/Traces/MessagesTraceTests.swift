import Stages
import Testing

@Suite("Traces of chat messages")
struct MessagesTraceTests {
  @Test func `calls and results are matched by id`() {
    let json = #"""
      [{"role": "system", "content": "Solve."}, {"role": "user", "content": [{"type": "text", "text": "6·7?"}]},
       {"role": "assistant", "content": "Both ways.", "reasoning_content": "Let me think.", "tool_calls": [
         {"id": "a", "type": "function", "function": {"name": "calculator", "arguments": "{\"expression\": \"6*7\"}"}},
         {"id": "b", "type": "function", "function": {"name": "python", "arguments": {"code": "print(6*7)"}}}]},
       {"role": "tool", "tool_call_id": "b", "name": "python", "content": [{"type": "text", "text": "42"}]},
       {"role": "tool", "tool_call_id": "a", "content": "{\"status\": \"success\", \"result\": [42, 7]}"},
       {"role": "assistant", "content": [{"type": "text", "text": "It is "}, {"type": "text", "text": "\\boxed{42}."}]}]
      """#
    let trace = Told([
      "- Let me think.", "- Both ways.", #"> calculator {"expression":"6*7"} = [42,7]"#,
      #"> python {"code":"print(6*7)"} = 42"#, "- It is \\boxed{42}.", "answer 42",
    ])
    #expect(told(json: json) == trace)
    #expect(told(json, .messages) == trace)
    #expect(told(json) == trace)
    #expect(told(json: #"{"tools": [], "messages": \#(json)}"#) == trace)
  }

  @Test func `ids may be used again, and a result may be missing`() {
    let json = #"""
      [{"role": "assistant", "content": null, "tool_calls": [{"id": "0", "function": {"name": "f"}}]},
       {"role": "user", "content": "Go on."},
       {"role": "assistant", "content": "", "tool_calls": [{"id": "0", "function": {"name": "g", "arguments": ""}}]},
       {"role": "tool", "tool_call_id": "0", "content": "1"},
       {"role": "assistant", "content": "The answer is 1."}]
      """#
    #expect(
      told(json: json) == Told(["- ", "> f {} ! ", "- ", "> g {} = 1", "- The answer is 1.", "answer 1"]))
  }

  @Test func `results without ids are taken in order`() {
    let json = #"""
      [{"role": "assistant", "content": "A", "function_call": {"name": "f", "arguments": "{\"x\":1}"}},
       {"role": "assistant", "content": "B", "function_call": {"name": "g", "arguments": "{\"x\":2}"}},
       {"role": "function", "name": "g", "content": "2"},
       {"role": "assistant", "content": "C", "tool_calls": [{"function": {"name": "h"}}, {"function": {"name": "i"}}]},
       {"role": "tool", "content": "3"}, {"role": "tool", "content": "4"},
       {"role": "assistant", "content": "\\boxed{4}"}]
      """#
    #expect(
      told(json: json)
        == Told([
          "- A", #"> f {"x":1} ! "#, "- B", #"> g {"x":2} = 2"#, "- C", "> h {} = 3", "> i {} = 4", "- \\boxed{4}",
          "answer 4",
        ]))
  }

  @Test(
    "a tool's answer says whether it is an error",
    arguments: [
      (#"{"status": "error", "message": "division by zero"}"#, "! division by zero"),
      ("Error: no such tool", "! Error: no such tool"),
      ("ValueError: no", "! ValueError: no"), (#"{"result": "x**2"}"#, "= x**2"),
      (#"{"result": "NameError: x"}"#, "! NameError: x"),
      (#"{"status": "success", "result": "NameError: x"}"#, "= NameError: x"),
      (#"{"status": "success", "result": "3"}"#, "= 3"),
      (#"{"status":"odd","result":"3"}"#, #"= {"status":"odd","result":"3"}"#),
      (#"{"result": 3, "steps": 2}"#, #"= {"result": 3, "steps": 2}"#), ("{}", "= {}"), ("", "= "),
      ("{1, 2}", "= {1, 2}"),
      ("The error is 3", "= The error is 3"),
    ])
  func statuses(content: String, expected: String) {
    let quoted = content.replacing("\"", with: "\\\"")
    let json = #"""
      [{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f"}}]},
       {"role":"tool","tool_call_id":"a","content":"\#(quoted)"},{"role":"assistant","content":"\\boxed{1}"}]
      """#
    #expect(told(json: json) == Told(["- ", "> f {} \(expected)", "- \\boxed{1}", "answer 1"]))
  }

  @Test(
    "arguments that are no object become one",
    arguments: [
      (#""{\"a\": 1""#, #"{"arguments":"{\"a\": 1"}"#), (#""[1]""#, #"{"arguments":"[1]"}"#),
      ("[1]", #"{"arguments":"[1]"}"#),
      (#""{\"a\":1,\"a\":2}""#, #"{"arguments":"{\"a\":1,\"a\":2}"}"#), ("null", "{}"), (#"" ""#, "{}"),
    ])
  func arguments(json: String, expected: String) {
    let message = #"[{"role":"assistant","content":"\\boxed{1}","function_call":{"name":"f","arguments":\#(json)}}]"#
    #expect(told(json: message) == Told(["- \\boxed{1}", "> f \(expected) ! ", "answer 1"]))
  }

  @Test(
    "what is no chat says where",
    arguments: [
      ("[]", "the trace holds no message of an assistant"), ("5", "the trace should be a list and is the number 5"),
      (#"[{"role":"user","content":"?"}]"#, "the trace holds no message of an assistant"),
      (#"[{"content":"?"}]"#, "the trace[0] has no 'role'"),
      (#"[{"role":"human"}]"#, "the trace[0].role is not a role of a chat"),
      (#"{"message":[]}"#, "the trace has no 'messages'"),
      (#"[{"role":"assistant","content":5}]"#, "the trace[0].content should be text and is the number 5"),
      (#"[{"role":"assistant","tool_calls":[{"id":"a"}]}]"#, "the trace[0].tool_calls[0] has no 'function'"),
      (
        #"[{"role":"assistant","content":"a"},{"role":"tool","tool_call_id":"a","content":"1"}]"#,
        "the trace[1] is the result of no call"
      ),
      (#"[{"role":"assistant","content":"a"},{"role":"tool","content":"1"}]"#, "the trace[1] is the result of no call"),
      (
        #"[{"role":"assistant"#,
        "the trace is not JSON: a string starts here and has no closing quotation mark (line 1, column 10)"
      ),
    ])
  func unreadable(json: String, detail: String) {
    #expect(told(json: json) == Told(["unreadable-trace: \(detail)"]))
  }

  @Test func `programs that ran inside of a message are calls, where the chat has no others`() {
    let text = #"Half.\n```python\nprint(48/2)\n```\n```output\n24.0\n```\nSo \\boxed{72}."#
    let messages = #"[{"role": "user", "content": "Show ```python"}, {"role": "assistant", "content": "\#(text)"}]"#
    #expect(
      told(json: messages)
        == Told(["- Half.", #"> python {"code":"print(48/2)"} = 24.0"#, "- So \\boxed{72}.", "answer 72"]))
    // Code that is only shown is prose, and so is all code where calls are made by the interface.
    let shown = #"[{"role": "assistant", "content": "```python\nx\n```\n\\boxed{1}", "tool_calls": []}]"#
    #expect(told(json: shown) == Told(["- ```python\nx\n```\n\\boxed{1}", "answer 1"]))
    let called = #"""
      [{"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "f"}}]},
       {"role": "tool", "tool_call_id": "a", "content": "1"}, {"role": "assistant", "content": "\#(text)"}]
      """#
    #expect(
      told(json: called)
        == Told([
          "- ", "> f {} = 1", "- Half.\n```python\nprint(48/2)\n```\n```output\n24.0\n```\nSo \\boxed{72}.",
          "answer 72",
        ]))
  }
}
