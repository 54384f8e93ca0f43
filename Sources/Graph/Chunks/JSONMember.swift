/// Takes members out of JSON values, and puts objects together from members.
enum JSONMember {
  /// The member at `path` inside a value; missing if there is none.
  static func find(_ path: FieldPath, in value: FieldView) -> FieldView {
    guard value.kind == .json else { return .missing }
    return value.bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      return (try? find(path.components[...], in: &scanner)) ?? .missing
    }
  }

  private static func find(_ path: ArraySlice<String>, in scanner: inout JSONScanner) throws(JSONError) -> FieldView {
    guard let name = path.first else {
      var out: [UInt8] = []
      if try scanner.peek() == .string {
        try scanner.string(into: &out)
        return FieldView(kind: .string, bytes: out[...])
      }
      try scanner.value(into: &out)
      return FieldView(kind: .json, bytes: out[...])
    }
    guard try scanner.peek() == .object else { return .missing }
    var key: [UInt8] = []
    try scanner.beginObject()
    while try scanner.nextKey(into: &key) {
      if key.elementsEqual(name.utf8) { return try find(path.dropFirst(), in: &scanner) }
      try scanner.skip()
    }
    return .missing
  }

  /// An object of the members that are there; missing if none is.
  static func object(_ members: [(path: FieldPath, value: FieldView)]) -> FieldView {
    var root = Node()
    for (path, value) in members {
      if let text = value.jsonText { root.insert(path.components[...], text) }
    }
    guard !root.members.isEmpty else { return .missing }
    var out: [UInt8] = []
    root.write(to: &out)
    return FieldView(kind: .json, bytes: out[...])
  }

  private struct Node {
    var text: [UInt8] = []
    var members: [(name: String, node: Node)] = []

    mutating func insert(_ path: ArraySlice<String>, _ text: [UInt8]) {
      guard let name = path.first else {
        self.text = text
        return
      }
      if let place = members.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        members[place].node.insert(path.dropFirst(), text)
      } else {
        var node = Node()
        node.insert(path.dropFirst(), text)
        members.append((name, node))
      }
    }

    func write(to out: inout [UInt8]) {
      guard !members.isEmpty else {
        out.append(contentsOf: text)
        return
      }
      out.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { out.append(UInt8(ascii: ",")) }
        JSONText.appendString(Array(member.name.utf8)[...], to: &out)
        out.append(UInt8(ascii: ":"))
        member.node.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }
}
