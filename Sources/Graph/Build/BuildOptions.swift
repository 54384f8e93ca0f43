/// How a build is to go about its work; nothing here changes what it makes.
package struct BuildOptions: Sendable {
  /// Jobs at once; nil for as many as there are processors.
  package var jobs: Int?
  /// The most calls to make, and the most they may cost, before the build ends itself; nil for no limit.
  package var mostCalls: Int?
  package var mostCost: Double?
  /// Whether no call is made at all, so that what needs one fails.
  package var isOffline = false
  /// For tests: starts what may start in an order drawn from this seed.
  package var scheduleSeed: UInt64?
  /// Told of everything that happens, in order.
  package var report: @Sendable (BuildEvent) -> Void = { _ in }
  /// Shown every chunk that a stage is given, by the stage's place: for looking at records.
  package var inspect: (@Sendable (_ stage: Int, _ chunk: Chunk) -> Void)?
  /// Whether the user asked the build to end.
  package var isInterrupted: @Sendable () -> Bool = { false }
  /// Nanoseconds since 1970.
  package var now: @Sendable () -> Int

  package init(now: @escaping @Sendable () -> Int) { self.now = now }
}
