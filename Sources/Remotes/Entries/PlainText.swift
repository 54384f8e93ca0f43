extension StringProtocol {
  /// The text as it may be shown to people when it comes from a server: without control characters, and not long.
  func plain(limit: Int) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
