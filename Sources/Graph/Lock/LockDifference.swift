/// A build differs from the one that is locked.
package struct LockDifference: Error, Sendable, Equatable, CustomStringConvertible {
  package static let shown = 20
  /// What differs, a line each.
  package let lines: [String]

  package var description: String {
    let more = lines.count > LockDifference.shown ? ["… and \(lines.count - LockDifference.shown) more"] : []
    return (["this is not the build that is locked:"] + (lines.prefix(LockDifference.shown) + more).map { "  \($0)" })
      .joined(separator: "\n")
  }
}

extension LockedBuild {
  /// Compares what a build is going to use with what is locked, before anything is spent.
  /// - Parameters:
  ///   - today: what is known of the stages that are to be built; what they make is not looked at.
  /// - Throws: `LockDifference`.
  package func checkUse(_ today: [(name: String, recipe: Recipe, files: [String: String])]) throws {
    var lines: [String] = []
    for stage in today {
      guard let locked = stages.first(where: { $0.name == stage.name }) else {
        lines.append("\(stage.name): is not in the lock")
        continue
      }
      lines += stage.recipe.changes(since: locked.recipe).map { "\(stage.name): \($0.sentence)" }
      for file in Set(stage.files.keys).union(locked.files.keys).sorted() where stage.files[file] != locked.files[file]
      {
        let change = Change(
          part: file, was: locked.files[file].map { String($0.prefix(12)) },
          now: stage.files[file].map { String($0.prefix(12)) })
        lines.append("\(stage.name): \(change.sentence)")
      }
    }
    guard lines.isEmpty else { throw LockDifference(lines: lines) }
  }

  /// Compares what a build has made with what is locked.
  /// - Throws: `LockDifference`.
  package func checkMade(_ made: [(name: String, artifact: Digest)]) throws {
    let lines = made.compactMap { made -> String? in
      guard let locked = stages.first(where: { $0.name == made.name }), locked.artifact != made.artifact else {
        return nil
      }
      return "\(made.name): made \(made.artifact.hex.prefix(12)), locked is \(locked.artifact.hex.prefix(12))"
    }
    guard lines.isEmpty else { throw LockDifference(lines: lines) }
  }
}
