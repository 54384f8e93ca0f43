/// Workers that each belong to one session; the longest unused gives way when there are too many.
actor WorkerSessions {
  private struct Seat {
    let worker: Worker
    /// How many calls are under way.
    var calls = 0
    /// Rises with every call of any session.
    var lastUse = 0
  }

  private let most: Int
  private let gate: Gate
  private let make: @Sendable () async throws(ToolTrouble) -> Launch
  private var seats: [Int: Seat] = [:]
  private var uses = 0

  /// At most so many workers at a time, started as `make` says.
  init(most: Int, make: @escaping @Sendable () async throws(ToolTrouble) -> Launch) {
    self.most = max(1, most)
    gate = Gate(places: most)
    self.make = make
  }

  /// Has the session's worker answer, after all that the session asked before.
  func ask(
    _ request: [UInt8], after history: [[UInt8]], session: Int, wallSeconds: Int
  ) async throws(ToolTrouble) -> WorkerReply {
    await gate.enter()
    let reply = await answer(request, after: history, session: session, wallSeconds: wallSeconds)
    await gate.leave()
    return try reply.get()
  }

  /// Ends the session's worker.
  func end(_ session: Int) async {
    await seats.removeValue(forKey: session)?.worker.stop()
  }

  private func answer(
    _ request: [UInt8], after history: [[UInt8]], session: Int, wallSeconds: Int
  ) async -> Result<WorkerReply, ToolTrouble> {
    do throws(ToolTrouble) {
      let launch = try await make()
      let worker = sit(session, launch)
      defer { seats[session]?.calls -= 1 }
      return .success(try await worker.ask(request, after: history, wallSeconds: wallSeconds))
    } catch {
      return .failure(error)
    }
  }

  /// The session's worker, now busy. No more are busy than the gate lets in, so that one can always give way.
  private func sit(_ session: Int, _ launch: Launch) -> Worker {
    if seats[session] == nil, seats.count >= most,
      let oldest = seats.filter({ $0.value.calls == 0 }).min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      // Its process ends with it.
      seats[oldest.key] = nil
    }
    uses += 1
    var seat = seats[session] ?? Seat(worker: Worker(launch))
    seat.calls += 1
    seat.lastUse = uses
    seats[session] = seat
    return seat.worker
  }
}
