/// How much of a cache is meant, by grain: how many results there are, and the bytes that they take.
package struct CacheHoldings: Sendable, Equatable {
  package var artifacts = Amount()
  package var chunks = Amount()
  package var summaries = Amount()
  package var records = Amount()
  package var calls = Amount()

  /// Some results.
  package struct Amount: Sendable, Equatable {
    package var count = 0
    package var bytes = 0

    package init() {}

    mutating func add(_ count: Int = 1, bytes: Int) {
      self.count += count
      self.bytes += bytes
    }
  }

  package init() {}

  package var bytes: Int { artifacts.bytes + chunks.bytes + summaries.bytes + records.bytes + calls.bytes }
}
