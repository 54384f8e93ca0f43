/// A request that is made again when its reply could not be used, with a word on why.
struct Retrying {
  /// What every attempt begins with; it ends in a message of the user.
  let opening: [ChatMessage]

  /// A longer reply is not shown to the model again: with it the request might not fit what the model can take in, and
  /// would be refused in every build.
  static let longestShown = 20_000

  init(system: String, user: String) { opening = [.system(system), .user(user)] }

  /// The conversation after an attempt that failed. Older ones are left out, so that it does not grow.
  /// - Parameter isCut: whether the reply filled its bound; it is not shown again either.
  func after(_ said: String, isCut: Bool, _ complaint: String) -> [ChatMessage] {
    guard case .user(let user)? = opening.last else { return opening }
    // Servers refuse a message of a model that says nothing.
    guard !said.isEmpty, !isCut, said.utf8.count <= Retrying.longestShown else {
      return opening.dropLast() + [.user("\(user)\n\n\(complaint)")]
    }
    return opening + [.assistant(said), .user(complaint)]
  }
}
