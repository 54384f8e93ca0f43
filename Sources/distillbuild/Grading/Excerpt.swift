/// Texts of unknown length and content, made fit for one line of a terminal.
enum Excerpt {
  /// The beginning and the end of a text, on one line and without characters that would steer the terminal.
  static func of(_ text: some Collection<UInt8>, limit: Int = 60) -> String {
    // A character has up to four bytes: no more is looked at, however long the text.
    let scalars: [Unicode.Scalar]
    if text.count > 8 * limit {
      let (head, tail) = (plain(text.prefix(4 * limit)), plain(text.suffix(4 * limit)))
      scalars = head.prefix(limit) + tail.suffix(limit)
    } else {
      scalars = plain(text)
    }
    guard scalars.count > limit else { return string(scalars) }
    let half = limit / 2
    return string(scalars.prefix(half)) + "…" + string(scalars.suffix(limit - half - 1))
  }

  private static func plain(_ text: some Collection<UInt8>) -> [Unicode.Scalar] {
    String(decoding: text, as: UTF8.self).unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: " "
      default: scalar
      }
    }
  }

  private static func string(_ scalars: some Collection<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
