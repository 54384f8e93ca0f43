extension JSONNode {
  /// A string.
  package static func text(_ text: String) -> JSONNode { JSONNode(.string(text)) }

  /// A whole number.
  package static func number(_ number: Int) -> JSONNode { JSONNode(.number(String(number))) }

  /// A truth value.
  package static func bool(_ value: Bool) -> JSONNode { JSONNode(.boolean(value)) }

  /// An array.
  package static func list(_ elements: [JSONNode]) -> JSONNode { JSONNode(.array(elements)) }

  /// An object, in the order given.
  package static func object(_ members: [(String, JSONNode)]) -> JSONNode {
    JSONNode(.object(members.map { Member(key: $0.0, keyPosition: .nowhere, node: $0.1) }))
  }

  /// Nothing.
  package static var null: JSONNode { JSONNode(.null) }

  /// The number, if this is a whole one that fits.
  package var int: Int? {
    if case .number(let lexeme) = value { Int(lexeme) } else { nil }
  }

  /// The truth, if this is one.
  package var bool: Bool? {
    if case .boolean(let value) = value { value } else { nil }
  }

  /// The value on one line, members in their own order: for output that people read too.
  package var line: String {
    var out: [UInt8] = []
    appendLine(to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  private func appendLine(to out: inout [UInt8]) {
    switch value {
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { out.append(UInt8(ascii: ",")) }
        JSONText.appendString(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        member.node.appendLine(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        if place > 0 { out.append(UInt8(ascii: ",")) }
        element.appendLine(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .string, .number, .boolean, .null: write(to: &out)
    }
  }
}
