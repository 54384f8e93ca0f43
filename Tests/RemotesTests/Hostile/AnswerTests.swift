import Graph
import HTTP
import Testing

@testable import Remotes

@Suite("What a server answers is told in the terms of a cache")
struct AnswerTests {
  private static let addresses = ["http://cache.test/team", "s3://team", "grpc://cache.test/team"]

  @Test(
    "each status means one thing, and is asked for again only where that may help", arguments: addresses,
    [
      (401, "refused", 1), (403, "refused", 1), (407, "refused", 1), (413, "tooLarge", 1), (507, "full", 1),
      (429, "busy", 3), (500, "busy", 3), (502, "busy", 3), (503, "busy", 3), (504, "busy", 3), (400, "unfit", 1),
      (405, "unfit", 1), (418, "unfit", 1), (501, "unfit", 1),
    ])
  func statuses(address: String, row: (status: Int, kind: String, requests: Int)) async throws {
    let server = FakeServer { _ in .success(HTTPResponse(status: row.status, body: Array("<p>Sorry.</p>".utf8))) }
    let remote = try server.remote(address)
    let bytes = randomBytes(10)
    let blob = BlobName(of: bytes)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.read(blob) } == row.kind)
    #expect(server.requests.count == row.requests)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.write(bytes, as: blob) } == row.kind)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.missing([blob]) } == row.kind)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.entry(for: randomKey()) } == row.kind)
    let entry = RemoteEntry(value: [1])
    #expect(
      await outcome { () async throws(RemoteFailure) in try await remote.publish(entry, under: randomKey()) }
        == row.kind)
  }

  @Test(
    "each way of failing to answer means one thing", arguments: addresses,
    [
      (HTTPFailure.unresolved("x"), "unreachable", 1), (.unreachable("x"), "unreachable", 3),
      (.untrusted("x"), "unreachable", 1), (.timedOut(.connect), "unreachable", 1), (.timedOut(.firstByte), "slow", 1),
      (.timedOut(.idle), "slow", 1), (.timedOut(.total), "slow", 1), (.connectionLost("x"), "unreachable", 3),
      (.tooLarge(limit: 1), "damaged", 1), (.redirected(status: 302, location: "http://x/?key=secret"), "unfit", 1),
      (.cancelled, "cancelled", 1),
    ])
  func failures(address: String, row: (failure: HTTPFailure, kind: String, requests: Int)) async throws {
    let server = FakeServer { _ in .failure(row.failure) }
    let remote = try server.remote(address)
    do throws(RemoteFailure) {
      _ = try await remote.entry(for: randomKey())
      Issue.record("there is no entry")
    } catch {
      #expect("\(error.kind)" == row.kind)
      #expect(!"\(error)".contains("secret"))
    }
    #expect(server.requests.count == row.requests)
  }

  @Test(
    "each status of gRPC means one thing",
    arguments: [
      (1, "busy", 1), (2, "unfit", 1), (3, "unfit", 1), (4, "slow", 1), (7, "refused", 1), (8, "full", 1),
      (9, "unfit", 1), (10, "busy", 3), (12, "unfit", 1), (13, "busy", 3), (14, "busy", 3), (16, "refused", 1),
      (99, "unfit", 1),
    ])
  func grpcStatuses(status: Int, kind: String, requests: Int) async throws {
    let trailers: HTTPHeaders = ["grpc-message": "no%20luck\u{1B}[31m%0A"]
    let server = FakeServer { _ in .success(.grpc(status: status, trailers: trailers)) }
    let remote = try server.remote("grpc://cache.test/team")
    do throws(RemoteFailure) {
      _ = try await remote.entry(for: randomKey())
      Issue.record("there is no entry")
    } catch {
      #expect("\(error.kind)" == kind)
      #expect(error.detail == "gRPC status \(status): no luck [31m ")
    }
    #expect(server.requests.count == requests)
  }

  @Test func `a status of gRPC may come in the head alone`() async throws {
    let headers: HTTPHeaders = ["content-type": "application/grpc", "grpc-status": "5"]
    let server = FakeServer { _ in .success(HTTPResponse(status: 200, headers: headers)) }
    #expect(try await server.remote("grpc://cache.test").entry(for: randomKey()) == nil)
  }

  @Test func `a server of gRPC that asks to wait is asked again`() async throws {
    let info = wireMessage { status in
      status.add(1, 8)
      status.add(3) { any in
        any.add(1, "type.googleapis.com/google.rpc.RetryInfo".utf8)
        any.add(2, wireMessage { $0.add(1, wireMessage { $0.add(2, 1_000_000) }) })
      }
    }
    let trailers: HTTPHeaders = ["grpc-status-details-bin": Base64.encode(info)]
    let server = FakeServer { _ in .success(.grpc(status: 8, trailers: trailers)) }
    let remote = try server.remote("grpc://cache.test")
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.entry(for: randomKey()) } == "busy")
    #expect(server.requests.count == 3)
  }

  @Test(
    "a reply that is no gRPC is told as such",
    arguments: [
      (HTTPResponse(status: 200, headers: ["content-type": "text/html"], body: [60]), "unfit"),
      (HTTPResponse(status: 404), "unfit"),
      (HTTPResponse(status: 200, headers: ["content-type": "application/grpc"]), "unreachable"),
      (HTTPResponse(status: 200, body: [0, 0, 0, 0, 9, 1], trailers: ["grpc-status": "0"]), "unreachable"),
      (HTTPResponse(status: 200, body: [1, 0, 0, 0, 0], trailers: ["grpc-status": "0"]), "unreachable"),
      (HTTPResponse.grpc([[0xFF, 0xFF]]), "damaged"),
    ])
  func noGRPC(response: HTTPResponse, kind: String) async throws {
    let server = FakeServer { _ in .success(response) }
    let remote = try server.remote("grpc://cache.test")
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.entry(for: randomKey()) } == kind)
  }

  @Test func `a whole message will do where its end is lost`() async throws {
    let (key, entry) = (randomKey(), RemoteEntry(value: [1, 2, 3]))
    let good = HTTPResponse.grpc([entry.actionResult(key: key, keepsValueAsBlob: false).wire])
    let server = FakeServer { _ in
      .success(HTTPResponse(status: 200, headers: ["content-type": "application/grpc"], body: good.body))
    }
    #expect(try await server.remote("grpc://cache.test").entry(for: key) == entry)
  }

  @Test(
    "S3's own codes are heard",
    arguments: [
      (400, "ExpiredToken", "refused"), (403, "SignatureDoesNotMatch", "refused"), (404, "NoSuchBucket", "unfit"),
      (404, "NoSuchKey", "done"), (409, "OperationAborted", "busy"), (503, "SlowDown", "busy"),
    ])
  func s3Codes(status: Int, code: String, kind: String) async throws {
    let text = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>m</Message></Error>"
    let server = FakeServer { _ in .success(HTTPResponse(status: status, body: Array(text.utf8))) }
    let remote = try server.remote("s3://team")
    do throws(RemoteFailure) {
      _ = try await remote.entry(for: randomKey())
      #expect(kind == "done")
    } catch {
      #expect("\(error.kind)" == kind)
      #expect(error.detail == "status \(status) (\(code))")
    }
  }

  @Test func `a server without SHA-256 or without the instance is of no use`() async throws {
    let sha1 = wireMessage { $0.add(1) { $0.add(1, [2]) } }
    let server = FakeServer { _ in .success(.grpc([sha1])) }
    let remote = try server.remote("grpc://cache.test/team")
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.read(BlobName(of: [1])) } == "unfit")
    let absent = FakeServer { _ in .success(.grpc(status: 5)) }
    let other = try absent.remote("grpc://cache.test/team")
    #expect(
      await outcome { () async throws(RemoteFailure) in try await other.write([1], as: BlobName(of: [1])) } == "unfit")
  }

  @Test func `a server that takes no results is not sent any`() async throws {
    let reader = wireMessage { $0.add(1) { $0.add(1, [1]) } }
    let server = FakeServer { request in
      request.url.hasSuffix("GetCapabilities") ? .success(.grpc([reader])) : .success(.grpc(status: 5))
    }
    let remote = try server.remote("grpc://cache.test/team")
    let entry = RemoteEntry(value: [1])
    #expect(
      await outcome { () async throws(RemoteFailure) in try await remote.publish(entry, under: randomKey()) }
        == "refused")
    #expect(!server.requests.contains { $0.url.hasSuffix("UpdateActionResult") })
  }

  @Test("a server that is down is asked a few things, not everything", arguments: addresses)
  func down(address: String) async throws {
    let server = FakeServer { _ in .failure(.timedOut(.firstByte)) }
    let remote = try server.remote(address)
    let keys = (0..<1000).map { _ in randomKey() }
    let blobs = keys.map { BlobName(digest: $0, size: 3_000_000) }
    for result in await remote.entries(for: keys) {
      guard case .failure(let failure) = result, failure.kind == .slow else {
        Issue.record("a silent server cannot have answered")
        return
      }
    }
    #expect(await remote.read(blobs).count == 1000)
    #expect(await remote.write(blobs.map { ($0, [1]) }).count == 1000)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.missing(blobs) } == "slow")
    // What was under way when the first failure came.
    #expect(server.requests.count < 4 * 70)
  }
}
