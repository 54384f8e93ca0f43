internal import Graph

/// The traces that a field of a record holds: one, or a list of them, of which each sample takes its own.
///
/// A list of messages is one trace, a chat. The elements of any other list are traces; one that is null was never made.
struct TraceList {
  private let field: FieldView
  /// Where the elements of a list of traces stand; nil if the field is a trace by itself.
  private let elements: [Range<Int>?]?

  init(_ field: FieldView) {
    self.field = field
    elements = field.kind == .json ? TraceList.elements(of: field.bytes) : nil
  }

  /// The trace of a sample, counted from 0; nil if there is none.
  func trace(_ sample: Int, format: TraceFormat) throws(TraceReading.Failure) -> Trace? {
    if let elements {
      guard sample < elements.count, let place = elements[sample] else { return nil }
      return try TraceReading.trace(json: field.bytes[place], format: format)
    }
    guard sample == 0 else { return nil }
    switch field.kind {
    case .missing: return nil
    case .string: return try TraceReading.trace(text: field.bytes, format: format)
    case .json: return try TraceReading.trace(json: field.bytes, format: format)
    }
  }

  private static func elements(of json: ArraySlice<UInt8>) -> [Range<Int>?]? {
    json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      var elements: [Range<Int>?] = []
      var isFirst = true
      do throws(JSONError) {
        switch try scanner.peek() {
        case .null: return []
        case .array: break
        default: return nil
        }
        try scanner.beginArray()
        while try scanner.nextElement() {
          let kind = try scanner.peek()
          let start = scanner.offset
          if isFirst, kind == .object, try !isChat(scanner) { return nil }
          isFirst = isFirst && kind == .null
          try scanner.skip()
          elements.append(
            kind == .null ? nil : json.startIndex + start..<json.startIndex + scanner.offset)
        }
        return elements
      } catch {
        // Reading the whole as one trace will tell what is wrong.
        return nil
      }
    }
  }

  /// Whether the object that comes next has a chat inside, and is not itself a message of one.
  private static func isChat(_ scanner: JSONScanner) throws(JSONError) -> Bool {
    var scanner = scanner
    var key: [UInt8] = []
    try scanner.beginObject()
    while try scanner.nextKey(into: &key) {
      if key.spells("messages") { return true }
      try scanner.skip()
    }
    return false
  }
}
