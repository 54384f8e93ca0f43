internal import Graph
internal import HTTP

/// What an exchange without a usable answer means for a cache.
struct WebTrouble {
  let kind: RemoteFailure.Kind
  let detail: String
  let again: Again

  /// The failure in a remote's own terms.
  func failure(of remote: String) -> RemoteFailure { RemoteFailure(kind, remote: remote, detail) }

  /// Reads an answer; nil for one that says something of what was asked.
  init?(_ response: HTTPResponse) {
    if response.isSuccess { return nil }
    let status = response.status
    let code = S3ErrorCode.find(in: response.body)
    detail = code.map { "status \(status) (\($0))" } ?? "status \(status)"
    switch status {
    case _ where S3ErrorCode.isRefusal(code): (kind, again) = (.refused, .never)
    case 404 where code == "NoSuchBucket": (kind, again) = (.unfit, .never)
    case 409 where code != nil: (kind, again) = (.busy, .after(nil))
    case 404, 409, 410, 412: return nil
    case 401, 403, 407: (kind, again) = (.refused, .never)
    case 413: (kind, again) = (.tooLarge, .never)
    case 507: (kind, again) = (.full, .never)
    case 408, 423, 425, 429, 500, 502, 503, 504:
      (kind, again) = (.busy, .after(Self.pause(response.headers["retry-after"])))
    default: (kind, again) = (.unfit, .never)
    }
  }

  /// Reads a failure of the exchange itself.
  init(_ failure: HTTPFailure) {
    // The place that a server points to may bear credentials.
    detail =
      if case .redirected(let status, _) = failure { "it points elsewhere (status \(status))" } else { "\(failure)" }
    (kind, again) =
      switch failure {
      case .invalidRequest, .redirected: (.unfit, .never)
      case .unresolved, .untrusted, .timedOut(.connect): (.unreachable, .never)
      case .unreachable, .connectionLost: (.unreachable, .after(nil))
      case .timedOut: (.slow, .never)
      case .tooLarge: (.damaged, .never)
      case .cancelled: (.cancelled, .never)
      }
  }

  /// The seconds of a `Retry-After`; its other form, a date, is left to the limits.
  private static func pause(_ text: String?) -> Duration? {
    text.flatMap { Int($0) }.map { .seconds(max(0, min($0, 3600))) }
  }
}

/// The code in the XML with which S3 explains an error.
enum S3ErrorCode {
  /// The code; nil if the body is something else.
  static func find(in body: [UInt8]) -> String? {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    guard let start = text.firstRange(of: "<Code>"), let end = text[start.upperBound...].firstRange(of: "</Code>")
    else {
      return nil
    }
    let code = text[start.upperBound..<end.lowerBound]
    return (1...64).contains(code.utf8.count) && code.utf8.allSatisfy(isLetter) ? String(code) : nil
  }

  /// Whether it speaks of credentials, whatever the status: some of these come with 400.
  static func isRefusal(_ code: String?) -> Bool {
    [
      "AccessDenied", "AuthorizationHeaderMalformed", "ExpiredToken", "InvalidAccessKeyId", "InvalidToken",
      "RequestTimeTooSkewed", "SignatureDoesNotMatch",
    ].contains(code)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
