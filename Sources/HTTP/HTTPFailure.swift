/// Why there is no complete reply. None of the texts holds a header or a body of the request.
package enum HTTPFailure: Error, Equatable, Sendable {
  /// The request itself is wrong: no server was asked.
  case invalidRequest(String)
  /// The server's name, or the proxy's, is not known.
  case unresolved(String)
  /// No connection came about, or no encryption on it.
  case unreachable(String)
  /// The server's certificate is not to be trusted.
  case untrusted(String)
  /// One of the time-outs of the request.
  case timedOut(Phase)
  /// The connection ended, or carried nonsense, before the reply was whole.
  case connectionLost(String)
  /// The reply is longer than the request allows.
  case tooLarge(limit: Int)
  /// The server points elsewhere. It is not followed, because the request may carry credentials.
  case redirected(status: Int, location: String)
  /// The task that asked was cancelled.
  case cancelled

  /// Which wait was too long.
  package enum Phase: Sendable, Hashable {
    case connect, firstByte, idle, total
  }
}

extension HTTPFailure: CustomStringConvertible {
  /// A sentence without its full stop.
  package var description: String {
    switch self {
    case .invalidRequest(let detail): "the request cannot be sent: \(detail)"
    case .unresolved(let detail): "the server's name cannot be resolved: \(detail)"
    case .unreachable(let detail): "no connection: \(detail)"
    case .untrusted(let detail): "the server's certificate is not trusted: \(detail)"
    case .timedOut(.connect): "no connection in time"
    case .timedOut(.firstByte): "no reply in time"
    case .timedOut(.idle): "the reply stopped half-way"
    case .timedOut(.total): "the whole exchange took too long"
    case .connectionLost(let detail): "the connection was lost: \(detail)"
    case .tooLarge(let limit): "the reply is larger than \(limit) bytes"
    case .redirected(let status, let location):
      "the server answers with status \(status) and points to '\(location)'; use that address if it is the right one"
    case .cancelled: "cancelled"
    }
  }
}
