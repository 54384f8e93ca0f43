/// The header fields of a message, in their order; names are compared without regard to letter case.
package struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One field.
  package struct Field: Sendable, Equatable {
    /// The name, as it was written.
    package let name: String
    /// The value, without the white space around it.
    package let value: String
  }

  /// All fields, repeated ones included.
  package private(set) var fields: [Field] = []

  /// No fields.
  package init() {}

  /// Fields in the order written.
  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// Appends a field; one of the same name stays.
  package mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// The first value of a name.
  package subscript(_ name: String) -> String? { fields.first { Self.isSame($0.name, name) }?.value }

  /// All values of a name.
  package func values(of name: String) -> [String] {
    fields.filter { Self.isSame($0.name, name) }.map(\.value)
  }

  /// True if a field could end early and smuggle in another one.
  var holdsControlCharacters: Bool {
    fields.contains { field in
      field.name.isEmpty || field.name.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: ":") || $0 == 0x7F }
        || field.value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension HTTPHeaders {
  /// Reads the lines of a message's head; a line without a colon, such as the status line, is passed over.
  init(head: [UInt8]) {
    for line in head.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      add(Self.text(line[..<colon]), Self.text(line[(colon + 1)...]))
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? bytes.startIndex
    return String(decoding: bytes[..<end].drop(while: isBlank), as: UTF8.self)
  }
}
