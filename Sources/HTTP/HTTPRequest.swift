/// What to ask of a server, and how long to wait for it.
package struct HTTPRequest: Sendable {
  /// The methods that model servers and caches understand.
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    /// Makes a folder, where the server keeps files (RFC 4918).
    case makeFolder = "MKCOL"
  }

  /// How much is left to the server.
  package enum Version: Sendable {
    /// HTTP/2 where an encrypted connection agrees on it, else HTTP/1.1.
    case negotiated
    /// HTTP/2 alone, as gRPC needs, also without encryption. Requests share a connection.
    case two
  }

  /// What is to be done at the URL.
  package var method: Method
  /// An absolute `http` or `https` URL.
  package var url: String
  /// Sent as they are; `Host`, the length and a `User-Agent` are added.
  package var headers: HTTPHeaders
  /// Sent with `POST` and `PUT`, always with its length.
  package var body: [UInt8]
  /// How long to wait.
  package var timeouts: HTTPTimeouts
  /// The longest body that is taken; a longer one is a failure, so that a broken server cannot fill the memory.
  package var maxResponseBytes: Int
  /// The protocol's version.
  package var version: Version
  /// A file of certificates to trust instead of the system's.
  package var authorities: String?

  /// Puts the parts together.
  package init(
    _ method: Method, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    timeouts: HTTPTimeouts = HTTPTimeouts(), maxResponseBytes: Int = 64 << 20,
    version: Version = .negotiated, authorities: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.maxResponseBytes = maxResponseBytes
    self.version = version
    self.authorities = authorities
  }
}

/// How long each part of an exchange may take.
package struct HTTPTimeouts: Sendable, Equatable {
  /// From the start until the connection stands, its encryption included.
  package var connect: Duration
  /// From the last byte sent until the first byte of the reply: a model thinks in this time.
  package var firstByte: Duration
  /// Between two pieces of the reply, or of a body being sent.
  package var idle: Duration
  /// From the start to the end, the wait for a free connection included.
  package var total: Duration

  /// Puts the parts together.
  package init(
    connect: Duration = .seconds(10), firstByte: Duration = .seconds(600), idle: Duration = .seconds(60),
    total: Duration = .seconds(1800)
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.idle = idle
    self.total = total
  }
}
