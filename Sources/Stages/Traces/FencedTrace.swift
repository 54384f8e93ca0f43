/// Reads prose that code and what it printed stand between.
///
/// The form is that of ToRA (arXiv 2309.17452) and of NuminaMath-TIR. Each program is a call of the tool `python`; the
/// output after it, before the next program, is its result. A program without output never ran. An output without a
/// program stays in the prose.
enum FencedTrace {
  static func read(_ text: ArraySlice<UInt8>) -> TraceBuilder {
    let trace = read(text, blocks: CodeBlocks(in: text, marks: .fences))
    // A text has one of the two; `<code>` in a text with fences is something it speaks of.
    return trace.trace.calls.isEmpty ? read(text, blocks: CodeBlocks(in: text, marks: .tags)) : trace
  }

  private static func read(_ text: ArraySlice<UInt8>, blocks: CodeBlocks) -> TraceBuilder {
    var builder = TraceBuilder()
    var prose = text.startIndex
    var place = prose
    var waiting: Int?
    while let block = blocks.next(from: place) {
      place = block.end
      switch block.kind {
      case .code:
        builder.say(text[prose..<block.start])
        waiting = builder.call(tool, arguments: TraceBuilder.member("code", text[block.content]))
      case .output:
        guard let call = waiting else { continue }
        builder.say(text[prose..<block.start])
        builder.answer(call, with: .program(text[block.content]))
        waiting = nil
      }
      prose = block.end
    }
    builder.say(text[prose...])
    return builder
  }

  private static let tool = Array("python".utf8)
}
