/// A request as it reached a scripted server.
package struct ScriptedRequest: Sendable {
  /// How many requests came before it, on any connection.
  package let number: Int
  /// `GET` and so on.
  package let method: String
  /// With the query.
  package let path: String
  /// As they came, names and values.
  package let headers: [(name: String, value: String)]
  /// Whole.
  package let body: [UInt8]

  /// The first value of a header, whatever the letter case of its name.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Whether a model is asked for a reply.
  package var isCall: Bool { method == "POST" }

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a scripted server does with one request: how it answers, how slowly, and how it breaks.
package struct ScriptedAnswer: Sendable {
  /// What happens once so many bytes of the body are out.
  package enum Break: Sendable {
    /// Nothing more comes; the connection stays open until the client gives up.
    case hang
    /// The connection is closed in the ordinary way.
    case close
    /// The connection is torn down, so that the client meets a reset.
    case reset
  }

  /// Of the status line.
  package var status = 200
  /// Besides the type and the length.
  package var headers: [(String, String)] = []
  /// Nil for none.
  package var contentType: String? = "application/json"
  /// The whole body, wherever it breaks off.
  package var body: [UInt8]
  /// Sends the body in chunks rather than with its length.
  package var isChunked = false
  /// Takes the body for chunks that are framed already, what follows them included.
  package var isRaw = false
  /// Before the first byte.
  package var delay: Duration = .zero
  /// Sends the body in pieces of so many bytes, with a wait after each.
  package var trickle: (size: Int, every: Duration)?
  /// Breaks off after so many bytes of the body; a negative number means before the head.
  package var breaks: (after: Int, how: Break)?

  /// Answers with bytes.
  package init(_ body: [UInt8]) { self.body = body }

  /// Answers with text.
  package init(_ text: String, status: Int = 200, headers: [(String, String)] = []) {
    body = Array(text.utf8)
    self.status = status
    self.headers = headers
  }

  /// The same with a status.
  package func with(status: Int) -> Self { changed { $0.status = status } }
  /// The same with another content type.
  package func with(contentType: String?) -> Self { changed { $0.contentType = contentType } }
  /// The same, later.
  package func delayed(_ delay: Duration) -> Self { changed { $0.delay = delay } }
  /// The same, in small pieces.
  package func trickled(by size: Int, every pause: Duration) -> Self { changed { $0.trickle = (size, pause) } }
  /// The same, broken off; without a number even before the head.
  package func broken(_ how: Break, after count: Int = -1) -> Self { changed { $0.breaks = (count, how) } }

  /// Server-sent events in chunks, one for each text.
  package static func events(_ events: [String]) -> Self {
    var answer = ScriptedAnswer(events.map { "data: \($0)\n\n" }.joined())
    answer.contentType = "text/event-stream"
    answer.isChunked = true
    return answer
  }

  private func changed(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }

  /// The status line and the headers.
  var head: [UInt8] {
    var text = "HTTP/1.1 \(status) Scripted\r\n"
    if let contentType { text += "Content-Type: \(contentType)\r\n" }
    text += isChunked || isRaw ? "Transfer-Encoding: chunked\r\n" : "Content-Length: \(body.count)\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    return Array("\(text)\r\n".utf8)
  }
}
