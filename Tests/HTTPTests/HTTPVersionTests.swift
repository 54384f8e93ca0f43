import TestSupport
import Testing

@testable import HTTP

@Suite("The HTTP client does what gRPC and caches need of it")
struct HTTPVersionTests {
  @Test func `what comes after the body is kept apart from the head`() async throws {
    let raw = "4\r\nbody\r\n0\r\ngrpc-status: 5\r\nX-Late: a: b\r\n\r\n"
    let server = try ScriptedServer { _ in
      var answer = ScriptedAnswer(raw)
      answer.headers = [("Trailer", "X-Late")]
      answer.isRaw = true
      return answer
    }
    let response = try await sharedClient.send(HTTPRequest(.get, server.url))
    #expect(response.body == Array("body".utf8))
    #expect(response.trailers["grpc-status"] == "5")
    #expect(response.trailers["x-late"] == "a: b")
    #expect(response.headers["x-late"] == nil)
    #expect(response.headers["trailer"] == "X-Late")
  }

  @Test func `a server that does not know HTTP/2 is told apart from silence`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    let request = HTTPRequest(.post, server.url, body: [1], version: .two)
    #expect(await outcome(request) == "connection lost")
  }

  @Test func `certificates to trust may be named, and must be there`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    let request = HTTPRequest(
      .get, "https://127.0.0.1:\(server.port)/", authorities: "/nowhere/certificates.pem")
    #expect(await outcome(request) == "untrusted")
  }

  @Test func `a folder may be made`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("", status: 201) }
    #expect(await outcome(HTTPRequest(.makeFolder, "\(server.url)/cas/")) == "201")
    #expect(server.requests.map(\.method) == ["MKCOL"])
  }
}
