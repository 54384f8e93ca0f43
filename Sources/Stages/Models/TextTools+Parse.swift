internal import Graph

extension TextTools {
  /// The calls in a reply.
  package struct Parsed: Sendable, Equatable {
    /// What the model said besides, without the blocks.
    package var text: String
    /// All calls, or none if one of them cannot be read: they may depend on each other.
    package var calls: [ChatToolCall]
    /// What is wrong, as a message for the model.
    package var problem: String?
  }

  /// A reply with more calls than this is one gone wild.
  private static let mostCalls = 64

  /// Reads the fenced blocks marked `json`; all of them must be calls.
  package static func parse(_ content: String) -> Parsed {
    let bytes = Array(content.utf8)
    var text: [UInt8] = []
    var calls: [ChatToolCall] = []
    var place = 0
    while let fence = nextFence(bytes, from: place) {
      text += bytes[place..<fence.lowerBound]
      do throws(Mistake) {
        guard calls.count < mostCalls else { throw Mistake("there are more than \(mostCalls) calls") }
        let (call, end) = try call(bytes, from: fence.upperBound, number: calls.count + 1)
        calls.append(call)
        place = end
      } catch {
        let problem = complaint(calls.count + 1, error.text)
        return Parsed(text: trimmed(text + bytes[fence.lowerBound...]), calls: [], problem: problem)
      }
    }
    return Parsed(text: trimmed(text + bytes[place...]), calls: calls)
  }

  /// Why a block is no call.
  private struct Mistake: Error {
    let text: String

    init(_ text: String) { self.text = text }
  }

  /// The next ```` ```json ```` at the start of a line.
  private static func nextFence(_ bytes: [UInt8], from start: Int) -> Range<Int>? {
    let fence = Array("```json".utf8)
    var line = start
    while line < bytes.count {
      let first = bytes[line...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
      let end = first + fence.count
      // What follows is white space or the object itself: `jsonl` is another language.
      if bytes[first...].starts(with: fence), end == bytes.count || !isLetter(bytes[end]) { return first..<end }
      guard let lineEnd = bytes[first...].firstIndex(of: 0x0A) else { return nil }
      line = lineEnd + 1
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Reads an object and the fence after it. The object says itself where it ends, so text in it may hold fences.
  private static func call(
    _ bytes: [UInt8], from start: Int, number: Int
  ) throws(Mistake) -> (call: ChatToolCall, end: Int) {
    let rest = Array(bytes[start...])
    let length: Int
    do throws(JSONError) {
      length = try rest.withUnsafeBufferPointer { buffer throws(JSONError) in
        var scanner = JSONScanner(buffer)
        var canonical: [UInt8] = []
        try scanner.value(into: &canonical)
        return scanner.offset
      }
    } catch {
      throw Mistake(
        "it is not JSON: \(error.message), at character \(characters(rest[..<error.offset]) + 1) of the block")
    }
    guard let node = try? JSONNode.parse(Array(rest[..<length]), file: ""), let members = node.members else {
      throw Mistake("it is not an object")
    }
    if let other = members.map(\.key).first(where: { $0 != "tool" && $0 != "arguments" }) {
      throw Mistake("it has the member '\(other.prefix(40))'")
    }
    guard let name = node["tool"]?.string, !name.isEmpty else {
      throw Mistake("it has no 'tool' that is the tool's name")
    }
    guard let arguments = node["arguments"], arguments.members != nil else {
      throw Mistake("it has no 'arguments' that is an object")
    }
    let after = rest[length...].firstIndex { ![0x09, 0x0A, 0x0D, 0x20].contains($0) } ?? rest.count
    guard rest[after...].starts(with: "```".utf8) else {
      throw Mistake("the block must end with ``` right after the object")
    }
    let call = ChatToolCall(id: "call_\(number)", name: name, arguments: arguments.line)
    return (call, start + after + 3)
  }

  private static func characters(_ bytes: ArraySlice<UInt8>) -> Int { String(decoding: bytes, as: UTF8.self).count }

  private static func trimmed(_ bytes: [UInt8]) -> String {
    let isBlank: (UInt8) -> Bool = { [0x09, 0x0A, 0x0D, 0x20].contains($0) }
    let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end].drop(while: isBlank), as: UTF8.self)
  }
}
