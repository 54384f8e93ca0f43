import Testing

@testable import HTTP

/// One client for the tests, as a program has one.
let sharedClient = HTTPClient()

extension HTTPTimeouts {
  /// Half a second for one phase alone, of which more is asked: no other is too long, however busy the machine is.
  static func short(_ phase: HTTPFailure.Phase) -> HTTPTimeouts {
    var timeouts = HTTPTimeouts()
    let limit = Duration.milliseconds(500)
    switch phase {
    case .connect: timeouts.connect = limit
    case .firstByte: timeouts.firstByte = limit
    case .idle: timeouts.idle = limit
    case .total: timeouts.total = limit
    }
    return timeouts
  }
}

extension HTTPFailure {
  /// The case alone: details are libcurl's words, which change with its version.
  var kind: String {
    switch self {
    case .invalidRequest: "invalid request"
    case .unresolved: "unresolved"
    case .unreachable: "unreachable"
    case .untrusted: "untrusted"
    case .timedOut(let phase): "timed out: \(phase)"
    case .connectionLost: "connection lost"
    case .tooLarge: "too large"
    case .redirected: "redirected"
    case .cancelled: "cancelled"
    }
  }
}

/// What came of a request, in a word or two: the status, or the kind of the failure.
func outcome(_ request: HTTPRequest) async -> String {
  do throws(HTTPFailure) {
    return "\(try await sharedClient.send(request).status)"
  } catch {
    return error.kind
  }
}
