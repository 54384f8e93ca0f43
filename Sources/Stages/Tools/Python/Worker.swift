internal import Graph

/// What a worker answers.
enum WorkerReply: Sendable, Hashable {
  case value(String, isCut: Bool)
  case error(String, isCut: Bool)
  /// It took too much time, and was ended.
  case late
  /// It ended without an answer, twice.
  case lost
}

/// Keeps one Python process at work, and starts another in its place whenever it is lost.
actor Worker {
  /// Time to start in: SymPy is large, and the disk may be cold.
  private static let startSeconds = 120

  private nonisolated let executor = ThreadExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let launch: Launch
  private var process: WorkerProcess?
  /// How many requests the process has answered.
  private var answered = 0

  init(_ launch: Launch) { self.launch = launch }

  /// Starts the process, if there is none, and tells the names that it answers to.
  @discardableResult
  func start() throws(ToolTrouble) -> [String] {
    guard process == nil else { return [] }
    let started = try WorkerProcess(launch)
    switch started.receive(by: .now + .seconds(Self.startSeconds)) {
    case .line(let line):
      guard let reply = try? JSONNode.parse(line, file: "reply"), reply["status"]?.string == "ready" else { break }
      (process, answered) = (started, 0)
      return reply["names"]?.elements?.compactMap(\.string) ?? []
    case .interrupted: throw ToolTrouble("interrupted")
    case .late: throw ToolTrouble("a Python worker does not start within \(Self.startSeconds) seconds")
    case .ended: break
    }
    let complaint = started.complaint()
    throw ToolTrouble("a Python worker does not start\(complaint.isEmpty ? "" : ": \(complaint)")")
  }

  /// Ends the process; the next request starts another.
  func stop() { process = nil }

  /// Answers a request in a process that has answered `history` and nothing else.
  ///
  /// A process lost for no reason in the request is replaced and asked again. A request that loses its process twice
  /// is taken to be the reason.
  func ask(_ request: [UInt8], after history: [[UInt8]]?, wallSeconds: Int) throws(ToolTrouble) -> WorkerReply {
    for _ in 0..<2 {
      if let history { try catchUp(with: history, wallSeconds: wallSeconds) } else { try start() }
      let reply = try exchange(request, wallSeconds: wallSeconds)
      if reply != .lost { return reply }
    }
    return .lost
  }

  private func catchUp(with history: [[UInt8]], wallSeconds: Int) throws(ToolTrouble) {
    if answered > history.count { stop() }
    for attempt in 0..<2 {
      try start()
      while answered < history.count {
        let reply = try exchange(history[answered], wallSeconds: wallSeconds)
        if reply == .late || reply == .lost { break }
      }
      if process != nil { return }
      if attempt == 1 { throw ToolTrouble("the earlier code of a session, which ran before, cannot be run again") }
    }
  }

  private func exchange(_ request: [UInt8], wallSeconds: Int) throws(ToolTrouble) -> WorkerReply {
    guard let process else { return .lost }
    // The worker keeps the same time itself where it can, and is to be the first.
    let deadline = ContinuousClock.now + .seconds(wallSeconds + 2)
    guard process.send(request, by: deadline) else { return lose(afterHangUp: true) }
    switch process.receive(by: deadline) {
    case .line(let line):
      guard let reply = WorkerReply(line) else { return lose(afterHangUp: false) }
      answered += 1
      return reply
    case .ended: return lose(afterHangUp: true)
    case .late:
      stop()
      return .late
    case .interrupted:
      stop()
      throw ToolTrouble("interrupted")
    }
  }

  private func lose(afterHangUp: Bool) -> WorkerReply {
    let ending = process?.end(afterHangUp: afterHangUp)
    stop()
    return ending == .outOfTime ? .late : .lost
  }
}

extension WorkerReply {
  /// Reads a line of a worker's; nil for what no worker of ours would write.
  init?(_ line: [UInt8]) {
    guard let node = try? JSONNode.parse(line, file: "reply"), let text = node["text"]?.string,
      let isCut = node["cut"]?.bool
    else { return nil }
    switch node["status"]?.string {
    case "value": self = .value(text, isCut: isCut)
    case "error": self = .error(text, isCut: isCut)
    case "late": self = .late
    case "lost": self = .lost
    default: return nil
    }
  }

  /// What the model is told. `what` names the thing that ran: `the computation`, `the code`.
  func result(of what: String, limits: ToolLimits) -> ToolResult {
    let result =
      switch self {
      case .value(let text, let isCut): ToolResult(status: .success, text: text, cutBy: isCut ? .characters : nil)
      case .error(let text, let isCut): ToolResult(status: .error, text: text, cutBy: isCut ? .characters : nil)
      case .late:
        ToolResult(status: .error, text: "\(what) was ended after \(limits.time)", cutBy: .seconds)
      case .lost: ToolResult.error("\(what) ended its process, or needs too much memory")
      }
    // The worker cuts already, with room for its notes; code that speaks in its place may not.
    return result.cut(to: limits.characters + 200)
  }
}
