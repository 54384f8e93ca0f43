import Graph
import HTTP
import Testing

@testable import Remotes

@Suite("Requests to S3 are signed as its reference has it")
struct S3Tests {
  private static let example = SignatureV4(
    credentials: S3Credentials(
      id: "AKIAIOSFODNN7EXAMPLE", secret: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), token: nil),
    region: "us-east-1")
  /// 24 May 2013, midnight.
  private static let day = 1_369_353_600

  /// The examples of "Signature Calculations for the Authorization Header" in the Amazon S3 API reference.
  @Test func `the published examples`() {
    let get = HTTPRequest(.get, "https://examplebucket.s3.amazonaws.com/test.txt", headers: ["Range": "bytes=0-9"])
    let signed = Self.example.sign(get, payload: BlobName.empty.digest, now: Self.day)
    #expect(
      signed.headers["authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    let put = HTTPRequest(
      .put, "https://examplebucket.s3.amazonaws.com/test%24file.text",
      headers: ["Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"])
    let payload = Digest(of: Array("Welcome to Amazon S3.".utf8))
    #expect(
      Self.example.sign(put, payload: payload, now: Self.day).headers["authorization"]?.suffix(64)
        == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
  }

  @Test func `a token of temporary credentials is sent and signed`() {
    var credentials = Self.example.credentials
    credentials = S3Credentials(id: credentials.id, secret: credentials.secret, token: Secret("session"))
    let signed = SignatureV4(credentials: credentials, region: "eu-1")
      .sign(HTTPRequest(.get, "https://h/b/k"), payload: BlobName.empty.digest, now: Self.day)
    #expect(signed.headers["x-amz-security-token"] == "session")
    #expect(
      signed.headers["authorization"]?.contains(
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,") == true)
  }

  @Test(
    "times are those of the calendar",
    arguments: [
      (0, "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (951_868_799, "20000229T235959Z"),
      (1_709_210_096, "20240229T123456Z"), (4_107_542_400, "21000301T000000Z"), (1_735_689_599, "20241231T235959Z"),
    ])
  func times(seconds: Int, text: String) { #expect(UTCTime(seconds: seconds).basic == text) }

  /// Test cases 1, 2 and 6 of RFC 4231.
  @Test(
    "codes are those of the reference",
    arguments: [
      (
        Array(repeating: UInt8(0x0B), count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        Array(repeating: UInt8(0xAA), count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func codes(key: [UInt8], message: String, code: String) { #expect(hex(HMAC.code(message, key: key)) == code) }

  @Test(
    "base 64, and back",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
    #expect(Base64.decode(encoded.filter { $0 != "=" }) == Array(text.utf8))
    #expect(Base64.decode("\(encoded)!") == nil)
    #expect(Base64.decode("\(encoded)=A") == nil)
  }

  private static let files: [String: String] = [
    "/home/ann/.aws/credentials": """
    # mine
    [default]
    aws_access_key_id = D
    aws_secret_access_key=d=secret
    [work]
    aws_access_key_id=W
    aws_secret_access_key=w
    aws_session_token=t
    [half]
    aws_access_key_id=H
    """,
    "/home/ann/.aws/config": """
    [default]
    region = eu-1
    s3 =
      region = ignored
    [profile work]
    region=us-9
    endpoint_url = http://minio:9000
    """,
  ]

  @Test(
    "credentials, region and endpoint come from the environment, else from the profile files",
    arguments: [
      ([:], "D d=secret - eu-1 -"), (["AWS_PROFILE": "work"], "W w t us-9 http://minio:9000"),
      (["AWS_PROFILE": "half"], "none - -"), (["AWS_PROFILE": "absent"], "none - -"),
      (["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "e"], "E e - eu-1 -"),
      (
        ["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "e", "AWS_SESSION_TOKEN": "s", "AWS_REGION": "r"],
        "E e s r -"
      ),
      (["AWS_ACCESS_KEY_ID": "E"], "D d=secret - eu-1 -"),
      (
        ["AWS_DEFAULT_REGION": "r", "AWS_ENDPOINT_URL": "http://x", "AWS_ENDPOINT_URL_S3": "http://y"],
        "D d=secret - r http://y"
      ),
      (["HOME": "/nobody"], "none - -"), (["AWS_SHARED_CREDENTIALS_FILE": "/none"], "none eu-1 -"),
    ])
  func settings(environment: [String: String], expected: String) {
    let environment = environment.merging(["HOME": "/home/ann"]) { given, _ in given }
    let settings = S3Settings(environment: environment) { Self.files[$0].map { Array($0.utf8) } }
    let who = settings.credentials.map { "\($0.id) \($0.secret.text) \($0.token?.text ?? "-")" } ?? "none"
    #expect("\(who) \(settings.region ?? "-") \(settings.endpoint ?? "-")" == expected)
  }

  @Test func `without credentials, requests are not signed`() async throws {
    let server = FakeServer { _ in .success(HTTPResponse(status: 404)) }
    let remote = try server.remote("s3://open/data?region=eu-1", environment: ["HOME": "/nobody"])
    #expect(try await remote.entry(for: randomKey()) == nil)
    let request = try #require(server.requests.first)
    #expect(request.headers["authorization"] == nil)
    #expect(request.url.hasPrefix("https://s3.eu-1.amazonaws.com/open/data/ac/"))
  }

  @Test func `random profile files harm nobody`() {
    let pieces = ["[", "]", "=", "\n", " ", "default", "region", "#", "é", "\r\n"]
    for _ in 0..<2000 {
      let text = (0..<12).compactMap { _ in pieces.randomElement() }.joined()
      _ = ProfileFile(Array(text.utf8)).values(of: ["default"])
    }
  }
}
