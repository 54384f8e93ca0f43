/// Where a final answer was found in a text, and how sure that place is.
///
/// A text is a model's reply, a written solution or a bare answer. Whatever it is, it is searched from its end, in time
/// linear in its length and without recursion, since a reply that ran wild may be a megabyte of `\boxed{`.
package struct Extraction: Sendable, Equatable {
  /// What marks the answer, the surest mark first.
  package enum Place: String, Sendable {
    /// The last complete `\boxed{…}` or `\fbox{…}`, or several that belong together.
    case box
    /// The line behind the last `####`.
    case hashes
    /// Behind words that announce it: `The answer is …`, `Answer: …`, `A: 18`, `Therefore, x = 5.`; or the bold text,
    /// the right-hand side, that a reply ends with.
    case phrase
    /// The text is an answer and nothing else.
    case whole
    /// The last formula of the closing sentence.
    case formula
    /// The last number of the closing sentence, or what the last program printed.
    case number
  }

  /// The answer as it stands in the text; several slices if several boxes make up one answer. Never empty.
  package let parts: [ArraySlice<UInt8>]
  /// What marked it.
  package let place: Place

  /// Whether the text itself says that this is the answer. If not, it was taken since nothing better was there.
  package var isCertain: Bool {
    place != .formula && place != .number
  }

  init(_ parts: [ArraySlice<UInt8>], _ place: Place) {
    self.parts = parts
    self.place = place
  }
}

extension Answers {
  /// Finds the final answer in a reply, a solution or a bare answer; nil if there is none.
  ///
  /// A number from the middle of a derivation is never taken for the answer: without a mark, only the closing sentence
  /// counts, and a reply that was cut short has none.
  package static func extract(from text: ArraySlice<UInt8>) -> Extraction? {
    let text = Extraction.withoutEndMarks(text)
    var boxes = Extraction.BoxSearch(in: text)
    if let group = boxes.lastGroup() {
      // A thought may hold boxes which the reply after it no longer repeats.
      if let reply = Extraction.reply(in: text[group.end...]), let found = Extraction.announced(in: reply) {
        return found
      }
      return Extraction(group.contents, .box)
    }
    guard let opening = boxes.unclosed else { return Extraction.unboxed(in: text) }
    if let content = Extraction.onlyBox(of: text, openedAt: opening) { return Extraction([content], .box) }
    // A box that was cut short says that its text was; what touches it is not the whole answer.
    guard let found = Extraction.unboxed(in: text), let part = found.parts.first else { return nil }
    let isApart = part.endIndex <= opening.start || text[opening.start..<part.startIndex].contains(UInt8(ascii: "\n"))
    return isApart && (found.isCertain || part.startIndex > opening.start) ? found : nil
  }
}

extension Extraction {
  fileprivate static func unboxed(in text: ArraySlice<UInt8>) -> Extraction? {
    let reply = reply(in: text) ?? text
    guard let found = announced(in: reply) ?? Closing(of: reply).extraction else { return nil }
    // An empty box says as little as a box that is cut short.
    return found.parts.contains { $0.last("\\boxed") != nil || $0.last("\\fbox") != nil } ? nil : found
  }

  /// What the text itself presents as the answer, boxes apart.
  fileprivate static func announced(in text: ArraySlice<UInt8>) -> Extraction? {
    if let line = behindHashes(in: text) { return Extraction([line], .hashes) }
    if let parts = Announcement.last(in: text) { return Extraction(parts, .phrase) }
    if let bold = boldEnd(of: text) { return Extraction([bold], .phrase) }
    if Bareness(of: text) == .bare { return Extraction([text.trimmed], .whole) }
    return Announcement.opening(of: text).map { Extraction($0, .phrase) }
  }

  /// What follows a thought, `<think>…</think>`, if anything does.
  fileprivate static func reply(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for mark: StaticString in ["</think>", "<|end_of_thought|>"] {
      guard let end = text.last(mark) else { continue }
      let reply = text[(end + mark.utf8CodeUnitCount)...].trimmed
      if !reply.isEmpty { return reply }
    }
    return nil
  }

  /// The text without the tokens a chat model ends with: `</s>`, `<|im_end|>`.
  fileprivate static func withoutEndMarks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.trimmed
    while text.last == UInt8(ascii: ">"), let start = text.suffix(24).lastIndex(of: UInt8(ascii: "<")) {
      let mark = text[start...]
      guard mark.elementsEqual("</s>".utf8) || mark.starts(with: "<|".utf8) else { break }
      text = text[..<start].trimmed
    }
    return text
  }
}
