import Synchronization
import TestSupport
import Testing

@testable import HTTP

@Suite("The HTTP client gives the whole reply")
struct HTTPClientTests {
  @Test(
    "method, path, headers and body arrive as given",
    arguments: [
      (HTTPRequest.Method.get, ""), (.post, "{\"a\":1}"), (.post, ""), (.put, "bytes"), (.put, ""), (.delete, ""),
    ])
  func request(method: HTTPRequest.Method, body: String) async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    let headers: HTTPHeaders = ["Authorization": "Bearer abc", "X-Empty": ""]
    let response = try await sharedClient.send(
      HTTPRequest(method, "\(server.url)/v1/x?y=1", headers: headers, body: Array(body.utf8)))
    #expect(response.status == 200)
    #expect(response.body == Array("{}".utf8))
    let request = try #require(server.requests.first)
    #expect(request.method == method.rawValue)
    #expect(request.path == "/v1/x?y=1")
    #expect(request.header("authorization") == "Bearer abc")
    #expect(request.header("x-empty")?.isEmpty == true)
    #expect(request.header("user-agent") == "distillbuild")
    #expect(request.header("expect") == nil)
    #expect(request.text == body)
  }

  @Test func `a head alone has no body, whatever length it announces`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("0123456789") }
    let response = try await sharedClient.send(HTTPRequest(.head, server.url, maxResponseBytes: 5))
    #expect(response.headers["content-length"] == "10")
    #expect(response.body.isEmpty)
  }

  @Test(
    "every status is a reply, whose body explains it",
    arguments: [200, 201, 204, 304, 400, 401, 404, 429, 500, 503])
  func statuses(status: Int) async throws {
    let hasBody = status != 204 && status != 304
    let server = try ScriptedServer { _ in ScriptedAnswer(hasBody ? "why" : "", status: status) }
    let response = try await sharedClient.send(HTTPRequest(.get, server.url))
    #expect(response.status == status)
    #expect(response.isSuccess == (status < 300))
    #expect(String(decoding: response.body, as: UTF8.self) == (hasBody ? "why" : ""))
  }

  @Test func `headers are found in any letter case, and repeated ones are all kept`() async throws {
    let server = try ScriptedServer { _ in
      ScriptedAnswer("{}", headers: [("X-Reset", "1s"), ("x-reset", " 2s "), ("Other", "a:b")])
    }
    let headers = try await sharedClient.send(HTTPRequest(.get, server.url)).headers
    #expect(headers.values(of: "X-RESET") == ["1s", "2s"])
    #expect(headers["other"] == "a:b")
    #expect(headers["missing"] == nil)
  }

  @Test(
    "a large body arrives whole, in either direction and any framing",
    arguments: [(0, false), (1, true), (65_537, false), (1 << 20, true), (5_000_001, false)])
  func large(size: Int, isChunked: Bool) async throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let server = try ScriptedServer { request in
      var answer = ScriptedAnswer(request.body)
      answer.isChunked = isChunked
      return answer
    }
    let response = try await sharedClient.send(HTTPRequest(.put, server.url, body: bytes))
    #expect(response.body == bytes)
  }

  @Test func `a handler gets the pieces of a good reply; the body of a bad one is kept`() async throws {
    let server = try ScriptedServer { request in
      ScriptedAnswer("0123456789", status: request.path == "/good" ? 200 : 404).trickled(by: 3, every: .zero)
    }
    let pieces = Pieces()
    let good = try await sharedClient.send(HTTPRequest(.get, "\(server.url)/good")) { pieces.add($0) }
    #expect(good.body.isEmpty)
    #expect(pieces.text == "0123456789")
    let bad = try await sharedClient.send(HTTPRequest(.get, "\(server.url)/bad")) { pieces.add($0) }
    #expect(bad.body == Array("0123456789".utf8))
    #expect(pieces.text == "0123456789")
  }

  @Test func `a connection is used again`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    for _ in 0..<20 { _ = try await sharedClient.send(HTTPRequest(.post, server.url, body: [1, 2, 3])) }
    #expect(server.requests.count == 20)
    #expect(server.connections == 1)
  }

  @Test func `a kept connection that the server has closed is replaced without a word`() async throws {
    let server = try ScriptedServer { request in
      request.number == 1
        ? ScriptedAnswer("{}").broken(.close) : ScriptedAnswer("{\"body\":\"\(request.text)\"}")
    }
    for _ in 0..<2 {
      let response = try await sharedClient.send(HTTPRequest(.post, server.url, body: Array("abc".utf8)))
      #expect(String(decoding: response.body, as: UTF8.self) == "{\"body\":\"abc\"}")
    }
  }

  @Test(
    "a hundred requests run at once, or as many as the client may have connections",
    arguments: [(sharedClient, 100), (HTTPClient(connectionsPerHost: 7), 7)])
  func atOnce(client: HTTPClient, most: Int) async throws {
    let meeting = Meeting(of: most)
    let server = try ScriptedServer { _ in
      meeting.wait()
      return ScriptedAnswer("{}")
    }
    let url = server.url
    await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<100 { group.addTask { try? await client.send(HTTPRequest(.get, url)).status } }
      for await status in group { #expect(status == 200) }
    }
    #expect(server.peakInFlight == most)
    #expect(server.connections == most)
  }
}

/// Pieces of a body, put together.
private final class Pieces: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  func add(_ piece: UnsafeRawBufferPointer) {
    let copy = Array(piece)
    bytes.withLock { $0 += copy }
  }

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
}
