import TestSupport
import Testing

@testable import HTTP

@Suite("The HTTP client tells apart how an exchange can fail")
struct HTTPFailureTests {
  @Test(
    "a fault of the server has a name",
    arguments: [
      ("late but whole", ScriptedAnswer("{}").delayed(.milliseconds(20)), "200"),
      ("in small pieces", ScriptedAnswer("0123456789").trickled(by: 1, every: .milliseconds(5)), "200"),
      ("no reply", ScriptedAnswer("{}").broken(.hang), "timed out: firstByte"),
      ("head alone", ScriptedAnswer("{}").broken(.hang, after: 0), "timed out: idle"),
      ("half a body", ScriptedAnswer("0123456789").broken(.hang, after: 5), "timed out: idle"),
      ("closed before the head", ScriptedAnswer("{}").broken(.close), "connection lost"),
      ("closed in the body", ScriptedAnswer("0123456789").broken(.close, after: 5), "connection lost"),
      ("reset before the head", ScriptedAnswer("{}").broken(.reset), "connection lost"),
      ("reset in the body", ScriptedAnswer("0123456789").broken(.reset, after: 5), "connection lost"),
      ("chunks without an end", ScriptedAnswer.events(["a", "b"]).broken(.close, after: 5), "connection lost"),
      ("too large, announced", ScriptedAnswer([UInt8](repeating: 65, count: 100_001)), "too large"),
      ("too large, in chunks", ScriptedAnswer.events([String(repeating: "a", count: 100_001)]), "too large"),
      ("elsewhere", ScriptedAnswer("", status: 307, headers: [("Location", "http://other/")]), "redirected"),
    ])
  func faults(name: String, answer: ScriptedAnswer, expected: String) async throws {
    let server = try ScriptedServer { _ in answer }
    let timeouts =
      switch expected {
      case "timed out: firstByte": HTTPTimeouts.short(.firstByte)
      case "timed out: idle": HTTPTimeouts.short(.idle)
      default: HTTPTimeouts()
      }
    let request = HTTPRequest(.post, server.url, body: [1], timeouts: timeouts, maxResponseBytes: 100_000)
    #expect(await outcome(request) == expected)
    #expect(server.requests.count == 1)
  }

  @Test func `bytes that keep coming do not make an exchange endless`() async throws {
    let server = try ScriptedServer { _ in
      ScriptedAnswer([UInt8](repeating: 65, count: 10_000)).trickled(by: 1, every: .milliseconds(5))
    }
    #expect(await outcome(HTTPRequest(.get, server.url, timeouts: .short(.total))) == "timed out: total")
  }

  @Test func `nobody listening is no connection`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    server.stop()
    #expect(await outcome(HTTPRequest(.get, server.url)) == "unreachable")
  }

  @Test func `speaking encrypted to a server that does not is no connection`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    #expect(await outcome(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/")) == "unreachable")
  }

  @Test func `a name that no one knows cannot be resolved`() async {
    #expect(await outcome(HTTPRequest(.get, "http://nowhere.invalid/")) == "unresolved")
  }

  @Test func `an address that does not answer is given up`() async {
    // Where this address is refused rather than ignored, no connection is the right answer too.
    let result = await outcome(HTTPRequest(.get, "http://192.0.2.1/", timeouts: .short(.connect)))
    #expect(["timed out: connect", "unreachable"].contains(result))
  }

  @Test(
    "a request that would mean something else on the wire is not sent",
    arguments: [
      ("ftp://127.0.0.1/", "a", "b"), ("127.0.0.1:1", "a", "b"), ("http://127.0.0.1:1/a b", "a", "b"),
      ("http://127.0.0.1:1/", "a", "b\r\nc: d"), ("http://127.0.0.1:1/", "a\n", "b"), ("http://127.0.0.1:1/", "", "b"),
      ("http://[/", "a", "b"),
    ])
  func invalid(url: String, name: String, value: String) async {
    #expect(await outcome(HTTPRequest(.get, url, headers: [name: value])) == "invalid request")
  }

  @Test func `cancelling the task ends the exchange at once`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}").broken(.hang) }
    let url = server.url
    let asking = Task { await outcome(HTTPRequest(.get, url)) }
    while server.requests.isEmpty { await Task.yield() }
    asking.cancel()
    #expect(await asking.value == "cancelled")
  }

  @Test func `a task cancelled before it asks does not ask`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}") }
    let url = server.url
    let asking = Task {
      while !Task.isCancelled { await Task.yield() }
      return await outcome(HTTPRequest(.get, url))
    }
    asking.cancel()
    #expect(await asking.value == "cancelled")
    #expect(server.requests.isEmpty)
  }

  @Test func `no text of a failure holds a header`() async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("{}").broken(.reset) }
    let headers: HTTPHeaders = ["Authorization": "Bearer secret-key"]
    for url in [server.url, "http://nowhere.invalid/", "https://127.0.0.1:\(server.port)/"] {
      do throws(HTTPFailure) {
        _ = try await sharedClient.send(HTTPRequest(.get, url, headers: headers))
        Issue.record("the request must fail")
      } catch {
        #expect(!"\(error)".contains("secret-key"))
      }
    }
  }
}
