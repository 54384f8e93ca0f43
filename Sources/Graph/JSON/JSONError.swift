/// What is wrong with a JSON text, and at which byte.
///
/// The scanner's messages hold at most one character of the text, because a data set's text is not for logs.
package struct JSONError: Error, Equatable, Sendable {
  /// The byte at which the text stops being valid.
  package var offset: Int
  /// What was expected and what was found, such as `expected ',' or '}' after a value, found 'x'`.
  package var message: String

  /// Makes an error at one byte.
  package init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }
}
