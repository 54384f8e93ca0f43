internal import GRDB

/// A build that has ended.
package struct RunRecord: Sendable {
  package let id: Int
  /// Seconds since 1970.
  package let started: Int
  package let seconds: Double
  package let status: String
  /// The last line that `build --json` printed.
  package let report: String
}

extension Index {
  /// What earlier builds of a pipeline left at its stages, by name.
  package func stageStates(_ pipeline: String) throws -> [String: StageState] {
    try read { database in
      var states: [String: StageState] = [:]
      let rows = try Row.fetchCursor(
        database, sql: "SELECT stage, state FROM stages WHERE pipeline = ?", arguments: [pipeline])
      while let row = try rows.next() {
        let (name, text): (String, String) = (row[0], row[1])
        if let node = try? JSONNode.parse(Array(text.utf8), file: name) { states[name] = StageState(node) }
      }
      return states
    }
  }

  /// The last runs of a pipeline, newest first.
  package func runs(_ pipeline: String, limit: Int) throws -> [RunRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT id, started, seconds, status, report FROM runs WHERE pipeline = ? ORDER BY id DESC LIMIT ?",
        arguments: [pipeline, limit]
      ).map { RunRecord(id: $0[0], started: $0[1], seconds: $0[2], status: $0[3], report: $0[4]) }
    }
  }

  /// Notes the end of a build.
  /// - Parameters:
  ///   - artifacts: the lists of layers that its whole stages ended with, made or found.
  ///   - states: is told the run's number.
  /// - Returns: the run's number.
  @discardableResult
  package func record(
    pipeline: String, started: Int, seconds: Double, status: BuildStatus, report: String, artifacts: Set<Digest> = [],
    states: (_ run: Int) -> [String: StageState]
  ) throws -> Int {
    try write { database in
      try database.execute(
        sql: "INSERT INTO runs (pipeline, started, seconds, status, report) VALUES (?, ?, ?, ?, ?)",
        arguments: [pipeline, started, seconds, status.rawValue, report])
      let run = Int(database.lastInsertedRowID)
      let note = try database.cachedStatement(sql: "INSERT INTO run_artifacts (run, artifact) VALUES (?, ?)")
      for artifact in artifacts.sorted() { try note.execute(arguments: [run, artifact.data]) }
      for (name, state) in states(run).sorted(by: { $0.key < $1.key }) {
        try database.execute(
          sql: "INSERT OR REPLACE INTO stages (pipeline, stage, state) VALUES (?, ?, ?)",
          arguments: [pipeline, name, state.node.json])
      }
      return run
    }
  }
}
