/// The line breaks of a log that was written on one line, each as `\n`.
///
/// The writer escapes nothing else, so `\neq` is either LaTeX or a line that begins with `eq`. A name of a LaTeX command
/// is taken for the command, unless what would remain of it may well begin a line, as the `u` of `\nu`.
enum LogEscapes {
  /// Whether a log is written so: real ones have a line break behind every opening tag.
  static func arePresent(in text: ArraySlice<UInt8>) -> Bool {
    text.first("<message>\\n") != nil || text.first("<tool>\\n") != nil
  }

  /// The text with its line breaks.
  static func resolved(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place] == UInt8(ascii: "\\"), place + 1 < text.endIndex else {
        out.append(text[place])
        place += 1
        continue
      }
      if text[place + 1] == UInt8(ascii: "n"), !isCommand(text[(place + 1)...]) {
        out.append(UInt8(ascii: "\n"))
      } else {
        // The second of two backslashes begins nothing.
        out.append(contentsOf: text[place...place + 1])
      }
      place += 2
    }
    return out
  }

  private static func isCommand(_ text: ArraySlice<UInt8>) -> Bool {
    let name = text.prefix(longest + 1).prefix(while: \.isLetter)
    return commands.contains { name.elementsEqual($0.utf8) }
  }

  private static let commands = [
    "nabla", "ncong", "ne", "neg", "neq", "newline", "nexists", "ngeq", "nleq", "nmid", "nolimits", "nonumber", "not",
    "notag", "notin", "nparallel", "nsim", "nsubseteq",
  ]
  private static let longest = commands.map(\.utf8.count).max() ?? 0
}
