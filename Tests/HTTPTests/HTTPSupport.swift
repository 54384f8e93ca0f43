import Testing

@testable import HTTP

/// One client for the tests, as a program has one.
let sharedClient = HTTPClient()

extension HTTPTimeouts {
  /// Short enough for a test to wait for, long enough for a busy machine.
  static let short = HTTPTimeouts(
    connect: .seconds(5), firstByte: .milliseconds(800), idle: .milliseconds(800), total: .seconds(20))
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
