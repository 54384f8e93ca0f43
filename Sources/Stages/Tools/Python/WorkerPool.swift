/// Workers for calls that depend on nothing but themselves; each is started when all others are busy.
actor WorkerPool {
  private let gate: Gate
  private let make: @Sendable () async throws(ToolTrouble) -> Launch
  private var idle: [Worker] = []
  private var hasStarted = false

  /// A pool of at most so many workers, started as `make` says.
  init(most: Int, make: @escaping @Sendable () async throws(ToolTrouble) -> Launch) {
    gate = Gate(places: most)
    self.make = make
  }

  /// Makes sure that workers can be started, by starting one if none ever was.
  func start() async throws(ToolTrouble) {
    guard !hasStarted else { return }
    let worker = Worker(try await make())
    try await worker.start()
    idle.append(worker)
    hasStarted = true
  }

  /// Has a worker answer.
  func ask(_ request: [UInt8], wallSeconds: Int) async throws(ToolTrouble) -> WorkerReply {
    await gate.enter()
    let reply = await answer(request, wallSeconds: wallSeconds)
    await gate.leave()
    return try reply.get()
  }

  private func answer(_ request: [UInt8], wallSeconds: Int) async -> Result<WorkerReply, ToolTrouble> {
    do throws(ToolTrouble) {
      // The last to be idle, so that those not needed stay out of the way.
      let worker: Worker
      if let last = idle.popLast() { worker = last } else { worker = Worker(try await make()) }
      do throws(ToolTrouble) {
        let reply = try await worker.ask(request, after: nil, wallSeconds: wallSeconds)
        idle.append(worker)
        return .success(reply)
      } catch {
        idle.append(worker)
        throw error
      }
    } catch {
      return .failure(error)
    }
  }
}
