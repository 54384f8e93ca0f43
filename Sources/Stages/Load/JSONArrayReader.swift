internal import Graph

/// Reads a file that is one JSON array of objects.
enum JSONArrayReader {
  /// What is wrong, and at which byte.
  private struct Fault: Error {
    let offset: Int
    let message: String
  }

  static func rows(_ bytes: [UInt8], file: String) throws(DataProblems) -> [SourceRow] {
    do throws(Fault) {
      return try bytes.withUnsafeBufferPointer { buffer throws(Fault) in try rows(buffer) }
    } catch {
      let before = bytes.prefix(error.offset)
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
      throw DataProblems([DataProblem(file: file, line: line, column: column, message: error.message)])
    }
  }

  private static func rows(_ buffer: UnsafeBufferPointer<UInt8>) throws(Fault) -> [SourceRow] {
    var scanner = JSONScanner(buffer)
    // Some editors put a byte order mark in front of a file.
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.offset = 3 }
    var rows: [SourceRow] = []
    var (line, counted) = (1, 0)
    try inArray { () throws(JSONError) in try scanner.beginArray() }
    while try inArray({ () throws(JSONError) in try scanner.nextElement() }) {
      let kind = try inArray { () throws(JSONError) in try scanner.peek() }
      // Refused here, where the place in the user's file is known.
      if kind != .object {
        do throws(JSONError) {
          try scanner.beginObject()
        } catch {
          throw Fault(offset: error.offset, message: "not a JSON object: \(error.message)")
        }
      }
      line += buffer[counted..<scanner.offset].count { $0 == UInt8(ascii: "\n") }
      counted = scanner.offset
      var bytes: [UInt8] = []
      try inArray { () throws(JSONError) in try scanner.value(into: &bytes) }
      rows.append(SourceRow(bytes: bytes, line: line))
    }
    try inArray { () throws(JSONError) in try scanner.end() }
    return rows
  }

  /// Words what is wrong with the array itself.
  private static func inArray<Value>(_ body: () throws(JSONError) -> Value) throws(Fault) -> Value {
    do throws(JSONError) {
      return try body()
    } catch {
      throw Fault(
        offset: error.offset,
        message:
          "not a JSON array of objects: \(error.message) (a file of one object a line should end in .jsonl)")
    }
  }
}
