internal import Graph

/// Reads a file that is one JSON array of objects.
enum JSONArrayReader {
  static func rows(_ bytes: [UInt8], file: String) throws(DataProblems) -> [SourceRow] {
    do throws(JSONError) {
      return try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try rows(buffer) }
    } catch {
      let before = bytes.prefix(error.offset)
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
      let isElement = error.message.hasPrefix("expected an object")
      throw DataProblems([
        DataProblem(
          file: file, line: line, column: column,
          message: isElement
            ? "not a JSON object: \(error.message)"
            : "not a JSON array of objects: \(error.message) (a file of one object a line should end in .jsonl)")
      ])
    }
  }

  private static func rows(_ buffer: UnsafeBufferPointer<UInt8>) throws(JSONError) -> [SourceRow] {
    var scanner = JSONScanner(buffer)
    // Some editors put a byte order mark in front of a file.
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.offset = 3 }
    var rows: [SourceRow] = []
    var line = 1
    var counted = 0
    try scanner.beginArray()
    while try scanner.nextElement() {
      let kind = try scanner.peek()
      line += buffer[counted..<scanner.offset].count { $0 == UInt8(ascii: "\n") }
      counted = scanner.offset
      // Said here, where the place in the user's file is known.
      if kind != .object { try scanner.beginObject() }
      var bytes: [UInt8] = []
      try scanner.value(into: &bytes)
      rows.append(SourceRow(bytes: bytes, line: line))
    }
    try scanner.end()
    return rows
  }
}
