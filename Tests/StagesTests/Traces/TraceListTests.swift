import Graph
import Testing

@testable import Stages

@Suite("The traces of one field")
struct TraceListTests {
  /// The answers of the first samples; `-` where there is no trace, and the reason where it cannot be read.
  private func answers(_ field: FieldView, _ format: TraceFormat = .auto) -> [String] {
    let traces = TraceList(field)
    return (0..<4).map { sample in
      do throws(TraceReading.Failure) {
        return try traces.trace(sample, format: format).map { string($0.answer ?? []) } ?? "-"
      } catch {
        return error.reason.rawValue
      }
    }
  }

  private static let chat = #"[{"role":"user","content":"?"},{"role":"assistant","content":"\\boxed{1}"}]"#

  @Test(
    "a list has one for each sample, and a chat is one",
    arguments: [
      (#"["\\boxed{1}"]"#, ["1", "-", "-", "-"]), (#"["\\boxed{1}", "\\boxed{2}"]"#, ["1", "2", "-", "-"]),
      (#"[null, "\\boxed{2}", null]"#, ["-", "2", "-", "-"]), ("[]", ["-", "-", "-", "-"]),
      ("null", ["-", "-", "-", "-"]), (chat, ["1", "-", "-", "-"]), (#"{"messages":\#(chat)}"#, ["1", "-", "-", "-"]),
      ("[\(chat), \(chat)]", ["1", "1", "-", "-"]),
      (#"[{"messages":\#(chat)}, null, {"id":7,"messages":\#(chat)}]"#, ["1", "-", "1", "-"]),
      (#"[null, {"id":7,"messages":\#(chat)}]"#, ["-", "1", "-", "-"]),
      (#"["\\boxed{1}", 7, " ", "Hence we let"]"#, ["1", "unreadable-trace", "unreadable-trace", "no-answer"]),
      (#"[{"role":"nobody"}]"#, ["unreadable-trace", "-", "-", "-"]), ("7", ["unreadable-trace", "-", "-", "-"]),
      ("[7", ["unreadable-trace", "-", "-", "-"]),
    ])
  func lists(json: String, expected: [String]) {
    #expect(answers(FieldView(kind: .json, bytes: utf8(json)[...])) == expected)
    // Wherever the field's bytes lie.
    #expect(answers(FieldView(kind: .json, bytes: utf8("xx\(json)")[2...])) == expected)
  }

  @Test func `a text is one, whatever it looks like`() {
    #expect(answers(FieldView(kind: .string, bytes: utf8("\\boxed{1}")[...])) == ["1", "-", "-", "-"])
    #expect(answers(FieldView(kind: .string, bytes: utf8(Self.chat)[...])) == ["1", "-", "-", "-"])
    #expect(answers(.missing) == ["-", "-", "-", "-"])
  }

  @Test("lists that mean harm take no long time", arguments: ["null", #"{"messages":[]}"#, #""""#, "[]", "7"])
  func hostile(element: String) {
    let json = "[" + Array(repeating: element, count: 200_000).joined(separator: ",") + #",{"messages":[]}]"#
    #expect(answers(FieldView(kind: .json, bytes: utf8(json)[...])).count == 4)
    let nested = String(repeating: "[", count: 100_000)
    #expect(answers(FieldView(kind: .json, bytes: utf8(nested)[...]))[0] == "unreadable-trace")
  }
}
