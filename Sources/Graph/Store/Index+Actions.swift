#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import GRDB

/// The grains that the index keeps whole results for; records are found through key lists, calls in their own tables.
package enum Grain: Int, Sendable {
  case artifact = 0, chunk = 1, summary = 2
}

/// Something done, ready to be remembered.
package enum IndexEntry: Sendable {
  /// A key's result. The first one stored under a key stays.
  case action(key: Digest, grain: Grain, recipe: Digest, layer: Digest?, value: [UInt8])
  /// The keys of a layer's results, in the order of `Layer.places`.
  case keyList(recipe: Digest, layer: Digest, keys: [ShortKey])
  /// What an artifact looks like to readers of some fields.
  case read(artifact: Digest, fields: Digest, digest: Digest)
  /// A recipe's parts, so that the reason for a rebuild can be told.
  case recipe(Digest, parts: String)
  case file(path: String, FileStat, hashedAt: Int, digest: Digest)
}

extension Index {
  /// The place in the index up to which things were stored so far: look-ups limited to it do not see what this build adds,
  /// so that its counts do not depend on timing.
  func snapshot() throws -> Snapshot {
    try read { database in
      Snapshot(
        actions: try Int.fetchOne(database, sql: "SELECT max(seq) FROM actions") ?? 0,
        keyLists: try Int.fetchOne(database, sql: "SELECT max(seq) FROM key_lists") ?? 0)
    }
  }

  struct Snapshot: Sendable {
    let actions: Int
    let keyLists: Int
  }

  /// The values stored under some keys; nil for a key that has none.
  func actions(_ keys: [Digest], before snapshot: Snapshot) throws -> [[UInt8]?] {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT value FROM actions WHERE key = ? AND seq <= ?")
      return try keys.map { try Data.fetchOne(statement, arguments: [$0.data, snapshot.actions])?.array }
    }
  }

  /// Whether each of some layers is known, as what is said of it here, to be made by a recipe.
  func areKnown(_ layers: [LayerInfo], of recipe: Digest) throws -> [Bool] {
    try readTogether { database in
      let statement = try database.cachedStatement(
        sql: "SELECT 1 FROM actions WHERE layer = ? AND recipe = ? AND grain = ? AND value = ? LIMIT 1")
      return try layers.map { info in
        try Int.fetchOne(
          statement, arguments: [info.digest.data, recipe.data, Grain.chunk.rawValue, Data(info.encoded())]) != nil
      }
    }
  }

  /// How many key lists a recipe has.
  func keyListCount(_ recipe: Digest, before snapshot: Snapshot) throws -> Int {
    try read {
      try Int.fetchOne(
        $0, sql: "SELECT count(*) FROM key_lists WHERE recipe = ? AND seq <= ?",
        arguments: [recipe.data, snapshot.keyLists]) ?? 0
    }
  }

  /// Calls `body` with each key list of a recipe, newest first: what lay together in the last build mostly still does.
  func forEachKeyList(
    _ recipe: Digest, before snapshot: Snapshot,
    _ body: (_ layer: Digest, _ keys: UnsafeBufferPointer<ShortKey>) -> Void
  ) throws {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT layer, keys FROM key_lists WHERE recipe = ? AND seq <= ? ORDER BY seq DESC",
        arguments: [recipe.data, snapshot.keyLists])
      while let row = try rows.next() {
        let layer: Data = row[0]
        guard let digest = Digest(bytes: layer) else { continue }
        try row.withUnsafeData(atIndex: 1) { data in
          guard let data else { return }
          ShortKey.list(data).withUnsafeBufferPointer { body(digest, $0) }
        }
      }
    }
  }

  /// The key lists stored for layers by a recipe; nil for a layer that has none.
  func keyLists(_ recipe: Digest, layers: [Digest]) throws -> [[ShortKey]?] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT keys FROM key_lists WHERE layer = ? AND recipe = ? ORDER BY seq LIMIT 1")
      return try layers.map { layer in
        try Data.fetchOne(statement, arguments: [layer.data, recipe.data]).map { ShortKey.list($0) }
      }
    }
  }

  /// What an artifact looks like to readers of some fields, if that was asked before.
  func readDigest(artifact: Digest, fields: Digest) throws -> Digest? {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT digest FROM reads WHERE artifact = ? AND fields = ?")
      return try Data.fetchOne(statement, arguments: [artifact.data, fields.data]).flatMap { Digest(bytes: $0) }
    }
  }

  /// A recipe's parts, as they were stored.
  func recipe(_ digest: Digest) throws -> String? {
    try read {
      try String.fetchOne($0, sql: "SELECT parts FROM recipes WHERE digest = ?", arguments: [digest.data])
    }
  }

  /// The digest a file had when it was last read, if it has not been touched since.
  ///
  /// A file read within ten milliseconds of its last change is distrusted: a system's clock for files may be that coarse.
  func fileDigest(_ path: String, _ stat: FileStat) throws -> Digest? {
    try read { database in
      let statement = try database.cachedStatement(
        sql:
          "SELECT digest FROM files WHERE path = ? AND size = ? AND modified = ? AND changed = ? AND inode = ? AND hashed > max(modified, changed) + 10000000"
      )
      return try Data.fetchOne(
        statement, arguments: [path, stat.size, stat.modified, stat.changed, Int64(bitPattern: stat.inode)]
      ).flatMap { Digest(bytes: $0) }
    }
  }

  /// Remembers things done, in one transaction.
  /// - Parameter now: seconds since 1970.
  func store(_ entries: [IndexEntry], now: Int) throws {
    guard !entries.isEmpty else { return }
    try write { database in
      for entry in entries {
        switch entry {
        case .action(let key, let grain, let recipe, let layer, let value):
          try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO actions (key, grain, recipe, layer, value, created) VALUES (?, ?, ?, ?, ?, ?)"
          ).execute(arguments: [key.data, grain.rawValue, recipe.data, layer?.data, Data(value), now])
        case .keyList(let recipe, let layer, let keys):
          try database.cachedStatement(sql: "INSERT INTO key_lists (recipe, layer, count, keys) VALUES (?, ?, ?, ?)")
            .execute(arguments: [recipe.data, layer.data, keys.count, ShortKey.data(keys)])
        case .read(let artifact, let fields, let digest):
          try database.cachedStatement(sql: "INSERT OR REPLACE INTO reads (artifact, fields, digest) VALUES (?, ?, ?)")
            .execute(arguments: [artifact.data, fields.data, digest.data])
        case .recipe(let digest, let parts):
          try database.cachedStatement(sql: "INSERT OR IGNORE INTO recipes (digest, parts) VALUES (?, ?)")
            .execute(arguments: [digest.data, parts])
        case .file(let path, let stat, let hashedAt, let digest):
          try database.cachedStatement(
            sql:
              "INSERT OR REPLACE INTO files (path, size, modified, changed, inode, hashed, digest) VALUES (?, ?, ?, ?, ?, ?, ?)"
          ).execute(
            arguments: [
              path, stat.size, stat.modified, stat.changed, Int64(bitPattern: stat.inode), hashedAt, digest.data,
            ])
        }
      }
    }
  }
}

extension Index {
  /// Remembers results in the place of what else lies under their keys.
  /// - Parameter now: seconds since 1970.
  func replace(_ entries: [IndexEntry], now: Int) throws {
    let others = try read { database in
      let statement = try database.cachedStatement(sql: "SELECT value FROM actions WHERE key = ?")
      return try entries.filter { entry in
        guard case .action(let key, _, _, _, let value) = entry else { return true }
        return try Data.fetchOne(statement, arguments: [key.data])?.array != value
      }
    }
    try write { database in
      for case .action(let key, _, _, _, _) in others {
        try database.execute(sql: "DELETE FROM actions WHERE key = ?", arguments: [key.data])
      }
    }
    try store(others, now: now)
  }

  /// Lets another result take the place of the one under a key. A look-up that is limited to what was there before does not
  /// find it.
  func adopt(_ key: Digest, value: [UInt8], layer: Digest) throws {
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO actions (key, grain, recipe, layer, value, created)
          SELECT key, grain, recipe, ?, ?, created FROM actions WHERE key = ?
          """, arguments: [layer.data, Data(value), key.data])
    }
  }
}

extension ShortKey {
  static func data(_ keys: [ShortKey]) -> Data { Data(bytes(keys)) }

  static func list(_ data: Data) -> [ShortKey] { data.withUnsafeBytes { list($0) } }
}
