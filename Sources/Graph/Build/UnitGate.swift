/// Lets so many units of a waiting stage through at once, whichever chunks they are of, in the order they came.
actor UnitGate {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var head = 0

  init(width: Int) { free = max(1, width) }

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    guard head < waiting.count else {
      (waiting, head) = ([], 0)
      free += 1
      return
    }
    head += 1
    waiting[head - 1].resume()
  }
}
