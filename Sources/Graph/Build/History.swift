internal import GRDB

/// What the last build of a pipeline left behind at one stage: enough to find its records again, and to tell what differs today.
package struct StageState: Sendable, Equatable {
  package var recipe: Digest
  package var inputs: [(stage: String, tag: String?)]
  /// The list of layers; nil if the stage has never come out whole.
  package var manifest: Digest?
  package var digests: InputDigests
  /// The run that last made anything here.
  package var run: Int
  package var executed: Int
  /// Why it did.
  package var changes: [Change]

  /// The state of a stage that has never been built.
  package init(recipe: Digest, run: Int) {
    self.recipe = recipe
    self.run = run
    inputs = []
    digests = InputDigests(records: 0, fields: [])
    executed = 0
    changes = []
  }

  package static func == (one: StageState, other: StageState) -> Bool { one.node.json == other.node.json }
}

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

extension StageState {
  var node: JSONNode {
    .object([
      ("recipe", .text(recipe.hex)),
      (
        "inputs",
        .list(inputs.map { .object([("stage", .text($0.stage)), ("tag", $0.tag.map { .text($0) } ?? .null)]) })
      ),
      ("manifest", manifest.map { .text($0.hex) } ?? .null), ("records", .number(digests.records)),
      ("fields", .list(digests.fields.map { .list([.text($0.path), .text($0.digest)]) })), ("run", .number(run)),
      ("executed", .number(executed)),
      ("changes", .list(changes.map(\.node))),
    ])
  }

  init?(_ node: JSONNode) {
    guard let recipe = node["recipe"]?.string.flatMap({ Digest(hex: $0) }), let run = node["run"]?.int else {
      return nil
    }
    self.recipe = recipe
    self.run = run
    inputs = (node["inputs"]?.elements ?? []).compactMap { item in
      item["stage"]?.string.map { ($0, item["tag"]?.string) }
    }
    manifest = node["manifest"]?.string.flatMap { Digest(hex: $0) }
    digests = InputDigests(
      records: node["records"]?.int ?? 0,
      fields: (node["fields"]?.elements ?? []).compactMap { item in
        guard let pair = item.elements, pair.count == 2, let path = pair[0].string, let digest = pair[1].string else {
          return nil
        }
        return InputDigests.Field(path: path, digest: digest)
      })
    executed = node["executed"]?.int ?? 0
    changes = (node["changes"]?.elements ?? []).compactMap { Change($0) }
  }
}

extension Change {
  /// As `--json` prints it.
  package var node: JSONNode {
    .object([
      ("part", .text(part)), ("was", was.map { .text($0) } ?? .null), ("now", now.map { .text($0) } ?? .null),
    ])
  }

  init?(_ node: JSONNode) {
    guard let part = node["part"]?.string else { return nil }
    self.init(part: part, was: node["was"]?.string, now: node["now"]?.string)
  }
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

  /// Notes the end of a build. `states` is told the run's number.
  /// - Returns: the run's number.
  @discardableResult
  package func record(
    pipeline: String, started: Int, seconds: Double, status: BuildStatus, report: String,
    states: (_ run: Int) -> [String: StageState]
  ) throws -> Int {
    try write { database in
      try database.execute(
        sql: "INSERT INTO runs (pipeline, started, seconds, status, report) VALUES (?, ?, ?, ?, ?)",
        arguments: [pipeline, started, seconds, status.rawValue, report])
      let run = Int(database.lastInsertedRowID)
      for (name, state) in states(run).sorted(by: { $0.key < $1.key }) {
        try database.execute(
          sql: "INSERT OR REPLACE INTO stages (pipeline, stage, state) VALUES (?, ?, ?)",
          arguments: [pipeline, name, state.node.json])
      }
      return run
    }
  }
}
