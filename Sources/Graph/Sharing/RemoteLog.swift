/// A list at one remote to which everybody may append: entries under keys that are made of what they tell of and a number, from
/// 0 on, each at the first number that was free.
///
/// So whoever needs all of them learns them in a few requests, however many there are.
actor RemoteLog {
  private let line: RemoteLine
  private let subject: StaticString
  private let recipe: Digest
  /// All that were read or written so far, in order.
  private(set) var entries: [RemoteEntry] = []
  /// The first number that was not read yet.
  private var next = 0
  private var reading: Task<Void, Never>?
  private var wasRead = false
  /// So that a server which has something under every key is not asked for ever.
  private static let longest = 1 << 14

  /// - Parameters:
  ///   - subject: what its entries tell of.
  ///   - recipe: whose.
  init(_ line: RemoteLine, of subject: StaticString, recipe: Digest) {
    self.line = line
    self.subject = subject
    self.recipe = recipe
  }

  /// Reads it, unless that was done before.
  func read() async {
    if !wasRead { await catchUp() }
  }

  /// Reads what was not read yet.
  func catchUp() async {
    let task = reading ?? Task { await readOn() }
    reading = task
    await task.value
    reading = nil
    wasRead = true
  }

  /// Writes an entry at the first place that is free.
  /// - Returns: whether it is there now.
  func append(_ entry: RemoteEntry) async -> Bool {
    while next < RemoteLog.longest {
      let number = next
      next += 1
      guard let held = await line.publish(entry, under: key(number)) else { return false }
      entries.append(held)
      if held.value == entry.value { return true }
    }
    return false
  }

  /// Reads more and more at once, until nothing follows. A place that is empty because a server gave it up is passed over, as
  /// long as another one is seen behind it.
  private func readOn() async {
    var window = 1
    while next < RemoteLog.longest {
      let start = next
      let found = await line.entries(for: (start..<start + window).map(key))
      guard let last = found.lastIndex(where: { $0 != nil }) else { return }
      entries += found.compactMap(\.self)
      next = max(next, start + last + 1)
      window = min(window * 4, 64)
    }
  }

  private func key(_ number: Int) -> Digest {
    var encoder = CanonicalEncoder(subject)
    encoder.add(recipe)
    encoder.add(number)
    return encoder.digest
  }
}
