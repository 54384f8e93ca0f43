internal import Graph

/// Does something for each of many, with at most `width` under way at once; the results are in the order of the many.
///
/// After a failure that concerns the whole remote nothing more is begun, and what was not begun fails in the same way:
/// so a remote that is down costs its time limit once, and not once for each.
func concurrently<Item: Sendable, Value: Sendable>(
  _ items: [Item], width: Int, _ body: @escaping @Sendable (Item) async throws(RemoteFailure) -> Value
) async -> [Result<Value, RemoteFailure>] {
  if items.count == 1 { return [await Result(awaiting: items[0], body)] }
  var results = [Result<Value, RemoteFailure>?](repeating: nil, count: items.count)
  var stop: RemoteFailure?
  await withTaskGroup(of: (Int, Result<Value, RemoteFailure>).self) { group in
    var next = 0
    func start() {
      guard stop == nil, next < items.count else { return }
      let (place, item) = (next, items[next])
      group.addTask { (place, await Result(awaiting: item, body)) }
      next += 1
    }
    for _ in 0..<width { start() }
    while let (place, result) = await group.next() {
      results[place] = result
      if case .failure(let failure) = result, failure.concernsAll { stop = failure }
      start()
    }
  }
  return results.compactMap { $0 ?? stop.map { .failure($0) } }
}

extension Result where Failure == RemoteFailure {
  fileprivate init<Item>(awaiting item: Item, _ body: (Item) async throws(RemoteFailure) -> Success) async {
    do throws(RemoteFailure) {
      self = .success(try await body(item))
    } catch {
      self = .failure(error)
    }
  }
}
