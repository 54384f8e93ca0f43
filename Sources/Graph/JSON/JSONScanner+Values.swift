extension JSONScanner {
  /// Reads any value and appends it minified: no white space, strings in canonical form, numbers by lexeme, keys in
  /// their order.
  ///
  /// Two texts of one value that differ only in white space or escapes come out as the same bytes, which is what
  /// content keys need. The same key twice in one object is an error, since readers disagree on which one counts.
  package mutating func value(into out: inout [UInt8]) throws(JSONError) {
    var keys: [KeyPlace] = []
    try value(into: &out, keys: &keys, depth: 0)
  }

  /// Reads any value and drops it. It is checked like `value`, but for repeated keys.
  package mutating func skip() throws(JSONError) {
    try skip(depth: 0)
  }

  /// Reads a number and returns where its lexeme stands.
  package mutating func number() throws(JSONError) -> Range<Int> {
    guard let first = nextByte(), first == UInt8(ascii: "-") || isDigit(at: offset) else {
      throw unexpected("a number")
    }
    let start = offset
    if first == UInt8(ascii: "-") { offset += 1 }
    if byte(at: offset) == UInt8(ascii: "0") {
      offset += 1
      if isDigit(at: offset) {
        throw JSONError(offset: start, message: "a number cannot start with '0' followed by another digit")
      }
    } else {
      try digits(after: "'-'")
    }
    if byte(at: offset) == UInt8(ascii: ".") {
      offset += 1
      try digits(after: "'.'")
    }
    if let mark = byte(at: offset), mark | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if let sign = byte(at: offset), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
      try digits(after: "an exponent's 'e'")
    }
    return start..<offset
  }

  private func byte(at place: Int) -> UInt8? {
    place < bytes.count ? bytes[place] : nil
  }

  private func isDigit(at place: Int) -> Bool {
    place < bytes.count && bytes[place] &- UInt8(ascii: "0") < 10
  }

  private mutating func digits(after what: String) throws(JSONError) {
    guard isDigit(at: offset) else { throw unexpected("a digit after \(what)") }
    while isDigit(at: offset) { offset += 1 }
  }

  /// Where a key of an unfinished object stands in the output and in the text.
  private struct KeyPlace {
    var written: Range<Int>
    var offset: Int
  }

  private mutating func value(into out: inout [UInt8], keys: inout [KeyPlace], depth: Int) throws(JSONError) {
    switch try peek() {
    case .string: try readString(.canonical, into: &out)
    case .number: append(try number(), to: &out)
    case .boolean: out.append(contentsOf: try boolean() ? JSONText.true : JSONText.false)
    case .null:
      try null()
      out.append(contentsOf: JSONText.null)
    case .array:
      try checkDepth(depth)
      try beginArray()
      out.append(UInt8(ascii: "["))
      var isFirst = true
      while try nextElement() {
        if !isFirst { out.append(UInt8(ascii: ",")) }
        isFirst = false
        try value(into: &out, keys: &keys, depth: depth + 1)
      }
      out.append(UInt8(ascii: "]"))
    case .object:
      try checkDepth(depth)
      try beginObject()
      out.append(UInt8(ascii: "{"))
      let outer = keys.count
      while try beginMember() {
        if keys.count > outer { out.append(UInt8(ascii: ",")) }
        let (read, written) = (offset, out.count)
        try readString(.canonical, into: &out)
        keys.append(KeyPlace(written: written..<out.count, offset: read))
        try colon()
        out.append(UInt8(ascii: ":"))
        try value(into: &out, keys: &keys, depth: depth + 1)
      }
      out.append(UInt8(ascii: "}"))
      if let repeated = Self.firstRepeated(keys[outer...], in: out) {
        throw JSONError(offset: repeated.offset, message: "an object has the same key twice")
      }
      keys.removeSubrange(outer...)
    }
  }

  private mutating func skip(depth: Int) throws(JSONError) {
    var nothing: [UInt8] = []
    switch try peek() {
    case .string: try readString(.dropped, into: &nothing)
    case .number: _ = try number()
    case .boolean: _ = try boolean()
    case .null: try null()
    case .array:
      try checkDepth(depth)
      try beginArray()
      while try nextElement() { try skip(depth: depth + 1) }
    case .object:
      try checkDepth(depth)
      try beginObject()
      while try beginMember() {
        try readString(.dropped, into: &nothing)
        try colon()
        try skip(depth: depth + 1)
      }
    }
  }

  private func checkDepth(_ depth: Int) throws(JSONError) {
    guard depth < Self.deepestNesting else {
      throw JSONError(offset: offset, message: "the text nests deeper than \(Self.deepestNesting) levels")
    }
  }

  /// The first key that repeats an earlier one. Canonical strings are equal exactly when their bytes are.
  private static func firstRepeated(_ keys: ArraySlice<KeyPlace>, in out: [UInt8]) -> KeyPlace? {
    if keys.count <= 8 {
      for later in keys.indices.dropFirst() {
        for earlier in keys.startIndex..<later {
          let (a, b) = (keys[earlier].written, keys[later].written)
          if a.count == b.count, out[a] == out[b] { return keys[later] }
        }
      }
      return nil
    }
    // With many keys, comparing each with each would let one crafted line take minutes.
    let sorted = keys.sorted { a, b in
      if out[a.written].lexicographicallyPrecedes(out[b.written]) { return true }
      return a.offset < b.offset && out[a.written] == out[b.written]
    }
    return zip(sorted, sorted.dropFirst())
      .filter { out[$0.written] == out[$1.written] }
      .map { $1 }
      .min { $0.offset < $1.offset }
  }
}
