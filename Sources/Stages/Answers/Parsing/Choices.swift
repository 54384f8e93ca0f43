/// The letters of multiple choice.
enum Choices {
  /// The letter in upper case, if it may be a choice.
  static func letter(_ spelling: String) -> Character? {
    guard spelling.utf8.count == 1, let letter = spelling.uppercased().first, ("A"..."Z").contains(letter) else {
      return nil
    }
    return letter
  }
}
