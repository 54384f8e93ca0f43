/// A complete reply of a server, whatever its status.
package struct HTTPResponse: Sendable {
  /// The status code; never one that redirects.
  package let status: Int
  /// Those of the final head, not of interim ones.
  package let headers: HTTPHeaders
  /// Empty if a handler took the pieces.
  package let body: [UInt8]
  /// Fields that came after the body.
  package let trailers: HTTPHeaders
  /// How long it took.
  package let timings: HTTPTimings

  /// Puts the parts together.
  package init(
    status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], trailers: HTTPHeaders = [:],
    timings: HTTPTimings = HTTPTimings()
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.trailers = trailers
    self.timings = timings
  }

  /// True for 200 to 299.
  package var isSuccess: Bool { (200..<300).contains(status) }
}

/// When the parts of an exchange were reached, counted from its start.
package struct HTTPTimings: Sendable, Equatable {
  /// The connection stood; zero if one was standing already.
  package var connected: Duration
  /// The first byte of the reply came.
  package var firstByte: Duration
  /// The last byte came.
  package var total: Duration

  /// Puts the parts together.
  package init(connected: Duration = .zero, firstByte: Duration = .zero, total: Duration = .zero) {
    self.connected = connected
    self.firstByte = firstByte
    self.total = total
  }
}
