internal import Graph

/// What a tool said, and whether that is a value or an error.
///
/// A trace that others made rarely says which of the two it is; then what the tools themselves write decides.
struct ToolOutput {
  let status: ToolCall.Status
  let text: [UInt8]

  init(_ status: ToolCall.Status, _ text: ArraySlice<UInt8>) {
    self.status = status
    self.text = Array(text)
  }

  /// What a Python program printed: an error if the last line names an exception, with or without a traceback.
  static func program(_ text: ArraySlice<UInt8>) -> ToolOutput {
    ToolOutput(endsInException(text) ? .error : .success, text)
  }

  /// What any tool answered: `{"status": "success", "result": …}`, `{"status": "error", "message": …}`,
  /// `{"result": …}`, a text that begins with `Error:`, or what a program printed.
  static func tool(_ text: ArraySlice<UInt8>) -> ToolOutput {
    if let envelope = envelope(text) { return envelope }
    return text.has("Error:", at: text.indexPastSpaces(text.startIndex)) ? ToolOutput(.error, text) : program(text)
  }

  private static func envelope(_ text: ArraySlice<UInt8>) -> ToolOutput? {
    guard text.byte(at: text.indexPastSpaces(text.startIndex)) == UInt8(ascii: "{"),
      let members = try? JSONNode.parse(Array(text), file: "").members,
      members.allSatisfy({ ["status", "result", "message"].contains($0.key) })
    else { return nil }
    func bytes(_ key: String) -> [UInt8]? {
      members.first { $0.key == key }.map { Array(($0.node.string ?? $0.node.line).utf8) }
    }
    switch bytes("status") {
    case Array("error".utf8): return ToolOutput(.error, (bytes("message") ?? bytes("result") ?? [])[...])
    case Array("success".utf8): return bytes("result").map { ToolOutput(.success, $0[...]) }
    case nil: return bytes("result").map { program($0[...]) }
    default: return nil
    }
  }

  private static func endsInException(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.trimmed
    let line = text[(text.lastIndex(where: \.isNewline).map { $0 + 1 } ?? text.startIndex)...]
    // What ToRA writes for a program that was stopped.
    if line.elementsEqual("Timeout Error".utf8) { return true }
    let name = line.prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    guard name.endIndex == line.endIndex || line[name.endIndex] == UInt8(ascii: ":"),
      let last = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).last
    else { return false }
    // A lone `Error: 0.05` is a program that tells an error of measurement.
    if last.hasSuffix("Error") || last.hasSuffix("Exception") { return last.count > "Error".utf8.count }
    return ["KeyboardInterrupt", "StopIteration", "SystemExit"].contains { last.elementsEqual($0.utf8) }
  }
}
