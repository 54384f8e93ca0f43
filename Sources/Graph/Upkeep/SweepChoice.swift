/// Chooses what goes of what may go: all of it, what is old, or the oldest until the rest is small enough.
struct SweepChoice {
  /// Something that goes as a whole.
  private struct Unit {
    let thing: Thing
    /// In seconds since 1970.
    let used: Int
    let bytes: Int
    /// Calls go after all that can be made again without them, and lists before the layers that they name: what is left
    /// then never lacks a part.
    let rank: Int
  }

  private enum Thing {
    case blob(Digest)
    /// By place in the contents.
    case summary(Int)
    case call(Int)
  }

  private(set) var blobs: Set<Digest> = []
  private(set) var summaries: Set<Int> = []
  private(set) var calls: Set<Int> = []

  /// - Parameter bytes: what the cache takes without what nothing leads to.
  init(_ needs: CacheNeeds, _ options: SweepOptions, bytes: Int) {
    var units = SweepChoice.units(needs, takesCalls: options.takesCalls)
    if let before = options.before { units.removeAll { $0.used >= before } }
    var excess = Int.max
    if let most = options.mostBytes {
      excess = bytes - most
      units.sort { ($0.rank / 2, $0.used, $0.rank) < ($1.rank / 2, $1.used, $1.rank) }
    }
    for unit in units {
      if excess <= 0 { break }
      if options.mostBytes != nil { excess -= unit.bytes }
      switch unit.thing {
      case .blob(let digest): blobs.insert(digest)
      case .summary(let place): summaries.insert(place)
      case .call(let place): calls.insert(place)
      }
    }
  }

  private static func units(_ needs: CacheNeeds, takesCalls: Bool) -> [Unit] {
    var rows: [Digest: Int] = [:]
    var units: [Unit] = []
    for (place, action) in needs.contents.actions.enumerated() where !needs.keeps(action) {
      if let layer = action.layer {
        rows[layer, default: 0] += action.bytes
      } else {
        units.append(Unit(thing: .summary(place), used: action.created, bytes: action.bytes, rank: 1))
      }
    }
    for list in needs.contents.keyLists where !needs.kept.contains(list.layer) {
      rows[list.layer, default: 0] += list.bytes
    }
    for (blob, used) in needs.used.sorted(by: { $0.key < $1.key }) where !needs.kept.contains(blob) {
      units.append(
        Unit(
          thing: .blob(blob), used: used, bytes: (needs.files[blob]?.bytes ?? 0) + (rows[blob] ?? 0),
          rank: needs.isList(blob) ? 0 : 1))
    }
    guard takesCalls else { return units }
    for (place, call) in needs.contents.calls.enumerated() where !needs.keeps(call) && !call.isForgotten {
      units.append(Unit(thing: .call(place), used: call.created, bytes: call.bytes, rank: 2))
    }
    return units
  }
}
