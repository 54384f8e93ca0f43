internal import Graph
internal import HTTP

/// Signs requests to S3: AWS Signature Version 4 ("Authenticating Requests: Using the Authorization Header" in the Amazon
/// S3 API reference), with the whole payload signed.
struct SignatureV4: Sendable {
  let credentials: S3Credentials
  let region: String

  /// The same request, signed.
  /// - Parameters:
  ///   - payload: the digest of its body.
  ///   - now: seconds since 1970.
  func sign(_ request: HTTPRequest, payload: Digest, now: Int) -> HTTPRequest {
    let time = UTCTime(seconds: now)
    var request = request
    request.headers.add("x-amz-content-sha256", payload.hex)
    request.headers.add("x-amz-date", time.basic)
    if let token = credentials.token { request.headers.add("x-amz-security-token", token.text) }
    let (host, path) = Self.parts(request.url)
    var signed = request.headers.fields.map { (name: $0.name.lowercased(), value: $0.value) }
    signed.append(("host", host))
    signed.sort { $0.name < $1.name }
    let names = signed.map(\.name).joined(separator: ";")
    let lines = signed.map { "\($0.name):\($0.value)\n" }.joined()
    let canonical = "\(request.method.rawValue)\n\(path)\n\n\(lines)\n\(names)\n\(payload.hex)"
    let scope = "\(time.basicDay)/\(region)/s3/aws4_request"
    let text = "AWS4-HMAC-SHA256\n\(time.basic)\n\(scope)\n\(Digest(of: Array(canonical.utf8)).hex)"
    let signature = Digest(bytes: HMAC.code(text, key: key(day: time.basicDay)))?.hex ?? ""
    request.headers.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope),SignedHeaders=\(names),Signature=\(signature)")
    return request
  }

  private func key(day: String) -> [UInt8] {
    [day, region, "s3", "aws4_request"].reduce(Array("AWS4\(credentials.secret.text)".utf8)) { HMAC.code($1, key: $0) }
  }

  /// The host as it is sent, and the path, which the caller has written as it is to be signed. There is no query.
  private static func parts(_ url: String) -> (host: String, path: String) {
    let rest = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return rest.count == 4 ? (String(rest[2]), "/\(rest[3])") : (rest.count == 3 ? String(rest[2]) : "", "/")
  }
}

/// A point in time as signatures write it.
struct UTCTime {
  /// `20130524T000000Z`.
  let basic: String

  /// `20130524`.
  var basicDay: String { String(basic.prefix(8)) }

  /// - Parameter seconds: since 1970.
  init(seconds: Int) {
    let (days, rest) = (seconds / 86_400, seconds % 86_400)
    // Eras of 400 years from 1 March of the year 0, so that leap days come last.
    let shifted = days + 719_468
    let (era, day) = (shifted / 146_097, shifted % 146_097)
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let isNextYear = month >= 10
    let parts = [
      era * 400 + year + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
      dayOfYear - (153 * month + 2) / 5 + 1,
    ]
    let two: (Int) -> String = { $0 < 10 ? "0\($0)" : "\($0)" }
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map(two).joined()
    basic = "\(parts[0])\(two(parts[1]))\(two(parts[2]))T\(clock)Z"
  }
}
