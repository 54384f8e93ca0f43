/// A field's value in one record.
package enum FieldValue: Hashable, Sendable {
  /// The record has no such field.
  case missing
  /// Text, as UTF-8 without quotes or escapes.
  case string([UInt8])
  /// Any other JSON value, minified.
  case json([UInt8])

  /// Text.
  package static func text(_ text: String) -> FieldValue { .string(Array(text.utf8)) }
}

/// A field's value read in place, without a copy.
package struct FieldView: Sendable {
  package enum Kind: UInt8, Sendable { case missing = 0, string = 1, json = 2 }

  package let kind: Kind
  package let bytes: ArraySlice<UInt8>

  package init(kind: Kind, bytes: ArraySlice<UInt8>) {
    self.kind = kind
    self.bytes = bytes
  }

  package static let missing = FieldView(kind: .missing, bytes: [])

  /// A copy that can be kept.
  package var value: FieldValue {
    switch kind {
    case .missing: .missing
    case .string: .string(Array(bytes))
    case .json: .json(Array(bytes))
    }
  }

  /// The value as JSON text; nothing for a missing one.
  package var jsonText: [UInt8]? {
    switch kind {
    case .missing: return nil
    case .json: return Array(bytes)
    case .string:
      var out: [UInt8] = []
      JSONText.appendString(bytes, to: &out)
      return out
    }
  }
}
