private import Foundation
private import Synchronization

/// Talks HTTP/1.1 and HTTP/2, encrypted or not, through the system's libcurl.
///
/// One thread serves every exchange of a client; connections are kept and used again. Proxies are taken from the
/// environment as curl does (`https_proxy`, `no_proxy`), but never for this machine itself. The system's certificates
/// are trusted. Redirects are not followed.
package final class HTTPClient: Sendable {
  /// The way to the thread, once there is one.
  private let running = Mutex<HTTPMailbox?>(nil)
  private let connectionsPerHost: Int
  private let lastId = Atomic(0)

  /// Nothing is started before the first request.
  /// - Parameter connectionsPerHost: further requests to the host wait for a connection that is free.
  package init(connectionsPerHost: Int = 256) { self.connectionsPerHost = connectionsPerHost }

  deinit { running.withLock { $0?.post(.stop) } }

  private var mailbox: HTTPMailbox {
    running.withLock { running in
      if let running { return running }
      let mailbox = HTTPMailbox()
      let thread = Thread { [connectionsPerHost] in
        HTTPLoop(mailbox: mailbox, connectionsPerHost: connectionsPerHost).run()
      }
      thread.name = "http"
      thread.start()
      running = mailbox
      return mailbox
    }
  }

  /// Sends a request and waits for the whole reply. Cancelling the task breaks the exchange off.
  /// - Parameter receive: takes the pieces of a successful reply's body as they come, on the client's own thread, which
  ///   it must not hold up. The body of any other reply, which explains it, is part of the response all the same.
  package func send(
    _ request: HTTPRequest, receive: (@Sendable (UnsafeRawBufferPointer) -> Void)? = nil
  ) async throws(HTTPFailure) -> HTTPResponse {
    if let mistake = request.mistake { throw .invalidRequest(mistake) }
    if Task.isCancelled { throw .cancelled }
    let id = lastId.add(1, ordering: .relaxed).newValue
    let mailbox = mailbox
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { done in
        mailbox.post(.start(HTTPJob(id: id, request: request, receive: receive, done: done)))
        // A cancellation a moment ago may have been posted before the start, and found nothing to cancel.
        if Task.isCancelled { mailbox.post(.cancel(id)) }
      }
    } onCancel: {
      mailbox.post(.cancel(id))
    }
    return try result.get()
  }
}

extension HTTPRequest {
  /// What would make it mean something else on the wire than it says.
  fileprivate var mistake: String? {
    if !url.hasPrefix("http://") && !url.hasPrefix("https://") { return "the URL must start with http:// or https://" }
    if url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) { return "the URL holds white space" }
    // The value itself may be a secret.
    return headers.holdsControlCharacters ? "a header holds a line break or another control character" : nil
  }
}

/// One exchange on its way to the client's thread.
struct HTTPJob: Sendable {
  let id: Int
  let request: HTTPRequest
  let receive: (@Sendable (UnsafeRawBufferPointer) -> Void)?
  let done: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>
}
