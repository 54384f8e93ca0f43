/// Sets one line of a worked solution as a careful writer would: `3*2=6` becomes `3 × 2 = 6`.
///
/// Only signs and spaces change, never a word or a digit. Whether an `x` multiplies or a dash subtracts is decided by
/// what stands around it, and in doubt nothing is touched.
struct Typesetter {
  /// Stands in a text where calls were made.
  static let mark: UInt8 = 0x02

  private let line: ArraySlice<UInt8>
  private var out: [UInt8] = []
  /// Where the marks stood, as places in the typeset line.
  private(set) var marks: [Int] = []

  /// Typesets a line.
  static func set(_ line: ArraySlice<UInt8>) -> (text: [UInt8], marks: [Int]) {
    var typesetter = Typesetter(line: line)
    typesetter.run()
    return (typesetter.out, typesetter.marks)
  }

  private init(line: ArraySlice<UInt8>) {
    self.line = line
    out.reserveCapacity(line.count + 32)
  }

  private mutating func run() {
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      switch byte {
      case Self.mark:
        if let last = out.last, !Self.opensWord(last) { out.append(UInt8(ascii: " ")) }
        marks.append(out.count)
        index += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        if let last = out.last, last != UInt8(ascii: " ") { out.append(UInt8(ascii: " ")) }
        index += 1
      case UInt8(ascii: "="):
        if isComparison(at: index) {
          index = keep(index)
        } else if lastMark == byte {
          // `= =` is another slip.
          index += 1
        } else {
          index = operate("=", index, 1)
        }
      case UInt8(ascii: "+"):
        index = isPlus(at: index) ? operate("+", index, 1) : keep(index)
      case UInt8(ascii: "-"):
        index = isMinus(at: index, 1) ? operate("-", index, 1) : keep(index)
      case UInt8(ascii: "*"):
        index = times(index)
      case UInt8(ascii: "/"):
        index = isDivision(at: index) ? operate("÷", index, 1) : keep(index)
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        index = isTimes(at: index) ? operate("×", index, 1) : keepRun(index)
      case UInt8(ascii: "$"):
        // `= $$60` is a slip of the pen.
        if out.last != byte { out.append(byte) }
        index += 1
      case 0xC2...:
        index = symbol(index)
      case UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "."):
        if !isDecimalPoint(at: index) { dropSpaces() }
        index = keep(index)
      case UInt8(ascii: "("):
        index = keep(index)
        while index < line.endIndex, line[index] == UInt8(ascii: " ") { index += 1 }
      case UInt8(ascii: ":"):
        let isTight = index + 1 < line.endIndex && line[index + 1].isDigit && out.last?.isLetter == true
        index = keep(index)
        if isTight { out.append(UInt8(ascii: " ")) }
      default:
        index = keepRun(index)
      }
    }
    dropSpaces()
  }

  /// Copies what no rule touches, all at once.
  private mutating func keepRun(_ index: Int) -> Int {
    var end = index + 1
    while end < line.endIndex, Self.isPlain(line[end]) { end += 1 }
    out += line[index..<end]
    return end
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLetter && byte | 0x20 != UInt8(ascii: "x")
  }

  /// Takes back the spaces written last, but none before a mark, which would lose its place.
  private mutating func dropSpaces() {
    while out.last == UInt8(ascii: " "), marks.last != out.count { out.removeLast() }
  }

  private mutating func keep(_ index: Int) -> Int {
    out.append(line[index])
    return index + 1
  }

  /// Writes an operator with one space on either side.
  private mutating func operate(_ sign: StaticString, _ index: Int, _ length: Int) -> Int {
    dropSpaces()
    if !out.isEmpty, out.last != UInt8(ascii: " ") { out.append(UInt8(ascii: " ")) }
    out.append(sign)
    var next = index + length
    while next < line.endIndex, line[next] == UInt8(ascii: " ") { next += 1 }
    if next < line.endIndex { out.append(UInt8(ascii: " ")) }
    return next
  }

  /// `6*x` is 6x, `6*5` is 6 × 5, and an asterisk that multiplies nothing stays.
  private mutating func times(_ index: Int) -> Int {
    guard let left = lastMark, let right = nextMark(index + 1), Self.endsOperand(left), startsOperand(right) else {
      return keep(index)
    }
    let isVariable = line[right].isLetter && !isLetter(at: right + 1)
    if left.isDigit, isVariable, right == index + 1, out.last == left { return right }
    return operate("×", index, 1)
  }

  /// Signs beyond ASCII: `×` and `÷` are spaced, dashes between numbers become minus signs.
  private mutating func symbol(_ index: Int) -> Int {
    if matches([0xC3, 0x97], index) { return operate("×", index, 2) }
    if matches([0xC3, 0xB7], index) { return operate("÷", index, 2) }
    if matches([0xC2, 0xA0], index) {
      out.append(UInt8(ascii: " "))
      return index + 2
    }
    if matches([0xE2, 0x80, 0x93], index) || matches([0xE2, 0x88, 0x92], index), isMinus(at: index, 3) {
      return operate("-", index, 3)
    }
    return keep(index)
  }
}

// MARK: - What a sign means

extension Typesetter {
  /// The last byte written that is not a space.
  private var lastMark: UInt8? {
    out.last { $0 != UInt8(ascii: " ") }
  }

  /// The next byte to come that is not a space.
  private func nextMark(_ index: Int) -> Int? {
    line[index...].firstIndex { $0 != UInt8(ascii: " ") }
  }

  private func matches(_ bytes: [UInt8], _ index: Int) -> Bool {
    line[index...].starts(with: bytes)
  }

  private func isLetter(at index: Int) -> Bool {
    index >= line.startIndex && index < line.endIndex && line[index].isLetter
  }

  private func isDecimalPoint(at index: Int) -> Bool {
    line[index] == UInt8(ascii: ".") && index + 1 < line.endIndex && line[index + 1].isDigit
  }

  private static func opensWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "-"), 0x80...: true
    default: false
    }
  }

  private static func endsOperand(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLetter || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "%")
  }

  private func startsOperand(_ index: Int) -> Bool {
    let byte = line[index]
    return byte.isDigit || byte.isLetter || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "$")
      || byte == Self.mark || isDecimalPoint(at: index)
  }

  /// `<=`, `>=`, `!=` and `==` are one sign each.
  private func isComparison(at index: Int) -> Bool {
    if index + 1 < line.endIndex, line[index + 1] == UInt8(ascii: "=") { return true }
    guard index > line.startIndex else { return false }
    switch line[index - 1] {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "="): return true
    default: return false
    }
  }

  /// A plus adds if it stands between operands and leans to neither, unlike the one of `50+ people`.
  private func isPlus(at index: Int) -> Bool {
    guard let left = lastMark, Self.endsOperand(left), let right = nextMark(index + 1), startsOperand(right) else {
      return false
    }
    let leans = (out.last == left) != (right == index + 1)
    return !leans || !line[right].isLetter
  }

  /// A slash with spaces around it divides numbers; without, it makes a fraction or a unit.
  private func isDivision(at index: Int) -> Bool {
    guard let left = lastMark, left.isDigit || left == UInt8(ascii: ")"), let right = nextMark(index + 1) else {
      return false
    }
    let isNumber = line[right].isDigit || line[right] == UInt8(ascii: "(") || line[right] == UInt8(ascii: "$")
    return isNumber && out.last != left && right > index + 1
  }

  /// An `x` multiplies between numbers, as in `5 x 4` and `8 cm x 12`, but not in `2x + 3` or `tax 5`.
  private func isTimes(at index: Int) -> Bool {
    guard let left = lastMark, let right = nextMark(index + 1) else { return false }
    let next = line[right]
    let isSpaced = out.last == UInt8(ascii: " ") && right > index + 1
    // `3 x Y` multiplies by an unknown; `3 x a day` does not.
    if left.isDigit, isSpaced, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= next, !isLetter(at: right + 1) { return true }
    guard next.isDigit || isDecimalPoint(at: right) || next == UInt8(ascii: "$") || next == UInt8(ascii: "(") else { return false }
    if left.isLetter {
      // A unit stands before the sign, with spaces around it; a variable after a word is followed by no number.
      return isSpaced && next != UInt8(ascii: "(")
    }
    guard left.isDigit || left == UInt8(ascii: ")") || left == UInt8(ascii: "%") else { return false }
    // `2x (where …)` has a variable; `21 x (1/3)` and `5x(4-1)` have none.
    return next != UInt8(ascii: "(") || isSpaced || right == index + 1
  }

  /// A dash subtracts if it stands between operands in a run of arithmetic that an equals sign begins or ends; the
  /// dashes of `10-minute` and `2-3 days` do not.
  private func isMinus(at index: Int, _ length: Int) -> Bool {
    guard let left = lastMark, Self.endsOperand(left), let right = nextMark(index + length), startsOperand(right)
    else { return false }
    if left.isLetter, isLetter(at: index - 2) { return false }
    if line[right].isLetter, isLetter(at: right + 1) { return false }
    let ahead = line[(index + length)...].first { !Self.isArithmetic($0) }
    if ahead == UInt8(ascii: "=") { return true }
    return line[..<index].last { !Self.isArithmetic($0) } == UInt8(ascii: "=")
  }

  private static func isArithmetic(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ","),
      UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "x"), UInt8(ascii: "X"), 0x80...:
      true
    default: false
    }
  }
}
