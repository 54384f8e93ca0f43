internal import Graph
internal import HTTP

/// Exchanges with one server: bounded in time, tried again where that may help, and told in a remote's own terms.
struct WebExchange: Sendable {
  let sender: any HTTPSending
  /// What the remote is called in messages.
  let name: String
  let limits: RemoteLimits
  /// Adds what shows who asks.
  let authorize: @Sendable (HTTPRequest, _ payload: Digest) -> HTTPRequest
  /// A file of certificates to trust instead of the system's.
  let authorities: String?

  /// The digest of a request's body that has none.
  static let noPayload = BlobName.empty.digest

  /// Sends a request until there is an answer that says something of what was asked: one of success, or that something
  /// is not there (404, 410), or is there or in the way (409, 412).
  /// - Parameters:
  ///   - payload: the digest of its body.
  ///   - expected: how many bytes a good answer may bring. Explanations of a bad one have their room besides.
  ///   - likely: how many it has time for; nil for all of them.
  func send(
    _ request: HTTPRequest, payload: Digest = noPayload, expected: Int = 0, likely: Int? = nil
  ) async throws(RemoteFailure) -> HTTPResponse {
    var request = request
    request.timeouts = limits.timeouts(bytes: (likely ?? expected) + request.body.count)
    request.maxResponseBytes = expected + (1 << 16)
    request.authorities = authorities
    // A signature bears its time, so each try gets its own.
    return try await limits.trying { await attempt(authorize(request, payload)) }
  }

  private func attempt(_ request: HTTPRequest) async -> Attempt<HTTPResponse> {
    do throws(HTTPFailure) {
      let response = try await sender.send(request)
      if let trouble = WebTrouble(response) {
        return .failed(trouble.failure(of: name), again: trouble.again)
      }
      return .done(response)
    } catch {
      let trouble = WebTrouble(error)
      return .failed(trouble.failure(of: name), again: trouble.again)
    }
  }
}

extension RemoteLimits {
  /// For an exchange that carries so many bytes.
  func timeouts(bytes: Int) -> HTTPTimeouts {
    HTTPTimeouts(connect: connect, firstByte: silence, idle: silence, total: total(bytes: bytes))
  }
}
