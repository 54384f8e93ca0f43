/// The ways in which others write down a trace.
package enum TraceFormat: String, CaseIterable, Sendable {
  /// Whichever of the others the trace looks like.
  case auto
  /// Prose with ```` ```python ```` and ```` ```output ```` blocks, as in ToRA and NuminaMath-TIR; or with
  /// `<code>` and `<output>` elements.
  case fences
  /// The messages of a chat, as OpenAI's interface has them.
  case messages
  /// A log of `<message>` and `<tool>` elements, as in "Distilling Tool Knowledge into Language Models via
  /// Back-Translated Traces" (arXiv 2506.19171).
  case tagged

  /// What a text looks like. Prose is the least particular of the formats, so all else is prose.
  static func detected(in text: ArraySlice<UInt8>) -> TraceFormat {
    let start = text.indexPastSpaces(text.startIndex)
    if text.has("<message>", at: start) || text.has("<tool>", at: start) { return .tagged }
    guard start < text.endIndex else { return .fences }
    let next = text.byte(at: text.indexPastSpaces(start + 1))
    let isList = text[start] == UInt8(ascii: "[") && next == UInt8(ascii: "{")
    let isObject = text[start] == UInt8(ascii: "{") && next == UInt8(ascii: "\"")
    return isList || isObject ? .messages : .fences
  }
}
