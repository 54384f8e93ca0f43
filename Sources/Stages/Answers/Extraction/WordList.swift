/// A set of English words, to be asked for words of a text in any case without allocating.
///
/// A word is known by its length and its first seven letters; no two English words that matter here share both.
struct WordList: Sendable {
  private let keys: [UInt64]

  /// The words of a text, separated by spaces.
  init(_ words: String) {
    keys = words.utf8.split(separator: UInt8(ascii: " ")).map { Self.key(of: Array($0)[...]) }
  }

  func contains(_ word: ArraySlice<UInt8>) -> Bool {
    keys.contains(Self.key(of: word))
  }

  private static func key(of word: ArraySlice<UInt8>) -> UInt64 {
    word.prefix(7).reduce(UInt64(min(word.count, 255))) { $0 << 8 | UInt64($1.lowercased) }
  }
}

extension WordList {
  /// Words that begin a clause which explains an answer instead of belonging to it.
  static let clauses = WordList(
    """
    because since as which where so therefore thus hence given when but while making meaning corresponding obtained \
    using assuming whose not rather instead
    """)

  /// Words that, behind a number, say when or how it comes about: `9 when x = 3`, `7 when divided by 11`.
  static let closingClauses = WordList(
    "when where if whenever while since because provided attained achieved reached obtained occurring divided")

  /// Words that, behind `and`, begin a new sentence: `18, and we are done`.
  static let subjects = WordList("we the it this that these he she they is so thus hence therefore you not")

  /// Words that begin a description.
  static let articles = WordList("the a an")

  /// Words that join answers.
  static let joiners = WordList("and or")

  /// Words that link an announcement to the answer.
  static let links = WordList("is are be was were equals equal of")

  /// Words between the link and the answer that change nothing.
  static let fillers = WordList(
    """
    therefore thus then hence simply just indeed also actually exactly now given by equal to found be follows as \
    following option choice clearly still likely either probably
    """)

  /// Words that begin a remark on an answer, not the answer.
  static let remarks = WordList(
    """
    correct right wrong incorrect in that reasonable consistent valid obvious verified confirmed obtained supposed \
    expected above below what how your my based close too sensible independent going asked required needed clear
    """)

  /// Words that make a text a step of a derivation.
  static let derivation = WordList(
    """
    so we let let's then therefore thus hence need because since our us suppose consider assume substituting compute \
    calculate find hope
    """)

  /// Words that make a text a sentence, which states something of the answer but is not it.
  static let predicates = WordList(
    """
    is are was were has have had he she they it there this equals makes make made gets get earns earned spends spent \
    needs takes took costs cost pays paid sells sold eats ate buys bought uses used gives gave saves saved drives \
    drove runs ran will would can must should weighs does did
    """)

  /// Words with which a reply leads in its last result.
  static let leads = WordList(
    """
    therefore thus hence so finally then consequently and we get have obtain find conclude that it follows this gives \
    means in conclusion
    """)

  /// Words that add a condition to an answer: `$2n$, where $n$ is odd`.
  static let conditions = WordList("where for with such")

  /// Words no complete text ends with.
  static let openEnds = WordList(
    "the a an of to for and or is are with by we that then so from has have be which if than at on as")

  /// Abbreviations that a number may follow.
  static let abbreviations = WordList("no vs approx fig eq mr mrs ms dr st prof ca")
}
