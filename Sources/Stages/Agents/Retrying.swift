/// A request that is made again when its reply could not be used, with a word on why.
struct Retrying {
  /// What every attempt begins with; it ends in a message of the user.
  let opening: [ChatMessage]

  init(system: String, user: String) { opening = [.system(system), .user(user)] }

  /// The conversation after an attempt that failed. Older ones are left out, so that it does not grow.
  func after(_ said: String, _ complaint: String) -> [ChatMessage] {
    // Servers refuse a message of a model that says nothing.
    guard !said.isEmpty, case .user(let user)? = opening.last else {
      guard case .user(let user)? = opening.last else { return opening }
      return opening.dropLast() + [.user("\(user)\n\n\(complaint)")]
    }
    return opening.dropLast() + [.user(user), .assistant(said), .user(complaint)]
  }
}
