/// Calls that wait, first come first served, but those that come again before all others.
struct WaitingLine: Sendable {
  private var needs: [Int: Int] = [:]
  private var again = Queue()
  private var new = Queue()

  /// Ids in order; those that were removed from the middle are passed over when they reach the front.
  private struct Queue: Sendable {
    private var ids: [Int] = []
    private var head = 0

    var first: Int? { head < ids.count ? ids[head] : nil }

    mutating func add(_ id: Int) { ids.append(id) }

    mutating func dropFirst() {
      head += 1
      if head > 64, head * 2 > ids.count {
        ids.removeFirst(head)
        head = 0
      }
    }
  }

  /// The next one and the tokens it needs.
  var first: (id: Int, tokens: Int)? {
    guard let id = again.first ?? new.first, let tokens = needs[id] else { return nil }
    return (id, tokens)
  }

  mutating func add(_ id: Int, tokens: Int, isRetry: Bool) {
    needs[id] = tokens
    if isRetry { again.add(id) } else { new.add(id) }
  }

  mutating func remove(_ id: Int) {
    needs[id] = nil
    while let first = again.first, needs[first] == nil { again.dropFirst() }
    while let first = new.first, needs[first] == nil { new.dropFirst() }
  }

  /// Empties it; in the order in which they would have come.
  mutating func removeAll() -> [Int] {
    var ids: [Int] = []
    while let (id, _) = first {
      ids.append(id)
      remove(id)
    }
    return ids
  }
}
