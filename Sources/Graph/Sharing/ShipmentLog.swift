/// What one remote has of the chunks that one recipe made, as far as its log was read.
actor ShipmentLog {
  private let log: RemoteLog
  /// By key, in the order of the log: the first is everybody's, the others are for when it turns out to be of no use.
  private var layers: [Digest: [CratedLayer]] = [:]
  /// How many of the log's entries are in `layers`.
  private var taken = 0

  init(_ line: RemoteLine, recipe: Digest) { log = RemoteLog(line, of: "shipment", recipe: recipe) }

  /// The layers that are told of under some keys, each in order.
  func layers(under keys: [Digest]) -> [[CratedLayer]] { keys.map { layers[$0] ?? [] } }

  /// All that is told of.
  var all: [CratedLayer] { layers.sorted { $0.key < $1.key }.flatMap(\.value) }

  /// How many chunks are told of of which no layer is left.
  var lost: Int { layers.values.count(where: \.isEmpty) }

  /// Reads it, unless that was done before.
  func read() async {
    await log.read()
    await take()
  }

  /// Reads what was not read yet.
  func catchUp() async {
    await log.catchUp()
    await take()
  }

  /// Tells of some more.
  /// - Returns: whether it is there now.
  func append(_ entry: RemoteEntry) async -> Bool {
    let isThere = await log.append(entry)
    await take()
    return isThere
  }

  /// Takes layers in crates that cannot be had for such as are not there.
  func giveUp(_ crates: Set<BlobName>) {
    if crates.isEmpty { return }
    for key in layers.keys { layers[key]?.removeAll { crates.contains($0.crate) } }
  }

  private func take() async {
    let entries = await log.entries
    for entry in entries.dropFirst(taken) {
      for (key, layer) in Shipment(entry)?.chunks ?? [] { layers[key, default: []].append(layer) }
    }
    taken = max(taken, entries.count)
  }
}
