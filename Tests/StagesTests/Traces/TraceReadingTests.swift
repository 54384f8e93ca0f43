import Stages
import Testing

@Suite("Reading a trace")
struct TraceReadingTests {
  private static func ran(_ output: String, then closing: String, before: String = "") -> String {
    "\(before)\n```python\nx\n```\n```output\n\(output)\n```\n\(closing)"
  }

  @Test(
    "the answer is what the text after the last call says",
    arguments: [
      (ran("3", then: "First \\boxed{1}, no, \\boxed{2}."), "2"), (ran("3", then: "The answer is 7."), "7"),
      (ran("3", then: "\\boxed{1} and \\boxed{2}"), "1, 2"), (ran("3", then: "18 people"), "18 people"),
      (ran("3\n4.5\n", then: "Two people accept it."), "4.5"), (ran("3", then: ""), "3"),
      (ran("1\n2", then: ""), "2"), (ran("3", then: "", before: "It is \\boxed{5}."), "5"),
      ("It is \\boxed{5}. Let me see.\n```python\nx\n```", "5"), ("The answer is 9.", "9"), ("9", "9"),
    ])
  func answers(text: String, answer: String) {
    #expect(told(text).lines.last == "answer \(answer)")
  }

  @Test(
    "without one, that is the reason",
    arguments: [
      (ran("NameError: x", then: ""), "the trace ends in a tool call without a value"),
      (ran("", then: ""), "the trace ends in a tool call without a value"),
      ("We add 5 and 5.\n```python\n5 + 5\n```", "the trace ends in a tool call without a value"),
      (ran("True", then: "So let us now try to"), "the last text of the trace says no answer"),
      ("Hence we let", "the last text of the trace says no answer"),
    ])
  func noAnswer(text: String, detail: String) {
    #expect(told(text) == Told(["no-answer: \(detail)"]))
  }

  @Test func `a box in an earlier message counts if the last one has no answer`() {
    let json = #"""
      [{"role":"assistant","content":"\\boxed{3}"},{"role":"user","content":"Thanks"},
       {"role":"assistant","content":"Which of the two do you mean?"}]
      """#
    #expect(told(json: json).lines.last == "answer 3")
  }

  @Test(
    "a JSON value holds one text",
    arguments: [
      #""a\n```python\nx\n```\n\\boxed{1}""#, #"["a\n```python\nx\n```\n\\boxed{1}"]"#,
    ])
  func texts(json: String) {
    #expect(told(json: json) == Told(["- a", #"> python {"code":"x"} ! "#, "- \\boxed{1}", "answer 1"]))
  }

  @Test(
    "what cannot be a trace says why",
    arguments: [
      (#"["a","b"]"#, TraceFormat.auto, "the trace is a list of 2 texts and not one"),
      ("[]", .fences, "the format 'fences' is a text, and the trace is none"), (#"" ""#, .auto, "the trace is empty"),
      (#""prose""#, .messages, "the trace is not JSON: expected a value, found 'p' (line 1, column 1)"),
      ("", .auto, "the trace is not JSON: expected a value, found the end of the text (line 1, column 1)"),
    ])
  func unreadable(json: String, format: TraceFormat, detail: String) {
    #expect(told(json: json, format) == Told(["unreadable-trace: \(detail)"]))
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let failure = #expect(throws: TraceReading.Failure.self) {
      try TraceReading.trace(text: (utf8("é = ") + [0xFF] + utf8("\\boxed{1}"))[...])
    }
    #expect(failure?.reason == .unreadable)
    #expect(failure?.detail == "byte 5 of the trace is not UTF-8")
  }

  @Test func `formats have the names that a pipeline gives them`() {
    #expect(TraceFormat.allCases.map(\.rawValue) == ["auto", "fences", "messages", "tagged"])
  }
}

@Suite("Traces that mean harm")
struct HostileTraceTests {
  private static let pieces = [
    "```", "```python\n", "```output\n", "``` ", "`", "<code>", "</code>", "<output>", "<message>", "</message>",
    "<tool>",
    "</tool>", "<tool><tool_name>", "<result>", "<message>\\n", "\\n", "\\", "<", "[{", "{\"", "\\boxed{", "####", "\n",
    "```python\nx\n```\n", "<tool></tool>", "<message>a</message><tool></tool>", "<tool></tool><message>a</message>",
    "Error: ", " ", "\\boxed{1}\n```python\n```\n```output\n",
  ]

  @Test("are read or refused, however long they are", arguments: pieces, TraceFormat.allCases)
  func repetitions(piece: String, format: TraceFormat) {
    let text = String(repeating: piece, count: 20_000 / piece.utf8.count)
    #expect(!told(text, format).lines.isEmpty)
    #expect(!told(text + " \\boxed{1}", format).lines.isEmpty)
  }

  @Test func `deep nesting and many calls are read`() {
    let nested = String(repeating: "[", count: 100_000)
    #expect(
      told(json: nested).lines.first?.hasPrefix("unreadable-trace: the trace is not JSON: the text nests deeper")
        == true)
    let call = #"{"id":"a","function":{"name":"f","arguments":"\#(nested)"}}"#
    let calls = Array(repeating: call, count: 8).joined(separator: ",")
    let message = #"{"role":"assistant","content":"\\boxed{1}","tool_calls":[\#(calls)]}"#
    #expect(told(json: "[\(message)]").lines.count == 10)
    let many = Array(repeating: #"{"function":{"name":"f"}}"#, count: 20_000).joined(separator: ",")
    let results = Array(repeating: #"{"role":"tool","content":"1"}"#, count: 20_000).joined(separator: ",")
    #expect(told(json: #"[{"role":"assistant","tool_calls":[\#(many)]},\#(results)]"#).lines.count == 20_002)
  }

  @Test("no word of a random text is lost", arguments: 0..<200)
  func random(seed: Int) throws {
    var state = UInt64(seed)
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let words = (0..<40).map { next(3) == 0 ? Self.pieces[next(Self.pieces.count)] : " w\($0) " }
    let text = utf8(words.joined() + "\nThe answer is \\boxed{3}.")
    guard let trace = try? TraceReading.trace(text: text[...], format: .fences) else { return }
    #expect(try TraceReading.trace(text: text[...], format: .fences) == trace)
    let kept = Set(Told(trace).description.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    let said = Set(words.filter { $0.hasPrefix(" w") }.map { String($0.dropFirst().dropLast()) })
    #expect(said.isSubset(of: kept), "\(string(text))")
    #expect(trace.turns.flatMap(\.calls) == Array(trace.calls.indices))
  }
}
