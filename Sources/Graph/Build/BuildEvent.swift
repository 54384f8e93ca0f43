/// What happens during a build, as data: the terminal, reports and tests only read it.
package enum BuildEvent: Sendable {
  /// The stages that are to be made or looked at, in order.
  case started(stages: [String])
  /// So much of a stage is done and stored. `total` is nil until it is known.
  case progress(stage: String, counts: StageCounts, done: Int, total: Int?)
  /// The work is done, and about so many results are still on their way to the remotes.
  case sharing(left: Int)
  /// Something that the user should know and that the build could live with.
  case warning(String)
  case failed(Failure)
}

/// How a build ended.
package enum BuildStatus: String, Sendable {
  case complete
  /// Something failed; the next build does only what is left.
  case incomplete
  /// Ended early, by a limit or by the user.
  case stopped
}
