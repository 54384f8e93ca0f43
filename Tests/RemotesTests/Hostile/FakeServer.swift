import Graph
import HTTP
import Synchronization

@testable import Remotes

/// Stands in for a server: a closure answers.
final class FakeServer: HTTPSending {
  private let answer: @Sendable (HTTPRequest) -> Result<HTTPResponse, HTTPFailure>
  private let sent = Mutex<[HTTPRequest]>([])

  init(_ answer: @escaping @Sendable (HTTPRequest) -> Result<HTTPResponse, HTTPFailure>) { self.answer = answer }

  /// What it was sent, in order.
  var requests: [HTTPRequest] { sent.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    sent.withLock { $0.append(request) }
    return try answer(request).get()
  }

  /// A remote that asks this server.
  func remote(_ address: String, environment: [String: String] = [:]) throws -> any Remote {
    try RemoteAddress(address, relativeTo: "/").open(
      environment: environment, client: self, limits: .patient, now: { 1_700_000_000 })
  }
}

extension RemoteLimits {
  /// Those for use, but for the waits between two tries: for whatever answers, however busy the machine is.
  static let patient: RemoteLimits = {
    var limits = RemoteLimits()
    limits.pause = .milliseconds(1)
    limits.longestPause = .milliseconds(5)
    return limits
  }()

  /// Short enough to run into: for what may never answer, and of which nothing is asked but an end.
  static let quick: RemoteLimits = {
    var limits = patient
    limits.connect = .milliseconds(500)
    limits.silence = .milliseconds(500)
    limits.exchange = .seconds(3)
    return limits
  }()
}

extension HTTPResponse {
  /// A reply of gRPC: messages in frames, then a status.
  static func grpc(_ messages: [[UInt8]] = [], status: Int = 0, trailers: HTTPHeaders = [:]) -> HTTPResponse {
    var body: [UInt8] = []
    for message in messages { GRPCFrames.append(message, to: &body) }
    var trailers = trailers
    trailers.add("grpc-status", "\(status)")
    return HTTPResponse(status: 200, headers: ["content-type": "application/grpc"], body: body, trailers: trailers)
  }
}

/// What came of a call, in a word: the kind of failure, or "done".
func outcome<Value>(_ body: () async throws(RemoteFailure) -> Value) async -> String {
  do throws(RemoteFailure) {
    _ = try await body()
    return "done"
  } catch {
    return "\(error.kind)"
  }
}
