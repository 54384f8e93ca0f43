/// Results for some of a chunk's units that earlier builds left behind.
struct FoundResults: Sendable {
  /// The keys of all units, by row and then sample.
  let keys: [RecordKey]
  /// The found results, in no particular order.
  let layer: Layer
  /// Where in `layer` each unit's result lies; nil where it is to be made.
  let places: [Layer.Place?]
  /// Which of its two keys each found result is stored under.
  let isBounded: [Bool]
  /// Units whose bound-free key holds a result that does not fit today's bounds: theirs go under the bounded key.
  let isTaken: [Bool]

  var missing: Int { places.count { $0 == nil } }

  static func none(_ keys: [RecordKey]) -> FoundResults {
    FoundResults(
      keys: keys, layer: LayerBuilder(inputRows: 0, paths: []).finish(), places: Array(repeating: nil, count: keys.count),
      isBounded: Array(repeating: false, count: keys.count), isTaken: Array(repeating: false, count: keys.count))
  }
}

/// Finds records' results through key lists, for any number of chunks at once; each old layer is decoded once.
struct RecordReuse {
  let stage: Pipeline.Stage
  let index: Index
  let store: any BlobStore
  let snapshot: Index.Snapshot

  private struct Wanted {
    var chunk: Int
    var unit: Int
    var isBounded: Bool
  }

  private struct Hit {
    var wanted: Wanted
    /// The result's place in its key list.
    var place: Int
  }

  func find(_ chunks: [[RecordKey]]) throws -> [FoundResults] {
    var wanted: [ShortKey: [Wanted]] = [:]
    var filter = KeyFilter()
    let hasBounds = !stage.prepared.bounds.isEmpty
    for (chunk, keys) in chunks.enumerated() {
      for (unit, key) in keys.enumerated() {
        filter.insert(key.free)
        wanted[key.free, default: []].append(Wanted(chunk: chunk, unit: unit, isBounded: false))
        if hasBounds {
          filter.insert(key.bounded)
          wanted[key.bounded, default: []].append(Wanted(chunk: chunk, unit: unit, isBounded: true))
        }
      }
    }
    var hits: [(layer: Digest, count: Int, hits: [Hit])] = []
    try index.forEachKeyList(stage.recipe.ingredients, before: snapshot) { layer, keys in
      var found: [Hit] = []
      for place in keys.indices where filter.mayContain(keys[place]) {
        for wanted in wanted[keys[place]] ?? [] { found.append(Hit(wanted: wanted, place: place)) }
      }
      if !found.isEmpty { hits.append((layer, keys.count, found)) }
    }
    // Fullest first: a record's result may lie in several layers, equal in all of them, and the fewer are read the better.
    hits.sort { $0.hits.count > $1.hits.count }
    return try gather(hits, chunks)
  }

  private func gather(_ hits: [(layer: Digest, count: Int, hits: [Hit])], _ chunks: [[RecordKey]]) throws -> [FoundResults] {
    var drafts = chunks.map { Draft(units: $0.count, bounds: stage.prepared.bounds.count) }
    // What lies under today's bounds comes first, then what never hit a bound.
    for wantsBounded in [true, false] {
      for (digest, count, found) in hits {
        let open = found.filter { $0.wanted.isBounded == wantsBounded && drafts[$0.wanted.chunk].places[$0.wanted.unit] == nil }
        guard !open.isEmpty, let layer = try old(digest) else { continue }
        let places = layer.places()
        guard places.count == count else { continue }
        for hit in open {
          let place = places[hit.place].place
          if wantsBounded || fits(layer.usage(at: place)) {
            drafts[hit.wanted.chunk].take(hit.wanted.unit, from: layer, at: place, isBounded: wantsBounded)
          } else {
            drafts[hit.wanted.chunk].isTaken[hit.wanted.unit] = true
          }
        }
      }
    }
    return zip(drafts, chunks).map { $0.finish(keys: $1) }
  }

  /// Whether a fresh run under today's bounds would have gone the same way: no bound is tighter than what was used.
  private func fits(_ usage: ArraySlice<UInt32>) -> Bool {
    zip(usage, stage.prepared.bounds).allSatisfy { Int($0) <= $1.value }
  }

  private func old(_ digest: Digest) throws -> Layer? {
    guard let bytes = try store.read(digest) else { return nil }
    return try? Layer(decoding: bytes)
  }

  /// A chunk's found results while they are gathered.
  private struct Draft {
    var builder: LayerBuilder
    var places: [Layer.Place?]
    var isBounded: [Bool]
    var isTaken: [Bool]
    var kept = 0
    var rejected = 0

    init(units: Int, bounds: Int) {
      builder = LayerBuilder(inputRows: units, paths: [], bounds: bounds)
      places = Array(repeating: nil, count: units)
      isBounded = Array(repeating: false, count: units)
      isTaken = Array(repeating: false, count: units)
    }

    mutating func take(_ unit: Int, from layer: Layer, at place: Layer.Place, isBounded: Bool) {
      guard places[unit] == nil else { return }
      builder.append(row: unit, sample: 0, from: layer, at: place)
      switch place {
      case .kept:
        places[unit] = .kept(kept)
        kept += 1
      case .rejected:
        places[unit] = .rejected(rejected)
        rejected += 1
      }
      self.isBounded[unit] = isBounded
      isTaken[unit] = false
    }

    func finish(keys: [RecordKey]) -> FoundResults {
      FoundResults(keys: keys, layer: builder.finish(), places: places, isBounded: isBounded, isTaken: isTaken)
    }
  }
}

/// Says of most keys that are not wanted that they are not, from a table that stays in the fastest cache.
private struct KeyFilter {
  private static let bits = 1 << 20
  private var words = [UInt64](repeating: 0, count: bits / 64)

  mutating func insert(_ key: ShortKey) {
    let bit = Int(truncatingIfNeeded: key.low) & (KeyFilter.bits - 1)
    words[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  func mayContain(_ key: ShortKey) -> Bool {
    let bit = Int(truncatingIfNeeded: key.low) & (KeyFilter.bits - 1)
    return words[bit >> 6] & (1 << UInt64(bit & 63)) != 0
  }
}
