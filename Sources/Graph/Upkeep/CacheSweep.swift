/// What of a cache may go.
package struct SweepOptions: Sendable {
  /// How many of the last runs of each pipeline are kept whole.
  package var keepRuns = 5
  /// Only what was last made or found before this goes, in seconds since 1970; nil for no limit.
  package var before: Int?
  /// As much goes, oldest first, as it takes to get the cache down to this size; nil for all that may.
  package var mostBytes: Int?
  /// Whether calls to models may go too.
  package var takesCalls = false
  /// Pipelines whose results are not kept on their account.
  package var ignoring: Set<String> = []
  /// What is locked beside the pipelines.
  package var locks: [LockedBuild] = []

  package init() {}
}

/// Tells what no kept run needs from what one does, and removes it (docs/design.md, "Cleaning up").
///
/// Who carries a sweep out must be alone with the cache.
package struct CacheSweep {
  let index: Index
  let store: FolderBlobStore
  let isInterrupted: @Sendable () -> Bool

  /// How old a temporary file must be to be nobody's, in seconds.
  private static let temporaryAge = 3600

  package init(index: Index, store: FolderBlobStore, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.index = index
    self.store = store
    self.isInterrupted = isInterrupted
  }

  /// Finds out what goes and what stays, without doing anything.
  /// - Throws: `DiskError`, `IndexError`; `CancellationError` if interrupted.
  package func plan(_ options: SweepOptions, now: Int) throws -> SweepPlan {
    let roots = try CacheRoots(index, keepRuns: options.keepRuns, ignoring: options.ignoring, locks: options.locks)
    let contents = try CacheContents(index)
    let files = try store.files()
    var needs = CacheNeeds(roots: roots, contents: contents, files: files.blobs)
    try ListReader(store: store, isInterrupted: isInterrupted).read(needs.keptLists) { needs.keep($0, $1) }
    try needs.keepRecipes(ingredients: index.ingredients)
    try ListReader(store: store, isInterrupted: isInterrupted).read(needs.otherLists) { needs.name($0, $1) }
    var plan = SweepPlan(
      needs: needs, options: options, indexBytes: try index.liveBytes(),
      oldFiles: files.temporary.filter { $0.written < now - CacheSweep.temporaryAge })
    plan.removedCalls = try index.callSum(plan.callValues)
    plan.spareCalls = try index.callSum(plan.spareCallValues)
    return plan
  }

  /// Removes what a plan says: first the rows of the index, and the files only when these are safely gone, so that a
  /// crash at any moment leaves at most files that nothing names.
  /// - Throws: `DiskError`, `IndexError`; `CancellationError` if interrupted, with the cache in order.
  package func carryOut(_ plan: SweepPlan) throws {
    if isInterrupted() { throw CancellationError() }
    try index.remove(plan)
    for digest in plan.blobs {
      if isInterrupted() { throw CancellationError() }
      try store.remove(digest)
    }
    for path in plan.oldFiles { try Disk.remove(path) }
    try index.compact(isUrgent: plan.wantsSmallIndex)
  }
}

/// Reads lists of layers, several at once and few in memory.
struct ListReader {
  let store: FolderBlobStore
  let isInterrupted: @Sendable () -> Bool

  private static let atOnce = 64

  /// - Parameter body: told each list's layers; nil for one that is missing or damaged.
  func read(_ lists: [Digest], _ body: (Digest, [Digest]?) -> Void) throws {
    for start in stride(from: 0, to: lists.count, by: ListReader.atOnce) {
      if isInterrupted() { throw CancellationError() }
      let some = Array(lists[start..<min(start + ListReader.atOnce, lists.count)])
      let layers = try Parallel.map(some) { digest -> [Digest]? in
        try store.read(digest).flatMap { try? Manifest.decode($0) }?.map(\.digest)
      }
      for (digest, layers) in zip(some, layers) { body(digest, layers) }
    }
  }
}
