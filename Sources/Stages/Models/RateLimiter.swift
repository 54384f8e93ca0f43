private import Synchronization

/// Lets callers wait for their turn at a model. All stages that use the model share one.
///
/// When a server refuses one call, all that wait are held back, so that they do not use up their own attempts on it.
final class RateLimiter: Sendable {
  /// Why there will be no turn.
  enum Refusal: Error {
    /// The task that waited was cancelled.
    case cancelled
    /// No endpoint has been of use for as long as one is ready to wait, or will not be.
    case patienceLost
  }

  /// Who waits, and what is decided about them.
  private struct State: Sendable {
    var decisions: LimiterState
    var callers: [Int: CheckedContinuation<Result<LimiterState.Start, Refusal>, Never>] = [:]
    var lastId = 0
    /// When the earliest alarm goes off that was set and has not.
    var alarm: Duration?
  }

  private let clock: ModelClock
  private let state: Mutex<State>

  init(limits: RateLimits, endpoints: Int, patience: Duration, clock: ModelClock) {
    self.clock = clock
    state = Mutex(
      State(
        decisions: LimiterState(limits: limits, endpoints: endpoints, patience: patience, now: clock.now())))
  }

  /// Waits for a turn. Whoever gets one must `end` it.
  /// - Parameter tokens: an estimate of what the call takes.
  func turn(tokens: Int, past: CallPast) async throws(Refusal) -> LimiterState.Start {
    let id = state.withLock { state in
      state.lastId += 1
      return state.lastId
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        change { state, _ in
          state.callers[id] = caller
          state.decisions.want(id, tokens: tokens, past: past)
        }
        // A cancellation a moment ago found nobody waiting.
        if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
    return try result.get()
  }

  /// Gives the turn back, with what was learned.
  func end(_ turn: LimiterState.Start, _ outcome: CallOutcome) {
    change { state, now in state.decisions.end(turn, outcome, now: now) }
  }

  private func cancel(_ id: Int) {
    let caller = state.withLock { state in
      state.decisions.cancel(id)
      return state.callers.removeValue(forKey: id)
    }
    // Whoever has a turn already gives it back in the ordinary way.
    caller?.resume(returning: .failure(.cancelled))
    change { _, _ in }
  }

  /// Makes a change and carries out what is decided after it.
  private func change(_ body: (inout State, Duration) -> Void) {
    let now = clock.now()
    typealias Caller = CheckedContinuation<Result<LimiterState.Start, Refusal>, Never>
    let (answers, alarm) = state.withLock { state -> ([(Caller, Result<LimiterState.Start, Refusal>)], Duration?) in
      body(&state, now)
      let step = state.decisions.step(now: now)
      var answers: [(Caller, Result<LimiterState.Start, Refusal>)] = []
      for start in step.started {
        if let caller = state.callers.removeValue(forKey: start.id) { answers.append((caller, .success(start))) }
      }
      for id in step.refused {
        if let caller = state.callers.removeValue(forKey: id) { answers.append((caller, .failure(.patienceLost))) }
      }
      // An alarm that differs by less than anyone would notice is the same.
      guard let next = step.next, state.alarm.map({ next < $0 - .milliseconds(1) }) ?? true else {
        return (answers, nil)
      }
      state.alarm = next
      return (answers, next)
    }
    for (caller, answer) in answers { caller.resume(returning: answer) }
    if let alarm { set(alarm, now: now) }
  }

  private func set(_ alarm: Duration, now: Duration) {
    Task { [weak self, clock] in
      try? await clock.sleep(alarm - now)
      self?.change { state, _ in
        if state.alarm == alarm { state.alarm = nil }
      }
    }
  }
}
