#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import GRDB

extension Index {
  /// The reply that lies under a key, whatever its bounds, and when it was made, in seconds since 1970.
  func reply(under place: Digest, _ zstd: Zstd) throws -> (reply: CallReply, made: Int)? {
    try read { database in
      guard let reply = try Index.reply(place, zstd, in: database) else { return nil }
      let statement = try database.cachedStatement(
        sql: "SELECT created FROM call_keys JOIN call_values USING (seq) WHERE key = ?")
      return (reply, try Int.fetchOne(statement, arguments: [place.data]) ?? 0)
    }
  }

  /// Puts a reply under a key, in the place of the one that lies there.
  func adopt(_ reply: CallReply, under place: Digest, recipe: Digest, _ zstd: Zstd, now: Int) throws {
    try write { database in
      try database.execute(sql: "DELETE FROM call_keys WHERE key = ?", arguments: [place.data])
      try Index.store(reply, under: place, recipe, zstd, now, in: database)
    }
  }

  /// The keys of all replies that were made on behalf of a recipe, sorted.
  func replies(of recipe: Digest) throws -> [Digest] {
    try read { database in
      try Data.fetchAll(
        database, sql: "SELECT key FROM call_keys WHERE recipe = ? ORDER BY key", arguments: [recipe.data]
      ).compactMap { Digest(bytes: $0) }
    }
  }

  static func reply(_ place: Digest, _ zstd: Zstd, in database: Database) throws -> CallReply? {
    let statement = try database.cachedStatement(
      sql: "SELECT reply, usage, provenance FROM call_keys JOIN call_values USING (seq) WHERE key = ?")
    guard let row = try Row.fetchOne(statement, arguments: [place.data]) else { return nil }
    let (packed, usage, provenance): (Data, String, String) = (row[0], row[1], row[2])
    guard let body = zstd.decompress(packed.array) else { return nil }
    return CallReply(body: body, usageText: usage, provenance: provenance)
  }

  /// - Parameter now: seconds since 1970.
  static func store(
    _ reply: CallReply, under place: Digest, _ recipe: Digest, _ zstd: Zstd, _ now: Int, in database: Database
  ) throws {
    try database.cachedStatement(
      sql: "INSERT INTO call_values (reply, usage, provenance, created) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [Data(zstd.compress(reply.body)), reply.usageText, reply.provenance, now])
    try database.cachedStatement(sql: "INSERT INTO call_keys (key, recipe, seq) VALUES (?, ?, ?)")
      .execute(arguments: [place.data, recipe.data, database.lastInsertedRowID])
  }
}
