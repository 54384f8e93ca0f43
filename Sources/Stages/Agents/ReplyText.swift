internal import Graph

/// What of a reply is said to the reader, and what answer it holds.
struct ReplyText: Sendable {
  /// The reply without thoughts.
  let said: String
  /// Also without the blocks of the text protocol.
  let prose: String

  init(_ reply: ChatReply, toolProtocol: ToolProtocol) {
    said = ReplyText.withoutThoughts(reply.content ?? "")
    // Blocks that cannot be read stay: nothing tells where they end.
    prose = toolProtocol == .text && reply.toolProblem == nil ? TextTools.parse(said).text : said
  }

  /// What the box of the text holds; nil if there is none, or nothing in it.
  var answer: [UInt8]? { ReplyText.answer(in: Array(prose.utf8)[...]) }

  /// What the last box of a text holds, or several that belong together.
  static func answer(in text: ArraySlice<UInt8>) -> [UInt8]? {
    guard let last = Answers.boxed(in: text) else { return nil }
    var parts = [last]
    if let found = Answers.extract(from: text), found.place == .box { parts = found.parts }
    let answer = Array(parts.map(\.trimmed).joined(separator: ", ".utf8))
    return answer.allSatisfy(\.isSpace) ? nil : answer
  }

  /// A thought, as servers leave it in that do not tell thoughts apart, is said to nobody. One that never ends is all.
  private static func withoutThoughts(_ text: String) -> String {
    let bytes = Array(text.utf8)[...].trimmed
    if let end = bytes.last("</think>") { return String(decoding: bytes[(end + 8)...].trimmed, as: UTF8.self) }
    return bytes.starts(with: "<think>".utf8) ? "" : String(decoding: bytes, as: UTF8.self)
  }
}
