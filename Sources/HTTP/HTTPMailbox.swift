private import CCurl
private import Synchronization

/// How tasks reach the client's thread.
final class HTTPMailbox: Sendable {
  /// What the thread is told.
  enum Message: Sendable {
    /// Begins an exchange.
    case start(HTTPJob)
    /// Breaks one off, if it is still under way.
    case cancel(Int)
    /// Ends the thread.
    case stop
  }

  /// libcurl's handle of many transfers.
  ///
  /// Unchecked, since the compiler cannot know libcurl's rules. One thread at a time may use a handle, and that is the
  /// client's own; `curl_multi_wakeup` alone is allowed on any thread, and is called only while the mailbox is open, that
  /// is before the handle is freed.
  struct Multi: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
  }

  /// What has been posted and not yet taken.
  private struct State: Sendable {
    var messages: [Message] = []
    var isClosed = false
  }

  let multi: Multi
  private let state = Mutex(State())

  init() {
    _ = Self.libraryIsReady
    guard let pointer = curl_multi_init() else { preconditionFailure("libcurl has no memory for a handle") }
    multi = Multi(pointer: pointer)
  }

  /// The library's own start must happen once.
  private static let libraryIsReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  func post(_ message: Message) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.messages.append(message)
      // The thread takes all there is at once, so only the first needs to wake it.
      if state.messages.count == 1 { curl_multi_wakeup(multi.pointer) }
    }
  }

  /// Everything posted since the last time.
  func takeAll() -> [Message] {
    state.withLock { state in
      defer { state.messages = [] }
      return state.messages
    }
  }

  /// Nothing may touch the handle after this.
  func close() { state.withLock { $0.isClosed = true } }
}
