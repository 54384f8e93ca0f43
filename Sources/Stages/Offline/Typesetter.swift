/// Sets one line of a worked solution as a careful writer would: `3*2=6` becomes `3 × 2 = 6`.
///
/// Only signs and spaces change, never a word or a digit. Whether an `x` multiplies or a dash subtracts is decided by
/// what stands around it, and in doubt nothing is touched.
struct Typesetter {
  /// Stands in a text where calls were made.
  static let mark: UInt8 = 0x02

  /// The line, which `set` keeps alive.
  let line: UnsafeBufferPointer<UInt8>
  private(set) var out: [UInt8] = []
  /// Where the marks stood, as places in the typeset line.
  private(set) var marks: [Int] = []

  /// Typesets a line.
  static func set(_ line: ArraySlice<UInt8>) -> (text: [UInt8], marks: [Int]) {
    line.withUnsafeBufferPointer { line in
      var typesetter = Typesetter(line: line)
      typesetter.run()
      return (typesetter.out, typesetter.marks)
    }
  }

  private init(line: UnsafeBufferPointer<UInt8>) {
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
    out.append(contentsOf: UnsafeBufferPointer(rebasing: line[index..<end]))
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
      if let last = out.last, last != UInt8(ascii: " ") { out.append(UInt8(ascii: " ")) }
      return index + 2
    }
    if matches([0xE2, 0x80, 0x93], index) || matches([0xE2, 0x88, 0x92], index), isMinus(at: index, 3) {
      return operate("-", index, 3)
    }
    return keep(index)
  }
}
