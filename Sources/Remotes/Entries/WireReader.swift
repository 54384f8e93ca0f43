/// The bytes are no message of the expected form.
struct WireError: Error, Equatable {}

/// Reads the fields of a Protocol Buffers message that may come from anyone.
///
/// Nothing is taken on trust: a length beyond the end is an error, and nested messages are slices that are read only when
/// asked for, so neither depth nor numbers cost memory.
struct WireReader {
  /// One field as it lies in the message.
  struct Field {
    let number: Int
    let value: Value
  }

  /// A field's value by its form on the wire.
  enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
    /// Of a form that none of the messages here uses.
    case other
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Whether everything has been read.
  var isAtEnd: Bool { rest.isEmpty }

  /// The next field; nil at the end.
  mutating func next() throws -> Field? {
    if rest.isEmpty { return nil }
    let tag = try varint()
    guard let number = Int(exactly: tag >> 3), number > 0, number < 1 << 29 else { throw WireError() }
    switch tag & 7 {
    case 0: return Field(number: number, value: .number(try varint()))
    case 1:
      _ = try take(8)
      return Field(number: number, value: .other)
    case 2:
      guard let count = Int(exactly: try varint()) else { throw WireError() }
      return Field(number: number, value: .bytes(try take(count)))
    case 5:
      _ = try take(4)
      return Field(number: number, value: .other)
    // Groups, which version 3 of the language does not have.
    default: throw WireError()
    }
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw WireError() }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// A number of variable length.
  mutating func varint() throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw WireError() }
      // The tenth byte has room for one bit.
      if shift == 63, byte > 1 { throw WireError() }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw WireError()
  }
}

extension WireReader.Field {
  /// The bytes of a field that must hold some.
  var bytes: ArraySlice<UInt8> {
    get throws {
      guard case .bytes(let bytes) = value else { throw WireError() }
      return bytes
    }
  }

  /// The text of a field that must hold some, in UTF-8.
  var text: String {
    get throws {
      guard let text = String(validating: try bytes, as: UTF8.self) else { throw WireError() }
      return text
    }
  }

  /// The number of a field that must hold one.
  var number64: Int {
    get throws {
      guard case .number(let number) = value else { throw WireError() }
      return Int(Int64(bitPattern: number))
    }
  }
}

/// Reads the fields of a message in their order.
func readFields(
  _ bytes: ArraySlice<UInt8>, _ body: (WireReader.Field) throws -> Void
) throws {
  var reader = WireReader(bytes)
  while let field = try reader.next() { try body(field) }
}
