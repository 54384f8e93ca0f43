// What a sign means, judged by what stands around it.

extension Typesetter {
  /// The last byte written that is not a space.
  var lastMark: UInt8? {
    out.last { $0 != UInt8(ascii: " ") }
  }

  /// The next byte to come that is not a space.
  func nextMark(_ index: Int) -> Int? {
    line[index...].firstIndex { $0 != UInt8(ascii: " ") }
  }

  func matches(_ bytes: [UInt8], _ index: Int) -> Bool {
    line[index...].starts(with: bytes)
  }

  func isLetter(at index: Int) -> Bool {
    index >= line.startIndex && index < line.endIndex && line[index].isLetter
  }

  func isDecimalPoint(at index: Int) -> Bool {
    line[index] == UInt8(ascii: ".") && index + 1 < line.endIndex && line[index + 1].isDigit
  }

  static func opensWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "-"), 0x80...: true
    default: false
    }
  }

  static func endsOperand(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLetter || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "%")
  }

  func startsOperand(_ index: Int) -> Bool {
    let byte = line[index]
    return byte.isDigit || byte.isLetter || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "$")
      || byte == Self.mark || isDecimalPoint(at: index)
  }

  /// `<=`, `>=`, `!=` and `==` are one sign each.
  func isComparison(at index: Int) -> Bool {
    if index + 1 < line.endIndex, line[index + 1] == UInt8(ascii: "=") { return true }
    guard index > line.startIndex else { return false }
    switch line[index - 1] {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "="): return true
    default: return false
    }
  }

  /// A plus adds if it stands between operands and leans to neither, unlike the one of `50+ people`.
  func isPlus(at index: Int) -> Bool {
    guard let left = lastMark, Self.endsOperand(left), let right = nextMark(index + 1), startsOperand(right) else {
      return false
    }
    let leans = (out.last == left) != (right == index + 1)
    return !leans || !line[right].isLetter
  }

  /// A slash with spaces around it divides numbers; without, it makes a fraction or a unit.
  func isDivision(at index: Int) -> Bool {
    guard let left = lastMark, left.isDigit || left == UInt8(ascii: ")"), let right = nextMark(index + 1) else {
      return false
    }
    let isNumber = line[right].isDigit || line[right] == UInt8(ascii: "(") || line[right] == UInt8(ascii: "$")
    return isNumber && out.last != left && right > index + 1
  }

  /// An `x` multiplies between numbers, as in `5 x 4` and `8 cm x 12`, but not in `2x + 3` or `tax 5`.
  func isTimes(at index: Int) -> Bool {
    guard let left = lastMark, let right = nextMark(index + 1) else { return false }
    let next = line[right]
    let isSpaced = out.last == UInt8(ascii: " ") && right > index + 1
    // `3 x Y` multiplies by an unknown; `3 x a day` does not.
    let isUnknown = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= next && !isLetter(at: right + 1)
    if left.isDigit, isSpaced, isUnknown { return true }
    let isNumber = next.isDigit || isDecimalPoint(at: right) || next == UInt8(ascii: "$") || next == UInt8(ascii: "(")
    guard isNumber else { return false }
    if left.isLetter {
      // A unit stands before the sign, with spaces around it; a variable after a word is followed by no number.
      let isPhrase = next == UInt8(ascii: "(") && !(right + 1 < line.endIndex && line[right + 1].isDigit)
      return isSpaced && !isPhrase
    }
    guard left.isDigit || left == UInt8(ascii: ")") || left == UInt8(ascii: "%") else { return false }
    // `2x (where …)` has a variable; `21 x (1/3)` and `5x(4-1)` have none.
    return next != UInt8(ascii: "(") || isSpaced || right == index + 1
  }

  /// A dash subtracts if it stands between operands in a run of arithmetic that an equals sign begins or ends; the
  /// dashes of `10-minute` and `2-3 days` do not.
  func isMinus(at index: Int, _ length: Int) -> Bool {
    guard let left = lastMark, Self.endsOperand(left), let right = nextMark(index + length), startsOperand(right)
    else { return false }
    if left.isLetter, isLetter(at: index - 2) { return false }
    if line[right].isLetter, isLetter(at: right + 1) { return false }
    let ahead = line[(index + length)...].first { !Self.isArithmetic($0) }
    if ahead == UInt8(ascii: "=") { return true }
    return line[..<index].last { !Self.isArithmetic($0) } == UInt8(ascii: "=")
  }

  static func isArithmetic(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ","),
      UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "x"), UInt8(ascii: "X"), 0x80...:
      true
    default: false
    }
  }
}
