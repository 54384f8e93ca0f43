internal import CCurl

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// One exchange under way. Only the client's thread touches it.
final class HTTPTransfer {
  let job: HTTPJob
  let easy: CurlEasy
  private var fields: UnsafeMutablePointer<curl_slist>?
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var body: [UInt8] = []
  private var received = 0
  private var sent = 0
  private let started = ContinuousClock.now
  /// When a byte last moved in either direction.
  private var lastMove = ContinuousClock.now
  /// When the first byte of the reply came.
  private var replied: ContinuousClock.Instant?
  /// Why a callback broke the transfer off.
  private var refusal: HTTPFailure?

  /// A body shorter than this goes out together with the head: one packet less to send, and for the server to wait for.
  private static let smallBody = 1 << 16

  /// A head with more than this in it is no head.
  private static let longestHead = 1 << 18

  init(job: HTTPJob, easy: CurlEasy) {
    self.job = job
    self.easy = easy
  }

  /// The transfer that a handle belongs to.
  static func of(_ pointer: UnsafeMutableRawPointer?) -> HTTPTransfer? {
    guard let pointer, let context = ccurl_get_private(pointer) else { return nil }
    return Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// Gives the handle its options. Whoever calls keeps the transfer alive until `release`.
  func prepare() {
    let (handle, request) = (easy.pointer, job.request)
    let context = Unmanaged.passUnretained(self).toOpaque()
    easy.reset()
    ccurl_set_pointer(handle, CURLOPT_PRIVATE, context)
    ccurl_set_text(handle, CURLOPT_URL, request.url)
    ccurl_set_text(handle, CURLOPT_NOPROXY, Self.withoutProxy)
    setVersion(handle)
    if let file = request.authorities { ccurl_set_text(handle, CURLOPT_CAINFO, file) }
    ccurl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, max(1, request.timeouts.connect.milliseconds))
    ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, max(1, request.timeouts.total.milliseconds))
    // A head announces the length of a body that does not come.
    let longest = request.method == .head ? 0 : request.maxResponseBytes
    ccurl_set_offset(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(longest))
    ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    ccurl_set_bytes_function(handle, CURLOPT_WRITEFUNCTION) { HTTPTransfer.at($3).take($0, $1 * $2) }
    ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    ccurl_set_bytes_function(handle, CURLOPT_HEADERFUNCTION) { HTTPTransfer.at($3).takeHead($0, $1 * $2) }
    setMethod(handle, context)
    setHeaders(handle)
  }

  /// Frees what the handle referred to.
  func release() {
    if isSmall { ccurl_set_pointer(easy.pointer, CURLOPT_COPYPOSTFIELDS, nil) }
    curl_slist_free_all(fields)
    fields = nil
  }

  private func setVersion(_ handle: UnsafeMutableRawPointer) {
    let isTwo = job.request.version == .two
    // Without encryption nobody agrees on a version: both sides have to know it.
    let isKnown = isTwo && job.request.url.hasPrefix("http://")
    ccurl_set_long(
      handle, CURLOPT_HTTP_VERSION, Int(isKnown ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE : CURL_HTTP_VERSION_2TLS))
    if isKnown, Self.forgetsVersion {
      ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
      ccurl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
    } else if isTwo {
      // Wait for a connection that is being made, rather than make another one.
      ccurl_set_long(handle, CURLOPT_PIPEWAIT, 1)
    }
  }

  /// libcurl 7.88 starts HTTP/2 anew on a connection that speaks it already, unless it is encrypted
  /// (github.com/curl/curl, pull request 10643). There, each exchange has a connection of its own.
  private static let forgetsVersion = curl_version_info(CURLVERSION_FIRST).pointee.version_num >> 8 == 0x0758

  private func setMethod(_ handle: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer) {
    let method = job.request.method
    switch method {
    case .get: ccurl_set_long(handle, CURLOPT_HTTPGET, 1)
    case .head: ccurl_set_long(handle, CURLOPT_NOBODY, 1)
    case .delete, .makeFolder: ccurl_set_text(handle, CURLOPT_CUSTOMREQUEST, method.rawValue)
    case .post where isSmall:
      ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(job.request.body.count))
      job.request.body.withUnsafeBytes { body in
        // The copy is libcurl's; what is behind the pointer is only read.
        _ = ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
      }
      sent = job.request.body.count
    case .post, .put:
      let size = curl_off_t(job.request.body.count)
      ccurl_set_long(handle, method == .post ? CURLOPT_POST : CURLOPT_UPLOAD, 1)
      ccurl_set_offset(handle, method == .post ? CURLOPT_POSTFIELDSIZE_LARGE : CURLOPT_INFILESIZE_LARGE, size)
      ccurl_set_pointer(handle, CURLOPT_READDATA, context)
      ccurl_set_bytes_function(handle, CURLOPT_READFUNCTION) { HTTPTransfer.at($3).give($0, $1 * $2) }
      // A kept connection may turn out to be closed; the body is then sent again from its start.
      ccurl_set_pointer(handle, CURLOPT_SEEKDATA, context)
      ccurl_set_seek_function(handle, CURLOPT_SEEKFUNCTION) { HTTPTransfer.at($0).seek(to: $1, from: $2) }
    }
  }

  private var isSmall: Bool {
    job.request.method == .post && (1..<Self.smallBody).contains(job.request.body.count)
  }

  private func setHeaders(_ handle: UnsafeMutableRawPointer) {
    // Without this line libcurl would announce large bodies and wait a second for leave to send them.
    fields = curl_slist_append(fields, "Expect:")
    if job.request.headers["user-agent"] == nil { fields = curl_slist_append(fields, "User-Agent: distillbuild") }
    for field in job.request.headers.fields {
      // For libcurl, a name with a colon and no value means "leave it out"; a semicolon sends it empty.
      fields = curl_slist_append(fields, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    ccurl_set_list(handle, CURLOPT_HTTPHEADER, fields)
  }

  /// Hosts that no proxy is asked for: those the environment names, and this machine.
  private static let withoutProxy: String = {
    let here = "localhost,127.0.0.1,::1"
    guard let named = (getenv("no_proxy") ?? getenv("NO_PROXY")).map({ String(cString: $0) }), !named.isEmpty else {
      return here
    }
    return named == "*" ? named : "\(named),\(here)"
  }()
}

// What libcurl calls while it moves bytes.

extension HTTPTransfer {
  private static func at(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer {
    guard let context else { preconditionFailure("libcurl calls back with the context it was given") }
    return Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  private func take(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    lastMove = .now
    received += count
    guard received <= job.request.maxResponseBytes else {
      refusal = .tooLarge(limit: job.request.maxResponseBytes)
      return 0
    }
    let piece = UnsafeRawBufferPointer(start: bytes, count: count)
    if let receive = job.receive, (200..<300).contains(ccurl_get_long(easy.pointer, CURLINFO_RESPONSE_CODE)) {
      receive(piece)
    } else {
      if body.isEmpty { body.reserveCapacity(expectedSize) }
      body.append(contentsOf: piece)
    }
    return count
  }

  /// What the server announces; no more than it could soon send, since it may announce anything.
  private var expectedSize: Int {
    min(max(0, Int(ccurl_get_offset(easy.pointer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T))), 1 << 20)
  }

  private func takeHead(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    lastMove = .now
    replied = replied ?? lastMove
    let line = UnsafeRawBufferPointer(start: bytes, count: count)
    // An interim reply (100, 103) has a head of its own before the real one.
    if line.starts(with: "HTTP/".utf8) { head = [] }
    guard head.count + tail.count + count <= Self.longestHead else {
      refusal = .connectionLost("the reply's head is longer than \(Self.longestHead) bytes")
      return 0
    }
    // An empty line ends the head, even where there is no body between it and the trailers.
    if head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      tail.append(contentsOf: line)
    } else {
      head.append(contentsOf: line)
    }
    return count
  }

  private func give(_ place: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
    lastMove = .now
    let count = min(room, job.request.body.count - sent)
    job.request.body.withUnsafeBytes { body in
      if count > 0, let place, let start = body.baseAddress { memcpy(place, start + sent, count) }
    }
    sent += count
    return count
  }

  private func seek(to offset: curl_off_t, from origin: Int32) -> Int32 {
    guard origin == SEEK_SET, offset >= 0, offset <= job.request.body.count else { return CURL_SEEKFUNC_CANTSEEK }
    sent = Int(offset)
    return CURL_SEEKFUNC_OK
  }
}

// How it ends.

extension HTTPTransfer {
  /// How often it must be looked at for its time-outs to be kept within a tenth or so.
  var checkInterval: Duration {
    let shortest = min(job.request.timeouts.firstByte, job.request.timeouts.idle)
    return min(max(shortest / 8, .milliseconds(5)), .milliseconds(500))
  }

  /// The wait for a byte that has become too long.
  func latePhase(at now: ContinuousClock.Instant) -> HTTPFailure.Phase? {
    let timeouts = job.request.timeouts
    if replied != nil { return now - lastMove > timeouts.idle ? .idle : nil }
    // Zero until the request goes out: libcurl itself minds the time before that.
    let ready = easy.time(CURLINFO_PRETRANSFER_TIME_T)
    guard ready > .zero else { return nil }
    let waited = now - max(lastMove, started + ready)
    if sent < job.request.body.count { return waited > timeouts.idle ? .idle : nil }
    return waited > timeouts.firstByte ? .firstByte : nil
  }

  /// What came of it, as libcurl sees it.
  func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
    guard code == CURLE_OK else { return .failure(refusal ?? failure(code)) }
    let status = ccurl_get_long(easy.pointer, CURLINFO_RESPONSE_CODE)
    let headers = HTTPHeaders(head: head)
    if [301, 302, 303, 307, 308].contains(status) {
      return .failure(.redirected(status: status, location: headers["location"] ?? ""))
    }
    // libcurl takes the first byte sent of a body for the start of the transfer.
    let timings = HTTPTimings(
      connected: easy.time(CURLINFO_CONNECT_TIME_T), firstByte: (replied ?? .now) - started,
      total: ContinuousClock.now - started)
    return .success(
      HTTPResponse(
        status: status, headers: headers, body: body, trailers: HTTPHeaders(head: tail), timings: timings))
  }

  private func failure(_ code: CURLcode) -> HTTPFailure {
    let message = easy.message(code)
    switch code {
    case CURLE_URL_MALFORMAT: return .invalidRequest(message)
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .unresolved(message)
    case CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, CURLE_PROXY: return .unreachable(message)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: return .untrusted(message)
    case CURLE_FILESIZE_EXCEEDED: return .tooLarge(limit: job.request.maxResponseBytes)
    case CURLE_OPERATION_TIMEDOUT:
      let isConnected = easy.time(CURLINFO_PRETRANSFER_TIME_T) > .zero
      let isWhole = ContinuousClock.now - started >= job.request.timeouts.total
      return .timedOut(isConnected || isWhole ? .total : .connect)
    default: return .connectionLost(message)
    }
  }
}
