/// What one remote has of the chunks that one recipe made, as far as its log was read.
actor ShipmentLog {
  private let line: RemoteLine
  private let recipe: Digest
  /// By key, in the order of the log: the first is everybody's, the others are for when it turns out to be of no use.
  private var layers: [Digest: [CratedLayer]] = [:]
  /// The first number that was not read yet.
  private var next = 0
  private var reading: Task<Void, Never>?
  /// So that a server which has something under every key is not asked for ever.
  private static let longest = 1 << 14
  private var wasRead = false

  init(_ line: RemoteLine, recipe: Digest) {
    self.line = line
    self.recipe = recipe
  }

  /// The first layer that is told of under a key and is for so many rows.
  func layer(under key: Digest, rows: Int) -> CratedLayer? { layers[key]?.first { $0.info.inputRows == rows } }

  /// The layers that are told of under some keys, in order.
  func layers(under keys: [Digest]) -> [[CratedLayer]] { keys.map { layers[$0] ?? [] } }

  /// All that is told of.
  var all: [CratedLayer] { layers.sorted { $0.key < $1.key }.flatMap(\.value) }

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

  /// Reads more and more at once, until nothing follows. A place that is empty because a server gave it up is passed over, as
  /// long as another one is seen behind it.
  private func readOn() async {
    var window = 1
    while next < ShipmentLog.longest {
      let start = next
      let entries = await line.entries(for: (start..<start + window).map { Shipment.key(recipe, $0) })
      guard let last = entries.lastIndex(where: { $0 != nil }) else { return }
      for case let entry? in entries { take(entry) }
      next = max(next, start + last + 1)
      window = min(window * 4, 64)
    }
  }

  private func take(_ entry: RemoteEntry) {
    for (key, layer) in Shipment(entry)?.chunks ?? [] { layers[key, default: []].append(layer) }
  }

  /// How many chunks are told of of which no layer is left.
  var lost: Int { layers.values.count(where: \.isEmpty) }

  /// Takes layers in crates that cannot be had for such as are not there.
  func giveUp(_ crates: Set<BlobName>) {
    if crates.isEmpty { return }
    for key in layers.keys { layers[key]?.removeAll { crates.contains($0.crate) } }
  }

  /// Writes an entry at the first place that is free.
  /// - Returns: whether it is there now.
  func append(_ entry: RemoteEntry) async -> Bool {
    while next < ShipmentLog.longest {
      let number = next
      next += 1
      guard let held = await line.publish(entry, under: Shipment.key(recipe, number)) else { return false }
      take(held)
      if held.value == entry.value { return true }
    }
    return false
  }
}
