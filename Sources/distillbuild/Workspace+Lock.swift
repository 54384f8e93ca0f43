import Graph
import Stages

extension Workspace {
  /// `pipeline.lock.json`, for a `pipeline.json`.
  static func lockFile(of pipeline: String) -> String {
    "\(pipeline.hasSuffix(".json") ? String(pipeline.dropLast(5)) : pipeline).lock.json"
  }

  /// What the lock file beside a pipeline says; nil if there is none.
  /// - Throws: `Problem` or `LockFileError` if it cannot be read, `DiskError`.
  static func locked(beside pipeline: String) throws -> LockedBuild? {
    let path = lockFile(of: pipeline)
    guard try Disk.stat(path) != nil else { return nil }
    return try LockedBuild(try Disk.read(path), file: shown(path))
  }

  /// Takes models that were never met here for the ones that the lock names, so that keys are those of its build.
  static func adoptIdentities(lockedBeside pipeline: String, _ index: Index) throws {
    let locked: LockedBuild?
    do {
      locked = try Workspace.locked(beside: pipeline)
    } catch let error where error is Problem || error is LockFileError {
      // Only who asks for a locked build depends on it.
      Terminal.note("warning: \(error); a complete build writes it anew")
      return
    }
    for (name, told) in locked?.identities ?? [:] where try index.identity(of: name) == nil {
      _ = try index.meet(name, told: told)
    }
  }

  /// The lock that a build must agree with.
  func demandedLock() throws -> LockedBuild {
    guard let locked = try Workspace.locked(beside: pipeline.path) else {
      throw UserMistake(
        "there is no \(Workspace.shown(Workspace.lockFile(of: pipeline.path))); a complete build without --locked writes it"
      )
    }
    return locked
  }

  /// Sees to it, before anything is spent, that some stages are going to use what is locked.
  /// - Throws: `LockDifference`.
  func checkUse(_ stages: [String], against locked: LockedBuild) throws {
    let wanted = pipeline.closure(of: stages)
    try locked.checkUse(
      pipeline.stages.filter { wanted.contains($0.index) }.map { ($0.name, $0.recipe, try files(of: $0)) })
  }

  /// Writes down a complete build, unless the file says it already.
  func writeLock(_ result: BuildResult) throws {
    let stages = try result.stages.compactMap { made -> LockedBuild.Stage? in
      guard let artifact = made.artifact else { return nil }
      return LockedBuild.Stage(
        name: made.stage.name, recipe: made.stage.recipe, files: try files(of: made.stage),
        artifact: artifact.manifest, kept: made.counts.kept, rejects: made.counts.rejects)
    }
    let names = Set(pipeline.stages.map(\.name))
    let met = try pipeline.document.modelsAsked(by: names).compactMap { model in
      try index.identity(of: model.identityName).map { (model.identityName, $0.told) }
    }
    let text = LockedBuild(stages: stages, identities: Dictionary(met) { $1 }).text + "\n"
    let path = Workspace.lockFile(of: pipeline.path)
    if try Disk.stat(path) != nil, try Disk.read(path) == Array(text.utf8) { return }
    try Disk.write(Array(text.utf8), to: path)
  }

  /// The data files of a source, by their names in the pipeline, with SHA-256 of what they hold.
  private func files(of stage: Pipeline.Stage) throws -> [String: String] {
    guard case .source(let source) = stage.prepared.work else { return [:] }
    let digests = FileDigests(index: index, now: Workspace.now)
    return try Dictionary(source.files.map { ($0.name, try digests.digest(of: $0.path).hex) }) { $1 }
  }
}
