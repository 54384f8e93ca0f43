internal import Graph
internal import HTTP

/// How a gRPC call ended ("Status codes and their use in gRPC").
struct GRPCStatus: Equatable {
  /// The codes that are told apart here.
  enum Code: Int {
    case ok = 0
    case cancelled = 1
    case deadlineExceeded = 4
    case notFound = 5
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case internalError = 13
    case unavailable = 14
    case unauthenticated = 16
  }

  /// The number, known or not.
  let number: Int
  /// The server's words.
  let message: String
  /// After which time the server wants to be asked again.
  let pause: Duration?

  /// Nil for a number that has no name here.
  var code: Code? { Code(rawValue: number) }

  init(number: Int, message: String = "", pause: Duration? = nil) {
    self.number = number
    self.message = message
    self.pause = pause
  }

  /// Reads what ends a reply; nil if it has no such end.
  init?(_ response: HTTPResponse) {
    // A reply without any message bears its status in the head.
    let fields = response.trailers["grpc-status"] == nil ? response.headers : response.trailers
    guard let number = fields["grpc-status"].flatMap({ Int($0) }) else { return nil }
    let message = fields["grpc-message"].map { $0.percentDecoded ?? $0 } ?? ""
    let details = fields["grpc-status-details-bin"].flatMap { Base64.decode($0) }
    let pause = details.flatMap { try? Self.pause(inStatus: $0[...]) }
    self.init(number: number, message: message, pause: pause)
  }

  /// The wait that a `RetryInfo` within a `google.rpc.Status` asks for.
  static func pause(inStatus status: ArraySlice<UInt8>) throws -> Duration? {
    var pause: Duration?
    try readFields(status) { field in
      guard field.number == 3 else { return }
      var (type, value): (String, ArraySlice<UInt8>) = ("", [])
      try readFields(try field.bytes) { field in
        switch field.number {
        case 1: type = try field.text
        case 2: value = try field.bytes
        default: break
        }
      }
      if type.hasSuffix("/google.rpc.RetryInfo") {
        try readFields(value) { if $0.number == 1 { pause = try Self.duration(try $0.bytes) } }
      }
    }
    return pause
  }

  private static func duration(_ bytes: ArraySlice<UInt8>) throws -> Duration {
    var duration = Duration.zero
    try readFields(bytes) { field in
      switch field.number {
      case 1: duration += .seconds(min(max(0, try field.number64), 3600))
      case 2: duration += .nanoseconds(min(max(0, try field.number64), 999_999_999))
      default: break
      }
    }
    return duration
  }
}

extension GRPCStatus {
  /// Whether it says something of what was asked, rather than that it could not be answered.
  var isAnswer: Bool { code == .ok || code == .notFound }

  /// The failure in a remote's own terms.
  func failure(of remote: String) -> RemoteFailure {
    let words = message.isEmpty ? "" : ": \(message.plain(limit: 200))"
    return RemoteFailure(kind, remote: remote, "gRPC status \(number)\(words)")
  }

  /// Whether it may be different the next time.
  var again: Again {
    switch code {
    case .unavailable, .aborted, .internalError: .after(pause)
    // Full, or asking to be spared; the server tells which by naming a time.
    case .resourceExhausted: pause == nil ? .never : .after(pause)
    default: .never
    }
  }

  private var kind: RemoteFailure.Kind {
    switch code {
    case .permissionDenied, .unauthenticated: .refused
    case .deadlineExceeded: .slow
    case .resourceExhausted: pause == nil ? .full : .busy
    case .unavailable, .aborted, .cancelled, .internalError: .busy
    default: .unfit
    }
  }
}
