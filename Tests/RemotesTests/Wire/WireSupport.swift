import Graph

/// Bytes from hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
  stride(from: 0, to: text.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
}

/// Hexadecimal digits of bytes.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
}
