/// Reads prose that code and what it printed stand between.
///
/// The form is that of ToRA (arXiv 2309.17452) and of NuminaMath-TIR. Each program is a call of the tool `python`; the
/// output after it, before the next program, is its result. A program without output never ran. An output without a
/// program stays in the prose.
enum FencedTrace {
  static func read(_ text: ArraySlice<UInt8>) -> TraceBuilder {
    var builder = TraceBuilder()
    // A text has one of the two; `<code>` in a text with fences is something it speaks of.
    let fences = CodeBlocks(in: text, marks: .fences)
    read(text, fences.has([.code]) ? fences : CodeBlocks(in: text, marks: .tags), into: &builder)
    return builder
  }

  /// Adds a text to a trace if a program ran in it; code without an output may be something it only shows.
  /// - Returns: whether one did.
  static func addRun(_ text: ArraySlice<UInt8>, to builder: inout TraceBuilder) -> Bool {
    for marks in [CodeBlocks.Marks.fences, .tags] {
      let blocks = CodeBlocks(in: text, marks: marks)
      guard blocks.has([.code, .output]) else { continue }
      read(text, blocks, into: &builder)
      return true
    }
    return false
  }

  private static func read(_ text: ArraySlice<UInt8>, _ blocks: CodeBlocks, into builder: inout TraceBuilder) {
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
  }

  private static let tool = Array("python".utf8)
}
