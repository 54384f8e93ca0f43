/// One field's values over the rows of a layer, packed.
///
/// A value is a kind byte and its bytes; a missing value takes no byte at all.
package struct Column: Sendable {
  package let path: FieldPath
  let bytes: [UInt8]
  /// Where each row's value ends.
  let ends: [UInt32]

  /// The value of one row.
  package subscript(row: Int) -> FieldView {
    let start = row == 0 ? 0 : Int(ends[row - 1])
    let end = Int(ends[row])
    guard end > start, let kind = FieldView.Kind(rawValue: bytes[start]) else { return .missing }
    return FieldView(kind: kind, bytes: bytes[start + 1..<end])
  }

  /// The packed form of one row, kind byte included: what record keys are made from.
  func packed(_ row: Int) -> ArraySlice<UInt8> { bytes[(row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])] }

  /// Names the values of all rows.
  func digest() -> Digest {
    var hasher = SHA256Hasher()
    ends.withUnsafeBytes { hasher.update($0) }
    hasher.update(bytes)
    return hasher.finish()
  }

  /// Whether the offsets are in order and in bounds; a damaged blob's may not be.
  var isConsistent: Bool {
    var previous: UInt32 = 0
    for end in ends {
      guard end >= previous else { return false }
      previous = end
    }
    return Int(previous) == bytes.count
  }
}

/// Fills a column row by row.
struct ColumnBuilder {
  let path: FieldPath
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  init(_ path: FieldPath) { self.path = path }

  /// Whether no row has a value.
  var isEmpty: Bool { bytes.isEmpty }

  mutating func append(_ value: FieldValue) {
    switch value {
    case .missing: ends.append(UInt32(bytes.count))
    case .string(let text): append(kind: .string, text)
    case .json(let text): append(kind: .json, text)
    }
  }

  mutating func append(packed value: ArraySlice<UInt8>) {
    bytes.append(contentsOf: value)
    ends.append(UInt32(bytes.count))
  }

  mutating func append(kind: FieldView.Kind, _ text: [UInt8]) {
    bytes.append(kind.rawValue)
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
  }

  /// Gives rows up to `count` that have no value yet a missing one.
  mutating func pad(to count: Int) {
    while ends.count < count { ends.append(UInt32(bytes.count)) }
  }

  func finish() -> Column { Column(path: path, bytes: bytes, ends: ends) }
}
