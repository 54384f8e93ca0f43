internal import HTTP

/// Why one attempt at a call brought no reply.
enum CallFault: Error, Equatable {
  /// No complete answer came.
  case transport(HTTPFailure)
  /// The server answered with a status other than success.
  case status(Int, ServerError)
  /// The server said yes and sent something that is no chat completion.
  case damaged(ReplyProblem)
  /// The server tells that it serves another model than the one whose results are kept.
  case stranger(IdentityChange)

  /// What helps against it.
  enum Remedy: Sendable, Hashable {
    /// Trying again a little later.
    case retry
    /// Waiting until the server's limits allow it; trying again is then no second attempt.
    case wait
    /// Nothing, for this request.
    case none
    /// Nothing, for any request: a mistake in the settings, or an account without means.
    case hopeless
  }

  var remedy: Remedy {
    switch self {
    case .damaged: .retry
    case .stranger: .hopeless
    case .transport(let failure): Self.remedy(failure)
    case .status(429, let error): error.isOutOfQuota ? .hopeless : .wait
    case .status(let status, _): Self.remedy(status)
    }
  }

  private static func remedy(_ failure: HTTPFailure) -> Remedy {
    switch failure {
    case .unresolved, .unreachable, .timedOut, .connectionLost: .retry
    case .tooLarge, .cancelled: .none
    case .invalidRequest, .untrusted, .redirected: .hopeless
    }
  }

  private static func remedy(_ status: Int) -> Remedy {
    switch status {
    // Time-out, conflict and "too early" are the server's way to say "not now".
    case 408, 409, 425: .retry
    // Key, payment, address: the next request has the same.
    case 401, 402, 404, 405, 407, 410: .hopeless
    case 501, 505: .none
    case 500...: .retry
    default: .none
    }
  }

  /// Whether the server could not even be asked, so that others are better asked instead.
  var isDead: Bool {
    switch self {
    case .transport(.unresolved), .transport(.unreachable), .transport(.timedOut(.connect)): true
    default: false
    }
  }
}

extension CallFault: CustomStringConvertible {
  /// A sentence without its full stop.
  var description: String {
    switch self {
    case .transport(let failure): return "\(failure)"
    case .damaged(let problem): return "\(problem)"
    case .stranger(let change): return "this is another model than the one whose results are kept: \(change)"
    case .status(let status, let error):
      return error.message.isEmpty ? "the server answers with status \(status)" : "status \(status): \(error.message)"
    }
  }
}
