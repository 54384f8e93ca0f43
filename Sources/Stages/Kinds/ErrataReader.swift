internal import Graph

/// Reads errata: lines such as `{"id": "7", "answer": "12", "why": "misprint"}` and `{"id": "8", "exclude": true}`.
struct ErrataReader {
  private(set) var entries: [ArraySlice<UInt8>: Errata.Entry] = [:]
  /// Everything that is wrong, one problem a line.
  private(set) var problems: [Problem] = []
  private let file: String
  private var lines: [ArraySlice<UInt8>: Int] = [:]

  private static let keys = ["id", "answer", "exclude", "why"]

  /// - Parameter file: its name, for problems.
  init(file: String) { self.file = file }

  /// Reads a whole file; blank lines are passed over.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Some editors put a byte order mark in front of a file.
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 1
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
      if line.contains(where: { $0 > 0x20 }) {
        do throws(JSONError) {
          try read(line, number: number)
        } catch {
          let column = line.prefix(error.offset).count { $0 & 0xC0 != 0x80 } + 1
          problems.append(
            Problem(file: file, position: SourcePosition(line: number, column: column), message: error.message))
        }
      }
      start = end + 1
      number += 1
    }
  }

  private mutating func read(_ line: UnsafeBufferPointer<UInt8>, number: Int) throws(JSONError) {
    var scanner = JSONScanner(line)
    var members: [String: Member] = [:]
    var key: [UInt8] = []
    try scanner.beginObject()
    while try scanner.nextKey(into: &key) {
      let (name, place) = (String(decoding: key, as: UTF8.self), scanner.keyOffset)
      guard ErrataReader.keys.contains(name) else {
        throw JSONError(offset: place, message: "unknown key '\(name)'" + Nearest.hint(name, among: ErrataReader.keys))
      }
      let member = try name == "exclude" ? ErrataReader.exclude(&scanner) : ErrataReader.text(name, &scanner)
      guard members.updateValue(member, forKey: name) == nil else {
        throw JSONError(offset: place, message: "the key '\(name)' stands there twice")
      }
    }
    try scanner.end()
    guard let id = members["id"] else { throw JSONError(offset: 0, message: "an entry needs the key 'id'") }
    if let first = lines.updateValue(number, forKey: id.text[...]) {
      throw JSONError(
        offset: id.offset,
        message: "the id '\(String(decoding: id.text, as: UTF8.self))' was used before, at line \(first)")
    }
    let why = String(decoding: members["why"]?.text ?? [], as: UTF8.self)
    switch (members["answer"], members["exclude"]) {
    case (let answer?, nil): entries[id.text[...]] = .correction(.init(answer: answer.text, why: why))
    case (nil, .some): entries[id.text[...]] = .exclusion(why: why)
    default: throw JSONError(offset: 0, message: "an entry needs either 'answer' or 'exclude'")
    }
  }

  private struct Member {
    let offset: Int
    let text: [UInt8]
  }

  private static func exclude(_ scanner: inout JSONScanner) throws(JSONError) -> Member {
    let kind = try scanner.peek()
    let offset = scanner.offset
    var isTrue = false
    if kind == .boolean { isTrue = try scanner.boolean() }
    guard isTrue else {
      throw JSONError(offset: offset, message: "'exclude' must be true; leave the line out for a problem that stays")
    }
    return Member(offset: offset, text: [])
  }

  /// A text, or a number just as it is written, as `load` takes ids and answers.
  private static func text(_ name: String, _ scanner: inout JSONScanner) throws(JSONError) -> Member {
    let kind = try scanner.peek()
    let offset = scanner.offset
    var text: [UInt8] = []
    switch kind {
    case .string: try scanner.string(into: &text)
    case .number where name != "why": text = Array(scanner.bytes[try scanner.number()])
    default: break
    }
    guard !text.isEmpty || kind == .string && name == "why" else {
      let expected = name == "why" ? "a text" : "a text that is not empty, or a number"
      throw JSONError(offset: offset, message: "'\(name)' must be \(expected)")
    }
    return Member(offset: offset, text: text)
  }
}
