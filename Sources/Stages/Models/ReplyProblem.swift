/// Why a server's bytes are no chat completion: they were damaged on the way, or the server speaks another language.
package struct ReplyProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the reply, such as `choices[0].message`; empty for the whole.
  package let place: String
  /// What follows on the place in a sentence.
  package let message: String

  /// Puts the parts together.
  package init(place: String = "", message: String) {
    self.place = place
    self.message = message
  }

  /// A sentence without its full stop.
  package var description: String { place.isEmpty ? "the reply \(message)" : "\(place) \(message)" }
}
