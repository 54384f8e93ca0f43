/// Calls that wait, first come first served, but those that were turned away before all others.
struct WaitingLine: Sendable {
  private var needs: [Int: Int] = [:]
  private var turnedAway = Queue()
  private var inTurn = Queue()

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
    guard let id = turnedAway.first ?? inTurn.first, let tokens = needs[id] else { return nil }
    return (id, tokens)
  }

  mutating func add(_ id: Int, tokens: Int, past: CallPast) {
    needs[id] = tokens
    if past == .refused { turnedAway.add(id) } else { inTurn.add(id) }
  }

  mutating func remove(_ id: Int) {
    needs[id] = nil
    while let first = turnedAway.first, needs[first] == nil { turnedAway.dropFirst() }
    while let first = inTurn.first, needs[first] == nil { inTurn.dropFirst() }
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

/// What became of a call's last request.
enum CallPast: Sendable, Hashable {
  /// There was none.
  case new
  /// It was turned away for a rate limit, so that it is next when there is room.
  case refused
  /// It failed. It waits behind the others: some requests fail whenever they are made, and a server that is tried with
  /// them alone would look broken to all.
  case failed
}
