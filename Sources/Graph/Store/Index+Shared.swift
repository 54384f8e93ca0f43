internal import GRDB

extension Index {
  /// Those of some names, of entries or blobs, that a remote was seen to hold.
  func names(_ names: some Sequence<Digest>, heldBy remote: String) throws -> Set<Digest> {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT 1 FROM shared WHERE remote = ? AND name = ?")
      return try Set(names.filter { try Int.fetchOne(statement, arguments: [remote, $0.data]) != nil })
    }
  }

  /// Notes that a remote holds something, so that it need not be asked again.
  func note(_ remote: String, holds names: [Digest]) throws {
    guard !names.isEmpty else { return }
    try write { database in
      let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO shared (remote, name) VALUES (?, ?)")
      for name in names { try statement.execute(arguments: [remote, name.data]) }
    }
  }

  /// Forgets what a remote was seen to hold.
  package func forgetHoldings(of remote: String) throws {
    try write { try $0.execute(sql: "DELETE FROM shared WHERE remote = ?", arguments: [remote]) }
  }
}
