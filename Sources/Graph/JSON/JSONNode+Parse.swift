extension JSONNode {
  /// Reads a whole document. `file` is the name that a problem shows;
  ///
  /// A byte order mark, which some editors leave, is passed over. The same key twice in one object is a problem that
  /// names both places.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(Problem) -> JSONNode {
    var parser = Parser(bytes)
    do throws(JSONError) {
      let node = try parser.node(depth: 0)
      try parser.scanner.end()
      return node
    } catch {
      var locator = Locator(bytes)
      throw Problem(file: file, position: locator.position(of: error.offset), message: error.message)
    }
  }

  /// Reads a whole document from bytes held in an array.
  package static func parse(_ bytes: [UInt8], file: String) throws(Problem) -> JSONNode {
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(Problem) in try parse(buffer, file: file) }
    }
    return try result.get()
  }
}

/// Builds the tree on top of the scanner, so that documents and data obey one grammar.
private struct Parser {
  var scanner: JSONScanner
  var locator: Locator

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    scanner = JSONScanner(bytes)
    locator = Locator(bytes)
    scanner.offset = locator.offset
  }

  mutating func node(depth: Int) throws(JSONError) -> JSONNode {
    let kind = try scanner.peek()
    let position = locator.position(of: scanner.offset)
    guard depth < JSONScanner.deepestNesting else {
      throw JSONError(
        offset: scanner.offset, message: "the text nests deeper than \(JSONScanner.deepestNesting) levels")
    }
    switch kind {
    case .object: return JSONNode(.object(try members(depth: depth)), at: position)
    case .array:
      var elements: [JSONNode] = []
      try scanner.beginArray()
      while try scanner.nextElement() { elements.append(try node(depth: depth + 1)) }
      return JSONNode(.array(elements), at: position)
    case .string:
      var text: [UInt8] = []
      try scanner.string(into: &text)
      return JSONNode(.string(String(decoding: text, as: UTF8.self)), at: position)
    case .number:
      let lexeme = try scanner.number()
      return JSONNode(.number(String(decoding: scanner.bytes[lexeme], as: UTF8.self)), at: position)
    case .boolean: return JSONNode(.boolean(try scanner.boolean()), at: position)
    case .null:
      try scanner.null()
      return JSONNode(.null, at: position)
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    // Keys are compared as bytes: Swift's String equality would merge `é` with `e` and a combining accent.
    var places: [[UInt8]: SourcePosition] = [:]
    var key: [UInt8] = []
    try scanner.beginObject()
    while try scanner.nextKey(into: &key) {
      let name = String(decoding: key, as: UTF8.self)
      let position = locator.position(of: scanner.keyOffset)
      if let first = places.updateValue(position, forKey: key) {
        throw JSONError(
          offset: scanner.keyOffset,
          message: "the key '\(name)' stands twice in one object, first at \(first.line):\(first.column)")
      }
      members.append(JSONNode.Member(key: name, keyPosition: position, node: try node(depth: depth + 1)))
    }
    return members
  }
}

/// Turns byte offsets, asked for in rising order, into lines and columns by walking the text once.
private struct Locator {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset = 0
  private var line = 1
  private var column = 1

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  mutating func position(of place: Int) -> SourcePosition {
    while offset < min(place, bytes.count) {
      if bytes[offset] == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if bytes[offset] & 0xC0 != 0x80 {
        column += 1
      }
      offset += 1
    }
    // The last byte of a scalar has not been passed while its continuation bytes lie ahead, so columns are whole.
    return SourcePosition(line: line, column: column)
  }
}
