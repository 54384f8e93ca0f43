/// Numbers written as words.
enum NumberWords {
  /// The value of a small number's name, `four`, `twenty`; nil for any other word.
  static func small(_ word: String) -> Int? {
    smalls[word]
  }

  /// The value of a word that multiplies what stands before it: `hundred`, `dozen`.
  static func scale(_ word: String) -> Int? {
    scales[word]
  }

  /// The denominator that a word names: `half`, `thirds`.
  static func denominator(_ word: String) -> Int? {
    denominators[word]
  }

  private static let smalls: [String: Int] = {
    let names =
      """
      zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
      eighteen nineteen
      """
    var table: [String: Int] = [:]
    for (value, name) in names.split(separator: " ").enumerated() { table[String(name)] = value }
    for (index, name) in "twenty thirty forty fifty sixty seventy eighty ninety".split(separator: " ").enumerated() {
      table[String(name)] = 20 + 10 * index
    }
    return table
  }()

  private static let scales = [
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
    "dozen": 12,
  ]

  private static let denominators = [
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
  ]
}
