/// How a worker is started.
struct Launch: Sendable, Hashable {
  /// The program and its arguments.
  var arguments: [String]
  /// All that it knows of its surroundings, as `NAME=value`.
  var environment: [String]
}
