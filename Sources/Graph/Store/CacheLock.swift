/// Held by whoever uses a cache, together with others, or alone by who removes things from it.
///
/// Who wants to be alone takes a second lock first, the turn, and keeps it. Others that come in the meantime step back for a
/// second, so that a stream of short commands does not keep it waiting for ever. No longer than that: it may have to wait
/// for hours, for a build, and nobody else should.
package struct CacheLock: Sendable {
  private let use: FileLock
  private var turn: FileLock?

  private static let pause = 50
  private static let courtesy = 1000

  /// Takes the lock together with others, waiting for who is alone.
  /// - Parameters:
  ///   - folder: the cache.
  ///   - waiting: called once, with the words of who is alone, before waiting for it starts.
  ///   - isInterrupted: asked now and then.
  /// - Returns: the lock; nil if interrupted.
  package static func share(
    _ folder: String, waiting: (String) -> Void, isInterrupted: () -> Bool
  ) throws -> CacheLock? {
    let use = try FileLock(path(folder, "use"))
    var passed = 0
    var hasSaid = false
    while true {
      if try passed >= courtesy || turnHolder(folder) == nil, try use.take(.shared) { return CacheLock(use: use) }
      if isInterrupted() { return nil }
      if passed >= courtesy, !hasSaid {
        hasSaid = true
        waiting(try turnHolder(folder) ?? "somebody that works on the cache alone")
      }
      Disk.pause(milliseconds: UInt32(pause))
      passed += pause
    }
  }

  /// Takes the lock alone, waiting for all others.
  /// - Parameters:
  ///   - holder: how this process is to be named to those that wait.
  ///   - waiting: called once, with the words of those that are waited for, as far as they have any.
  package static func takeAlone(
    _ folder: String, holder: String, waiting: ([String]) -> Void, isInterrupted: () -> Bool
  ) throws -> CacheLock? {
    let (turn, use) = (try FileLock(path(folder, "turn")), try FileLock(path(folder, "use")))
    var hasSaid = false
    func wait(for holders: () throws -> [String]) rethrows -> Bool {
      if isInterrupted() { return false }
      if !hasSaid { waiting(try holders()) }
      hasSaid = true
      Disk.pause(milliseconds: UInt32(pause))
      return true
    }
    while try !turn.take(.exclusive) {
      guard wait(for: { [turn.holder] }) else { return nil }
    }
    try turn.name(holder)
    while try !use.take(.exclusive) {
      guard try wait(for: { try PipelineLock.holders(in: folder) }) else { return nil }
    }
    return CacheLock(use: use, turn: turn)
  }

  /// Who is alone with the cache or waits to be, in its own words; nil if nobody.
  private static func turnHolder(_ folder: String) throws -> String? {
    guard let turn = FileLock(existing: path(folder, "turn")), try !turn.take(.shared) else { return nil }
    return turn.holder
  }

  private static func path(_ folder: String, _ name: String) -> String { "\(folder)/locks/\(name).lock" }
}
