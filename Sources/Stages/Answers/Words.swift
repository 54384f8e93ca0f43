/// The words that grading has to know.
enum Words {
  /// Whether a word, in lower case, stands for an amount or changes the amount before it: `six`, `million`, `or`.
  /// Behind a number such a word is no unit, and against a number it is not simply wrong.
  static func tellsAmount(_ word: ArraySlice<UInt8>) -> Bool {
    amounts.contains(Array(word))
  }

  /// Whether this is an abbreviated unit, which may be short and, of two letters or more, touch its number:
  /// `5cm`. Without such a list, `5ab` would be five of something.
  static func isAbbreviatedUnit(_ word: ArraySlice<UInt8>) -> Bool {
    abbreviations.contains(Array(word))
  }

  /// Whether a short word may stand in a unit, as in `bags of rice`.
  static func joinsUnits(_ word: ArraySlice<UInt8>) -> Bool {
    joints.contains(Array(word))
  }

  private static let amounts = list(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands \
    million millions billion billions trillion trillions dozen dozens score half halves third thirds quarter quarters \
    fourth fourths fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths tenth tenths hundredth \
    hundredths thousandth thousandths none nothing nil infinity infinite undefined percent pi tau phi sqrt root sin \
    cos tan cot sec csc log exp mod plus minus times over squared cubed factorial choose base and but except for if \
    less more not only or than then to when where with
    """)

  private static let abbreviations = list(
    """
    mm cm dm m km in ft yd mi mg g kg lb lbs oz ml mL L s sec min h hr hrs am pm mph kph C F
    """)

  private static let joints = list("of a an")

  private static func list(_ words: String) -> Set<[UInt8]> {
    Set(words.utf8.split(separator: UInt8(ascii: " ")).map(Array.init))
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII letter.
  var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
  }

  /// The small letter of an ASCII letter; any other byte as it is.
  var lowercased: UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self
  }
}
