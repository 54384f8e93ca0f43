/// Finds programs and outputs in prose.
///
/// A walk goes on where the block before ends, and a block that is never closed ends with the text, so every byte is
/// looked at a fixed number of times.
struct CodeBlocks {
  /// What sets a block apart.
  enum Marks { case fences, tags }
  /// What a block holds.
  enum Kind { case code, output }

  /// A block and its marks.
  struct Block {
    let kind: Kind
    /// Where its opening mark begins.
    let start: Int
    /// What is inside, without empty lines before and white space behind.
    let content: Range<Int>
    /// Behind its closing mark.
    let end: Int
  }

  private let text: ArraySlice<UInt8>
  private let marks: Marks

  init(in text: ArraySlice<UInt8>, marks: Marks) {
    (self.text, self.marks) = (text, marks)
  }

  /// The first block that begins at or after a place.
  func next(from place: Int) -> Block? {
    switch marks {
    case .fences: nextFenced(from: place)
    case .tags: nextTagged(from: place)
    }
  }

  /// Whether there are blocks of these kinds, in this order.
  func has(_ kinds: [Kind]) -> Bool {
    var missing = kinds[...]
    var place = text.startIndex
    while let wanted = missing.first, let block = next(from: place) {
      place = block.end
      if block.kind == wanted { missing = missing.dropFirst() }
    }
    return missing.isEmpty
  }

  private func block(_ kind: Kind, from start: Int, content: Range<Int>, to end: Int) -> Block {
    let inside = text[content].drop(while: \.isNewline)
    let last = inside.lastIndex { !$0.isSpace } ?? inside.startIndex - 1
    return Block(kind: kind, start: start, content: inside.startIndex..<last + 1, end: end)
  }
}

extension CodeBlocks {
  private func nextFenced(from place: Int) -> Block? {
    var place = place
    while let start = text[place...].first("```") {
      place = endOfFence(at: start)
      guard let (kind, content) = opening(label: place) else { continue }
      let (last, end) = closingFence(of: kind, from: content)
      return block(kind, from: start, content: content..<last, to: end)
    }
    return nil
  }

  private func endOfFence(at start: Int) -> Int {
    text[start...].firstIndex { $0 != UInt8(ascii: "`") } ?? text.endIndex
  }

  /// What the label behind a fence opens, and where its content begins. A line of code never begins beside the label.
  private func opening(label start: Int) -> (kind: Kind, content: Int)? {
    let label = text[start...].prefix(8).prefix { $0.isLetter || $0.isDigit }
    let name = String(decoding: label.map(\.lowercased), as: UTF8.self)
    let rest = text[label.endIndex...].firstIndex { !$0.isSpace || $0.isNewline } ?? text.endIndex
    if name == "output" { return (.output, rest) }
    guard ["python", "python3", "py"].contains(name) else { return nil }
    return rest == text.endIndex || text[rest].isNewline ? (.code, rest) : nil
  }

  /// Where a block's content and the block end. Code holds no fence that begins a line; output holds none at all.
  private func closingFence(of kind: Kind, from content: Int) -> (last: Int, end: Int) {
    var place = content
    while let start = text[place...].first("```") {
      place = endOfFence(at: start)
      let before = text[content..<start].last { !$0.isSpace || $0.isNewline }
      guard kind == .output || before?.isNewline ?? false else { continue }
      // A fence with a label opens the next block: this one was not closed.
      return (start, opening(label: place) == nil ? place : start)
    }
    return (text.endIndex, text.endIndex)
  }
}

extension CodeBlocks {
  private func nextTagged(from place: Int) -> Block? {
    var place = place
    while let start = text[place...].first("<") {
      if text.has("<code>", at: start) { return element(.code, from: start, content: start + 6, closing: "</code>") }
      if text.has("<output>", at: start) {
        return element(.output, from: start, content: start + 8, closing: "</output>")
      }
      place = start + 1
    }
    return nil
  }

  private func element(_ kind: Kind, from start: Int, content: Int, closing: StaticString) -> Block {
    let end = text[content...].first(closing)
    return block(
      kind, from: start, content: content..<(end ?? text.endIndex),
      to: end.map { $0 + closing.utf8CodeUnitCount } ?? text.endIndex)
  }
}
