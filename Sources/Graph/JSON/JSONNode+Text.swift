extension JSONNode {
  /// The value as canonical JSON: minified, object keys sorted by their UTF-8 bytes, numbers by lexeme.
  ///
  /// Two values that differ only in white space, escapes or the order of keys have one text, so it may enter keys.
  package var json: String { String(decoding: utf8, as: UTF8.self) }

  /// The bytes of `json`.
  package var utf8: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  /// Appends the bytes of `json`.
  package func write(to out: inout [UInt8]) {
    switch value {
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        JSONText.appendString(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        member.node.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        element.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .string(let text): JSONText.appendString(text, to: &out)
    case .number(let lexeme): out.append(contentsOf: lexeme.utf8)
    case .boolean(let flag): out.append(contentsOf: flag ? JSONText.true : JSONText.false)
    case .null: out.append(contentsOf: JSONText.null)
    }
  }

  /// The value for reading by people: two spaces a level, keys in their own order, no final newline.
  package var prettyJSON: String {
    var out: [UInt8] = []
    writePretty(to: &out, indentation: 0)
    return String(decoding: out, as: UTF8.self)
  }

  private func writePretty(to out: inout [UInt8], indentation: Int) {
    func startLine(_ indentation: Int, _ out: inout [UInt8]) {
      out.append(UInt8(ascii: "\n"))
      out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
    }
    switch value {
    case .object(let members) where !members.isEmpty:
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        startLine(indentation + 2, &out)
        JSONText.appendString(member.key, to: &out)
        out.append(contentsOf: ": ".utf8)
        member.node.writePretty(to: &out, indentation: indentation + 2)
      }
      startLine(indentation, &out)
      out.append(UInt8(ascii: "}"))
    case .array(let elements) where elements.contains { $0.elements != nil || $0.members != nil }:
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        startLine(indentation + 2, &out)
        element.writePretty(to: &out, indentation: indentation + 2)
      }
      startLine(indentation, &out)
      out.append(UInt8(ascii: "]"))
    case .array(let elements):
      // A list of plain values reads best on one line.
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(contentsOf: ", ".utf8) }
        element.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    default: write(to: &out)
    }
  }
}
