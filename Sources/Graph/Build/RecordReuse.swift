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
      keys: keys, layer: LayerBuilder(inputRows: 0, paths: []).finish(),
      places: Array(repeating: nil, count: keys.count),
      isBounded: Array(repeating: false, count: keys.count), isTaken: Array(repeating: false, count: keys.count))
  }
}

/// Finds records' results through key lists, for any number of chunks at once; each old layer is decoded once.
struct RecordReuse {
  let stage: Pipeline.Stage
  let index: Index
  let store: any BlobStore
  let snapshot: Index.Snapshot

  /// A result that was found: the first of the units that want it, and its place in its key list.
  private struct Hit {
    let units: Int
    let place: Int
  }

  /// The hits in one layer.
  private struct LayerHits {
    let layer: Digest
    let count: Int
    var bounded: [Hit] = []
    var free: [Hit] = []
  }

  func find(_ chunks: [[RecordKey]]) throws -> [FoundResults] {
    var bounded = WantedKeys()
    var free = WantedKeys()
    let hasBounds = !stage.prepared.bounds.isEmpty
    for (chunk, keys) in chunks.enumerated() {
      for (unit, key) in keys.enumerated() {
        free.want(key.free, chunk: chunk, unit: unit)
        if hasBounds { bounded.want(key.bounded, chunk: chunk, unit: unit) }
      }
    }
    var found: [LayerHits] = []
    try index.forEachKeyList(stage.recipe.ingredients, before: snapshot) { layer, keys in
      var hits = LayerHits(layer: layer, count: keys.count)
      for place in keys.indices {
        if let units = free.take(keys[place]) {
          hits.free.append(Hit(units: units, place: place))
        } else if hasBounds, let units = bounded.take(keys[place]) {
          hits.bounded.append(Hit(units: units, place: place))
        }
      }
      if !hits.free.isEmpty || !hits.bounded.isEmpty { found.append(hits) }
    }
    var drafts = chunks.map { Draft(units: $0.count, bounds: stage.prepared.bounds.count) }
    // What lies under today's bounds comes first, then what never hit a bound.
    for hits in found { try gather(hits, hits.bounded, bounded, isBounded: true, into: &drafts) }
    for hits in found { try gather(hits, hits.free, free, isBounded: false, into: &drafts) }
    return zip(drafts, chunks).map { $0.finish(keys: $1) }
  }

  private func gather(
    _ layerHits: LayerHits, _ hits: [Hit], _ wanted: WantedKeys, isBounded: Bool, into drafts: inout [Draft]
  ) throws {
    guard !hits.isEmpty else { return }
    let layer = try old(layerHits.layer)
    let places = layer.places()
    // A layer from before the stage had its bounds of today never told of them.
    guard places.count == layerHits.count, layer.bounds == stage.prepared.bounds.count else { return }
    for hit in hits {
      let place = places[hit.place].place
      let fits = isBounded || fits(layer.usage(at: place))
      wanted.forEach(from: hit.units) { chunk, unit in
        if fits {
          drafts[chunk].take(unit, from: layer, at: place, isBounded: isBounded)
        } else if drafts[chunk].places[unit] == nil {
          drafts[chunk].isTaken[unit] = true
        }
      }
    }
  }

  /// Whether a fresh run under today's bounds would have gone the same way: no bound is tighter than what was used.
  private func fits(_ usage: ArraySlice<UInt32>) -> Bool {
    zip(usage, stage.prepared.bounds).allSatisfy { Int($0) <= $1.value }
  }

  private func old(_ digest: Digest) throws -> Layer {
    guard let bytes = try store.read(digest), let layer = try? Layer(decoding: bytes) else {
      throw DamagedBlob(digest: digest)
    }
    return layer
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

/// The keys that are looked for, each with all the units that want it: many records of a data set may be alike to a stage.
private struct WantedKeys {
  private var heads: [ShortKey: Int] = [:]
  private var units: [(chunk: Int, unit: Int, next: Int)] = []
  private var filter = KeyFilter()

  mutating func want(_ key: ShortKey, chunk: Int, unit: Int) {
    filter.insert(key)
    units.append((chunk, unit, heads.updateValue(units.count, forKey: key) ?? -1))
  }

  /// The first unit that wants a key; the key is then wanted no more, since one result serves all.
  mutating func take(_ key: ShortKey) -> Int? {
    guard filter.mayContain(key) else { return nil }
    return heads.removeValue(forKey: key)
  }

  func forEach(from first: Int, _ body: (_ chunk: Int, _ unit: Int) -> Void) {
    var place = first
    while place >= 0 {
      body(units[place].chunk, units[place].unit)
      place = units[place].next
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
