internal import CCurl

/// libcurl's handle of one transfer, with the place for its words about an error. One thread holds it at a time.
struct CurlEasy {
  let pointer: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>

  init() {
    guard let pointer = curl_easy_init() else { preconditionFailure("libcurl has no memory for a handle") }
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  func free() {
    curl_easy_cleanup(pointer)
    errorText.deallocate()
  }

  /// Forgets all options; what it knows of servers stays.
  func reset() {
    curl_easy_reset(pointer)
    errorText[0] = 0
    ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
    ccurl_set_long(pointer, CURLOPT_NOSIGNAL, 1)
    ccurl_allow_only_http(pointer)
  }

  /// What libcurl says of the last error, or its words for the code when it says nothing.
  func message(_ code: CURLcode) -> String {
    let detail = String(cString: errorText)
    return detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
  }

  /// A point in time of the transfer, from its start.
  func time(_ info: CURLINFO) -> Duration { .microseconds(Int64(ccurl_get_offset(pointer, info))) }
}
