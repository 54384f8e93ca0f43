private import CCurl

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// The client's thread: starts transfers, moves their bytes, ends those that are done or too late.
final class HTTPLoop {
  private let mailbox: HTTPMailbox
  private let multi: UnsafeMutableRawPointer
  private var active: [Int: HTTPTransfer] = [:]
  /// Handles to be used again: making one costs more than a small request.
  private var spare: [CurlEasy] = []
  private var isStopped = false
  private var nextCheck = ContinuousClock.now

  init(mailbox: HTTPMailbox, connectionsPerHost: Int) {
    self.mailbox = mailbox
    multi = mailbox.multi.pointer
    ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
    // libcurl would keep four times as many connections as there are transfers, that is few when there are few.
    ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connectionsPerHost)
  }

  /// Runs until told to stop.
  func run() {
    Self.ignoreBrokenPipes()
    while !isStopped {
      for message in mailbox.takeAll() { handle(message) }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      endFinished()
      endLate()
      if !isStopped { curl_multi_poll(multi, nil, 0, patience, nil) }
    }
    mailbox.close()
    // Between the last look and the closing, more may have come.
    for case .start(let job) in mailbox.takeAll() { job.done.resume(returning: .failure(.cancelled)) }
    for transfer in active.values { end(transfer, .cancelled) }
    for easy in spare { easy.free() }
    curl_multi_cleanup(multi)
  }

  /// Encryption libraries write without saying that they can bear a closed connection. Blocked on this thread, the
  /// signal becomes the plain error it should be, and the rest of the program keeps its own ways.
  private static func ignoreBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  private func handle(_ message: HTTPMailbox.Message) {
    switch message {
    case .start(let job): start(job)
    case .cancel(let id): if let transfer = active[id] { end(transfer, .cancelled) }
    case .stop: isStopped = true
    }
  }

  private func start(_ job: HTTPJob) {
    let transfer = HTTPTransfer(job: job, easy: spare.popLast() ?? CurlEasy())
    transfer.prepare()
    active[job.id] = transfer
    curl_multi_add_handle(multi, transfer.easy.pointer)
    nextCheck = min(nextCheck, .now + transfer.checkInterval)
  }

  private func endFinished() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left)?.pointee {
      guard message.msg == CURLMSG_DONE, let transfer = HTTPTransfer.of(message.easy_handle) else { continue }
      let code = message.data.result
      finish(transfer, transfer.result(code))
    }
  }

  /// Ends the transfers that have waited too long for a byte. The waits are libcurl's to measure only where it measures
  /// what is meant: its limit on slowness would count the time in which a model thinks.
  private func endLate() {
    let now = ContinuousClock.now
    guard now >= nextCheck else { return }
    var interval = Duration.seconds(3600)
    var late: [(HTTPTransfer, HTTPFailure.Phase)] = []
    for transfer in active.values {
      if let phase = transfer.latePhase(at: now) { late.append((transfer, phase)) }
      interval = min(interval, transfer.checkInterval)
    }
    for (transfer, phase) in late { end(transfer, .timedOut(phase)) }
    nextCheck = now + interval
  }

  private var patience: Int32 {
    if active.isEmpty { return 3_600_000 }
    let wait = nextCheck - .now
    return Int32(clamping: max(1, wait.milliseconds))
  }

  private func end(_ transfer: HTTPTransfer, _ failure: HTTPFailure) { finish(transfer, .failure(failure)) }

  private func finish(_ transfer: HTTPTransfer, _ result: Result<HTTPResponse, HTTPFailure>) {
    curl_multi_remove_handle(multi, transfer.easy.pointer)
    active[transfer.job.id] = nil
    transfer.release()
    spare.append(transfer.easy)
    transfer.job.done.resume(returning: result)
  }
}

extension Duration {
  /// Whole milliseconds, rounded down; as many as fit.
  var milliseconds: Int {
    let (seconds, rest) = components
    let (product, isOver) = Int(seconds).multipliedReportingOverflow(by: 1000)
    if isOver { return seconds < 0 ? Int.min : Int.max }
    let (sum, isStillOver) = product.addingReportingOverflow(Int(rest / 1_000_000_000_000_000))
    return isStillOver ? (seconds < 0 ? Int.min : Int.max) : sum
  }
}
