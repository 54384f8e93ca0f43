/// Whatever can take a request to a server and bring the reply: the client, or a stand-in for a server in a test.
package protocol HTTPSending: Sendable {
  /// Sends a request and waits for the whole reply.
  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
}

extension HTTPClient: HTTPSending {
  /// Sends a request and waits for the whole reply.
  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    try await send(request, receive: nil)
  }
}
