extension Answers {
  /// The last number of a line, as written but without a currency sign: `1,250.50`, `-3`, `.5`, `1/2`, `1 1/2`, `12%`.
  ///
  /// A sentence's full stop does not belong to it, nor does the minus of `13-5`. A fraction is taken as one where it
  /// stands alone, `he ate 3/4.`; as an operand of something before it, as in `10*3/4`, only the last number is.
  package static func lastNumber(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let digit = line.lastIndex(where: \.isDigit) else { return nil }
    var number = decimal(in: line, endingAt: digit)
    if let fraction = fraction(over: number, in: line) { number = fraction }
    if line[number.endIndex...].first == UInt8(ascii: "%") { number = line[number.startIndex...number.endIndex] }
    let (minus, sign) = minus(before: number, in: line)
    guard sign else { return number }
    // The minus of `-$5` does not touch its number.
    return minus.endIndex == number.startIndex ? line[minus.startIndex..<number.endIndex] : minus + number
  }

  /// The last numeral in the run of digits, commas and points that ends with the digit at `index`.
  private static func decimal(in line: ArraySlice<UInt8>, endingAt index: Int) -> ArraySlice<UInt8> {
    let run = line[...index].suffix { $0.isDigit || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }
    var numeral = run.suffix(1)
    var start = run.startIndex
    while start < run.endIndex {
      // The point of `end.5` is a full stop.
      let isFullStop = run[start] == UInt8(ascii: ".") && line[..<start].last?.isLetter == true
      if !isFullStop, let next = Numeral(in: run, at: start) {
        numeral = run[start..<next.end]
        start = next.end
      } else {
        start += 1
      }
    }
    return numeral
  }

  /// The `3/4` or `1 3/4` that ends with the denominator, if it stands alone.
  private static func fraction(
    over denominator: ArraySlice<UInt8>, in line: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    let before = line[..<denominator.startIndex]
    let isWhole = denominator.allSatisfy(\.isDigit) && denominator.contains { $0 != UInt8(ascii: "0") }
    guard before.last == UInt8(ascii: "/"), isWhole else { return nil }
    let numerator = before.dropLast().suffix(while: \.isDigit)
    guard !numerator.isEmpty, !isOperand(numerator, in: line) else { return nil }
    let whole = line[..<numerator.startIndex].dropLast().suffix(while: \.isDigit)
    let isMixed = line[..<numerator.startIndex].last == UInt8(ascii: " ") && !whole.isEmpty
    if isMixed, isOperand(whole, in: line) { return nil }
    return line[(isMixed ? whole : numerator).startIndex..<denominator.endIndex]
  }

  /// Whether a whole number is an operand of what stands before it, or the tail of a longer number.
  private static func isOperand(_ number: ArraySlice<UInt8>, in line: ArraySlice<UInt8>) -> Bool {
    let before = line[..<number.startIndex]
    if let last = before.last, last.isLetter || last == UInt8(ascii: ".") || last == UInt8(ascii: ",") { return true }
    let (minus, isSign) = minus(before: number, in: line)
    if !minus.isEmpty { return !isSign }
    let operand = before.trimmed
    if ["+", "-", "*", "/", "^", "(", "×", "·", "÷", "−"].contains(where: { operand.ends(with: $0) }) { return true }
    // The x of `10 x 3/4`, but not of `the box 3/4`.
    return operand.ends(with: "x") && operand.dropLast().last?.isLetter != true
  }

  /// The minus that touches a number or its currency sign, empty if there is none, and whether it is the number's
  /// sign: in `13-5`, `13 -5` and `pre-5` it is not.
  private static func minus(
    before number: ArraySlice<UInt8>, in line: ArraySlice<UInt8>
  ) -> (minus: ArraySlice<UInt8>, isSign: Bool) {
    var before = line[..<number.startIndex]
    if before.ends(with: "$") { before.removeLast() }
    if before.ends(with: "\\") { before.removeLast() }
    guard let mark = ["-", "−"].first(where: { before.ends(with: $0) }) else { return ([], false) }
    let minus = before.suffix(mark.utf8.count)
    let rest = line[..<minus.startIndex]
    if rest.last?.isLetter == true { return (minus, false) }
    guard let last = rest.trimmed.last else { return (minus, true) }
    return (minus, !last.isDigit && last != UInt8(ascii: ")") && last != UInt8(ascii: "%"))
  }
}

extension ArraySlice<UInt8> {
  fileprivate func suffix(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let before = lastIndex { !belongs($0) }
    return self[(before.map { $0 + 1 } ?? startIndex)...]
  }

  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
