/// The commas of thousands, as in 12,600.
enum Grouping {
  /// A text with its thousands set apart if the line that it joins has them so.
  static func match(_ text: [UInt8], to line: [UInt8]) -> [UInt8] {
    line.contains(UInt8(ascii: ",")) && hasGroups(line) ? grouped(text) : text
  }

  private static func hasGroups(_ line: [UInt8]) -> Bool {
    var index = 1
    while index + 3 < line.count {
      let isComma = line[index] == UInt8(ascii: ",") && line[index - 1].isDigit
      if isComma, line[(index + 1)...(index + 3)].allSatisfy(\.isDigit) { return true }
      index += 1
    }
    return false
  }

  private static func grouped(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 8)
    var index = 0
    while index < text.count {
      let digits = text[index...].prefix { $0.isDigit }
      let isFraction = index > 0 && text[index - 1] == UInt8(ascii: ".")
      for (place, digit) in digits.enumerated() {
        let left = digits.count - place
        if !isFraction, place > 0, left.isMultiple(of: 3) { out.append(UInt8(ascii: ",")) }
        out.append(digit)
      }
      index = digits.endIndex
      if index < text.count {
        out.append(text[index])
        index += 1
      }
    }
    return out
  }
}
