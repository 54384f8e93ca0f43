import Foundation
import Graph

/// A run of whole lines of one file.
struct LineBatch: Sendable {
  /// Its place among all batches, from 0.
  let number: Int
  /// The file, as the user knows it.
  let file: String
  /// The number of the first line in the file, from 1.
  let firstLine: Int
  let bytes: [UInt8]
  /// A line in place of which nothing stands here.
  var problem: DataProblem?
}

/// Cuts files, one after the other, into batches of whole lines, of which few need to be in memory at once.
///
/// A batch is as many lines as one read brings. So a program that writes a line into a pipe and waits for its grade gets
/// it.
struct LineInput {
  static let block = 1 << 18
  /// The longest line that is read, in bytes: a file without line breaks shall not fill the memory.
  static let longest = 1 << 24

  private var names: ArraySlice<String>
  private var file: InputFile?
  /// The beginning of a line whose end is not read yet.
  private var rest: [UInt8] = []
  private var number = 0
  private var line = 1

  init(_ names: [String]) { self.names = names[...] }

  /// The next batch; nil when all files are read or the user asks to stop.
  mutating func next() throws -> LineBatch? {
    while let file = try openFile() {
      let known = rest.count
      if try !file.read(LineInput.block, into: &rest) {
        file.close()
        self.file = nil
        // The half of a line that an interruption leaves is no line.
        if rest.isEmpty || Interrupt.isAsked { continue }
        return batch(of: file, upTo: rest.count)
      }
      if rest.lineBreak(from: known) != nil, let end = rest.lastIndex(of: UInt8(ascii: "\n")) {
        return batch(of: file, upTo: end + 1)
      }
      if rest.count > LineInput.longest { return try passOver(file) }
    }
    return nil
  }

  private mutating func openFile() throws -> InputFile? {
    if file == nil, !Interrupt.isAsked, let name = names.popFirst() {
      file = try InputFile(opening: name)
      line = 1
    }
    return file
  }

  private mutating func batch(of file: InputFile, upTo end: Int, problem: DataProblem? = nil) -> LineBatch {
    let bytes = Array(rest[..<end])
    rest.removeSubrange(..<end)
    defer {
      line += bytes.withUnsafeBytes(\.lineBreaks)
      number += 1
    }
    return LineBatch(
      number: number, file: file.name, firstLine: line, bytes: problem == nil ? bytes : [], problem: problem)
  }

  /// Drops the rest of a line that is too long.
  private mutating func passOver(_ file: InputFile) throws -> LineBatch {
    var end: Int?
    repeat {
      rest.removeAll(keepingCapacity: true)
      guard try file.read(LineInput.block, into: &rest) else { break }
      end = rest.lineBreak(from: 0)
    } while end == nil
    let problem = LineInput.tooLong(file: file.name, line: line)
    return batch(of: file, upTo: end.map { $0 + 1 } ?? rest.count, problem: problem)
  }

  static func tooLong(file: String, line: Int) -> DataProblem {
    DataProblem(file: file, line: line, message: "the line is longer than \(longest.grouped) bytes")
  }
}

extension [UInt8] {
  /// The first line break at or after a place.
  func lineBreak(from start: Int) -> Int? { withUnsafeBytes { $0.lineBreak(from: start) } }
}

extension UnsafeRawBufferPointer {
  /// The first line break at or after a place.
  func lineBreak(from start: Int) -> Int? {
    guard let base = baseAddress, let found = memchr(base + start, 0x0A, count - start) else { return nil }
    return base.distance(to: UnsafeRawPointer(found))
  }

  /// How many line breaks there are.
  var lineBreaks: Int {
    var (lines, start) = (0, 0)
    while let end = lineBreak(from: start) { (lines, start) = (lines + 1, end + 1) }
    return lines
  }
}
