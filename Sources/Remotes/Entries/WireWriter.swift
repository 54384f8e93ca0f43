/// Writes the fields of a Protocol Buffers message (protobuf.dev, "Encoding"). What has its default value is left out, as
/// version 3 of the language has it.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends bytes, text, or a message that is encoded already; nothing if there are none.
  mutating func add(_ field: Int, _ piece: some Collection<UInt8>) {
    if !piece.isEmpty { addPresent(field, piece) }
  }

  /// The same, kept even if empty: an element of a list, or a message that is there.
  mutating func addPresent(_ field: Int, _ piece: some Collection<UInt8>) {
    add(varint: UInt64(field) << 3 | 2)
    add(varint: UInt64(piece.count))
    bytes.append(contentsOf: piece)
  }

  /// Appends a number; nothing for zero.
  mutating func add(_ field: Int, _ number: Int) {
    guard number != 0 else { return }
    add(varint: UInt64(field) << 3)
    add(varint: UInt64(bitPattern: Int64(number)))
  }

  /// Appends a truth value; nothing for false.
  mutating func add(_ field: Int, _ isTrue: Bool) { add(field, isTrue ? 1 : 0) }

  /// Appends a message within the message.
  mutating func add(_ field: Int, _ build: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    build(&inner)
    addPresent(field, inner.bytes)
  }

  private mutating func add(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Encodes one message.
func wireMessage(_ build: (inout WireWriter) -> Void) -> [UInt8] {
  var writer = WireWriter()
  build(&writer)
  return writer.bytes
}
