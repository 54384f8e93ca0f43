/// What a sweep removes and what it keeps.
package struct SweepPlan: Sendable {
  package private(set) var removed = CacheHoldings()
  package private(set) var kept = CacheHoldings()
  /// What nothing leads to: files, and replies that were forgotten.
  package private(set) var leftovers = CacheHoldings.Amount()
  /// Calls that go.
  package internal(set) var removedCalls = CallSum()
  /// Calls that stay although nothing that is kept needs them.
  package internal(set) var spareCalls = CallSum()
  /// The runs and pipelines that things are kept for.
  package let runs: Int
  package let pipelines: Int
  /// What was made since then is kept, in seconds since 1970; nil if all is, because no run has come to its end yet.
  package let since: Int?
  /// Lists of layers of kept runs that are damaged or missing.
  package let damaged: [Digest]
  /// All files of blobs, and the rows of the index.
  package let bytesBefore: Int
  package var bytesAfter: Int { bytesBefore - removed.bytes - leftovers.bytes }

  let blobs: [Digest]
  let oldFiles: [String]
  /// Rows, by number.
  private(set) var actions: [Int] = []
  private(set) var keyLists: [Int] = []
  private(set) var callValues: [Int] = []
  /// Replies that no key leads to.
  private(set) var forgottenCallValues: [Int] = []
  /// The replies that `spareCalls` adds up.
  private(set) var spareCallValues: [Int] = []
  /// The artifacts that stay, as far as reading them is remembered, and the recipes of all that stays.
  private(set) var artifacts: Set<Digest> = []
  private(set) var recipes: Set<Digest>
  let forgottenPipelines: Set<String>
  /// Whether the size of the index's file matters.
  let wantsSmallIndex: Bool

  /// - Parameters:
  ///   - indexBytes: what the index takes.
  ///   - oldFiles: temporary files that are nobody's any more.
  init(needs: CacheNeeds, options: SweepOptions, indexBytes: Int, oldFiles: [TemporaryFile]) {
    (runs, pipelines) = (needs.roots.runs, needs.roots.pipelines.count)
    since = needs.roots.since == .min ? nil : needs.roots.since
    damaged = needs.damaged
    forgottenPipelines = options.ignoring
    wantsSmallIndex = options.mostBytes != nil
    recipes = needs.recipes
    self.oldFiles = oldFiles.map(\.path)
    bytesBefore = indexBytes + needs.files.values.reduce(0) { $0 + $1.bytes } + oldFiles.reduce(0) { $0 + $1.bytes }
    for file in oldFiles { leftovers.add(bytes: file.bytes) }
    let lost = needs.files.filter { needs.used[$0.key] == nil && !needs.kept.contains($0.key) }
    for file in lost.values { leftovers.add(bytes: file.bytes) }
    for call in needs.contents.calls where call.isForgotten {
      leftovers.add(bytes: call.bytes)
      forgottenCallValues.append(call.seq)
    }
    let choice = SweepChoice(needs, options, bytes: bytesBefore - leftovers.bytes)
    blobs = choice.blobs.union(lost.keys).sorted()
    count(needs, choice)
  }

  private mutating func count(_ needs: CacheNeeds, _ choice: SweepChoice) {
    for (place, action) in needs.contents.actions.enumerated() {
      let goes = action.layer.map(choice.blobs.contains) ?? choice.summaries.contains(place)
      let grain: WritableKeyPath<CacheHoldings, CacheHoldings.Amount> =
        switch action.grain {
        case .artifact: \.artifacts
        case .chunk: \.chunks
        case .summary: \.summaries
        }
      if goes {
        actions.append(action.seq)
        removed[keyPath: grain].add(bytes: action.bytes)
      } else {
        if action.grain == .artifact { artifacts.insert(action.key) }
        recipes.insert(action.recipe)
        kept[keyPath: grain].add(bytes: action.bytes)
      }
    }
    for list in needs.contents.keyLists {
      if choice.blobs.contains(list.layer) {
        keyLists.append(list.seq)
        removed.records.add(list.count, bytes: list.bytes)
      } else {
        kept.records.add(list.count, bytes: list.bytes)
      }
    }
    for (digest, file) in needs.files where needs.used[digest] != nil || needs.kept.contains(digest) {
      let grain = needs.isList(digest) ? \CacheHoldings.artifacts : \CacheHoldings.chunks
      if choice.blobs.contains(digest) {
        removed[keyPath: grain].bytes += file.bytes
      } else {
        kept[keyPath: grain].bytes += file.bytes
      }
    }
    for (place, call) in needs.contents.calls.enumerated() where !call.isForgotten {
      if choice.calls.contains(place) {
        callValues.append(call.seq)
        removed.calls.add(bytes: call.bytes)
      } else {
        kept.calls.add(bytes: call.bytes)
        if !needs.keeps(call) { spareCallValues.append(call.seq) }
      }
    }
  }
}
