internal import Graph
internal import HTTP

/// Calls of gRPC ("gRPC over HTTP2") as plain exchanges: the whole request is sent, then the whole reply is read.
struct GRPCChannel: Sendable {
  /// `http` or `https`, and the host.
  let base: String
  let exchange: WebExchange

  /// What a server answered: its messages; nil if it says that there is no such thing.
  typealias Reply = [ArraySlice<UInt8>]?

  var name: String { exchange.name }
  var limits: RemoteLimits { exchange.limits }

  /// Calls a method.
  /// - Parameters:
  ///   - method: `package.Service/Method`.
  ///   - body: the messages in their frames.
  ///   - expected: how many bytes the reply may bring.
  func call(_ method: String, _ body: [UInt8], expected: Int) async throws(RemoteFailure) -> Reply {
    let timeouts = limits.timeouts(bytes: body.count + expected)
    let headers: HTTPHeaders = [
      "Content-Type": "application/grpc+proto", "TE": "trailers", "grpc-accept-encoding": "identity",
      "grpc-timeout": "\(timeouts.total.components.seconds + 1)S",
    ]
    var request = HTTPRequest(
      .post, "\(base)/\(method)", headers: headers, body: body, timeouts: timeouts,
      maxResponseBytes: expected + (1 << 16), version: .two, authorities: exchange.authorities)
    request = exchange.authorize(request, WebExchange.noPayload)
    return try await limits.trying { await attempt(request) }
  }

  /// Calls a method with one message.
  func call(_ method: String, message: [UInt8], expected: Int = 4 << 20) async throws(RemoteFailure) -> Reply {
    var body: [UInt8] = []
    body.reserveCapacity(message.count + GRPCFrames.overhead)
    GRPCFrames.append(message, to: &body)
    return try await call(method, body, expected: expected)
  }

  private func attempt(_ request: HTTPRequest) async -> Attempt<Reply> {
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await exchange.sender.send(request)
    } catch {
      let trouble = WebTrouble(error)
      return .failed(trouble.failure(of: name), again: trouble.again)
    }
    guard let status = GRPCStatus(response) else { return withoutStatus(response) }
    guard status.isAnswer else { return .failed(status.failure(of: name), again: status.again) }
    return status.code == .notFound ? .done(nil) : whole(response)
  }

  /// The messages of a reply that is not broken off.
  private func whole(_ response: HTTPResponse) -> Attempt<Reply> {
    guard let messages = GRPCFrames.messages(response.body) else { return cut }
    return .done(messages)
  }

  private var cut: Attempt<Reply> {
    .failed(RemoteFailure(.unreachable, remote: name, "a reply is cut"), again: .after(nil))
  }

  /// A proxy on the way, or a server of another kind, or a connection that ended early.
  private func withoutStatus(_ response: HTTPResponse) -> Attempt<Reply> {
    if let trouble = WebTrouble(response) { return .failed(trouble.failure(of: name), again: trouble.again) }
    guard response.isSuccess, response.headers["content-type"]?.hasPrefix("application/grpc") == true else {
      let detail = "it does not speak gRPC (status \(response.status))"
      return .failed(RemoteFailure(.unfit, remote: name, detail), again: .never)
    }
    // libcurl 7.88 loses what comes after the body when a connection is busy with other exchanges. A call that fails
    // brings no message, and what is read here proves itself, so a whole message will do.
    return response.body.isEmpty ? cut : whole(response)
  }
}
