import Graph
import HTTP
import Testing

@testable import Remotes

@Suite("An address says where a remote is, and shows no credentials")
struct AddressTests {
  @Test(
    "a folder",
    arguments: [
      ("/mnt/cache", "/mnt/cache"), ("/mnt/cache//", "/mnt/cache"), ("cache", "/here/cache"), ("./a:b", "/here/./a:b"),
      ("file:///mnt/my%20cache", "/mnt/my cache"), ("/", "/"),
    ])
  func folders(text: String, path: String) throws {
    let address = try RemoteAddress(text, relativeTo: "/here")
    #expect(address.place == .folder(path))
    #expect(address.description == path)
  }

  @Test(
    "a server",
    arguments: [
      ("http://host", "http://host"), ("HTTPS://Host:443/team/", "https://host/team"),
      ("http://host:8080/a/b", "http://host:8080/a/b"), ("http://host:80", "http://host"),
      ("https://ann:p%40ss@host/x", "https://host/x"), ("http://[::1]:90/ü", "http://[::1]:90/%C3%BC"),
      ("http://host/a%20b", "http://host/a%20b"),
    ])
  func web(text: String, base: String) throws {
    let address = try RemoteAddress(text, relativeTo: "/")
    #expect(address.place == .web(base: base))
    #expect(address.description == base)
  }

  @Test(
    "a server of the Remote Execution API",
    arguments: [
      ("grpc://host:50051", "http://host:50051", "", "grpc://host:50051"),
      ("grpcs://host/a/b", "https://host", "a/b", "grpcs://host/a/b"),
      ("grpcs://ann:secret@host/x", "https://host", "x", "grpcs://host/x"),
    ])
  func api(text: String, base: String, instance: String, shown: String) throws {
    let address = try RemoteAddress(text, relativeTo: "/")
    #expect(address.place == .api(base: base, instance: instance))
    #expect(address.description == shown)
  }

  @Test func `a bucket`() throws {
    let own = try RemoteAddress("s3://data/team/x?endpoint=http://127.0.0.1:9000/&region=eu-1", relativeTo: "/")
    #expect(
      own.place
        == .bucket(S3Bucket(bucket: "data", prefix: "team/x", endpoint: "http://127.0.0.1:9000", region: "eu-1")))
    #expect(own.description == "s3://data/team/x at http://127.0.0.1:9000")
    let aws = try RemoteAddress("s3://data", relativeTo: "/")
    #expect(aws.place == .bucket(S3Bucket(bucket: "data", prefix: "", endpoint: nil, region: nil)))
    #expect(aws.description == "s3://data")
  }

  private static let forms = "it must be a folder, or start with https://, http://, s3://, grpcs:// or grpc://"

  @Test(
    "what is no address is told, with the way out",
    arguments: [
      ("", "'' is no address of a cache: it is empty"),
      ("ftp://host", "'ftp://host' is no address of a cache: \(forms)"),
      ("host:8080", "'host:8080' is no address of a cache: \(forms)"),
      ("http://", "'http://' is no address of a cache: it needs the name of a host"),
      ("http://a b", "'http://a b' is no address of a cache: it needs the name of a host"),
      ("http://h:0", "'http://h:0' is no address of a cache: its port must be a number from 1 to 65535"),
      ("http://h/x?y=1", "'http://h/x?y=1' is no address of a cache: it has a ? or # too many"),
      ("http://h/../x", "'http://h/../x' is no address of a cache: its path holds '..'"),
      ("http://h/%2e%2e/x", "'http://h/%2e%2e/x' is no address of a cache: its path holds '%2e%2e'"),
      ("http://h/%zz", "'http://h/%zz' is no address of a cache: its path holds '%zz'"),
      (
        "http://pass@word@h:x/",
        "'http://…@h:x/' is no address of a cache: before the @ it needs user:password, with special characters written as %40"
      ),
      (
        "ftp://ann:secret@h", "'ftp://…@h' is no address of a cache: \(forms)"
      ), ("s3://", "'s3://' is no address of a cache: it needs a bucket, as in s3://bucket/prefix"),
      (
        "s3://b?endpoint=h",
        "'s3://b?endpoint=h' is no address of a cache: the endpoint must be https://host or http://host, without credentials"
      ),
      (
        "s3://b?profile=x",
        "'s3://b?profile=x' is no address of a cache: after the ? it may have endpoint=… and region=…, joined by &"
      ),
      (
        "s3://b?region=a/b",
        "'s3://b?region=a/b' is no address of a cache: a region's name has letters, digits and hyphens"
      ),
      (
        "file://mnt",
        "'file://mnt' is no address of a cache: a folder's address is file:// and its absolute path, as in file:///mnt/cache"
      ),
    ])
  func mistakes(text: String, message: String) {
    do throws(RemoteAddressError) {
      _ = try RemoteAddress(text, relativeTo: "/here")
      Issue.record("'\(text)' was taken for an address")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test func `any text is an address or a mistake`() {
    let pieces = [
      "http", "s3", "grpcs", "file", "://", ":", "@", "/", "?", "#", "%", "%40", "endpoint=", "&", "a", "[", "]", "\n",
      "é",
    ]
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 0..<9)).compactMap { _ in pieces.randomElement() }.joined()
      _ = try? RemoteAddress(text, relativeTo: "/")
    }
  }

  @Test(
    "credentials come from the address, else from the environment",
    arguments: [
      ("http://h", [:], nil), ("http://ann:p%40ss@h", [:], "Basic YW5uOnBAc3M="),
      ("http://h", ["DISTILLBUILD_REMOTE_TOKEN": "abc"], "Bearer abc"),
      ("grpc://h", ["DISTILLBUILD_REMOTE_TOKEN": "abc"], "Bearer abc"),
      ("http://h", ["DISTILLBUILD_REMOTE_USER": "ann", "DISTILLBUILD_REMOTE_PASSWORD": "x"], "Basic YW5uOng="),
      ("http://ann:x@h", ["DISTILLBUILD_REMOTE_TOKEN": "abc"], "Basic YW5uOng="),
    ] as [(String, [String: String], String?)])
  func credentials(text: String, environment: [String: String], header: String?) async throws {
    let server = FakeServer { _ in .success(HTTPResponse(status: 401)) }
    let remote = try server.remote(text, environment: environment)
    do throws(RemoteFailure) {
      _ = try await remote.entry(for: randomKey())
    } catch {
      #expect(!"\(error)\(remote)".contains("abc") && !"\(error)\(remote)".contains("p@ss"))
    }
    #expect(server.requests.first?.headers["authorization"] == header)
  }

  @Test func `a secret shows itself to nobody`() {
    var text = ""
    dump(WebCredentials.basic(user: "ann", password: Secret("hidden")), to: &text)
    text += "\(WebCredentials.bearer(Secret("hidden")))"
    text += String(reflecting: S3Credentials(id: "id", secret: Secret("hidden"), token: Secret("hidden")))
    #expect(!text.contains("hidden"))
  }

  @Test func `a control character in a token is told`() {
    #expect(throws: RemoteAddressError.self) {
      try FakeServer { _ in .success(HTTPResponse(status: 200)) }
        .remote("http://h", environment: ["DISTILLBUILD_REMOTE_TOKEN": "a\nb"])
    }
  }
}
