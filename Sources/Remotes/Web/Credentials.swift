internal import Graph
internal import HTTP

/// What shows a web server who asks.
enum WebCredentials: Sendable, Hashable {
  case none
  /// A name and a password (RFC 7617).
  case basic(user: String, password: Secret)
  /// A token (RFC 6750).
  case bearer(Secret)

  /// The same request with the credentials.
  func authorize(_ request: HTTPRequest) -> HTTPRequest {
    var request = request
    switch self {
    case .none: break
    case .basic(let user, let password):
      request.headers.add("Authorization", "Basic \(Base64.encode(Array("\(user):\(password.text)".utf8)))")
    case .bearer(let token): request.headers.add("Authorization", "Bearer \(token.text)")
    }
    return request
  }
}
