#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import GRDB

/// The index cannot be used: it is damaged, locked by something else, or the disk refuses.
package struct IndexError: Error, CustomStringConvertible {
  package let description: String
}

/// The SQLite database that finds what the blob store keeps.
///
/// Safe from any thread and any number of processes at once: readers never wait for a writer (WAL).
package final class Index: Sendable {
  let pool: DatabasePool
  let path: String

  /// Opens `index.sqlite` in a cache folder, making both where they do not exist.
  package init(folder: String) throws {
    path = "\(folder)/index.sqlite"
    try Disk.makeFolder(folder)
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.maximumReaderCount = 8
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000")
    }
    do {
      pool = try Index.open(path, configuration)
      try migrate()
    } catch {
      throw Index.explain(error, path: path)
    }
  }

  /// Opens the database. Switching a new one to WAL does not heed the busy time-out, so that is tried again for
  /// as long.
  private static func open(_ path: String, _ configuration: Configuration) throws -> DatabasePool {
    for _ in 0..<6_000 {
      do {
        return try DatabasePool(path: path, configuration: configuration)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        Disk.pause(milliseconds: 10)
      }
    }
    return try DatabasePool(path: path, configuration: configuration)
  }

  private func migrate() throws {
    let version = try pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard version != IndexSchema.version else { return }
    guard version < IndexSchema.version else {
      throw IndexError(
        description:
          "\(path) was made by a newer distillbuild (form \(version); this one knows \(IndexSchema.version)); update it, or name another folder with --cache"
      )
    }
    try pool.write { database in
      // Another process may have been first: look again under the write lock.
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard version < IndexSchema.version else { return }
      for step in IndexSchema.steps[version...] { try database.execute(sql: step) }
      try database.execute(sql: "PRAGMA user_version = \(IndexSchema.version)")
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    // Each look-up stands for itself, so no transaction is needed around it.
    do { return try pool.unsafeRead(body) } catch { throw Index.explain(error, path: path) }
  }

  /// Reads much at once: in a transaction, so that locks are taken once and not for each look-up.
  func readTogether<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do { return try pool.read(body) } catch { throw Index.explain(error, path: path) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do { return try pool.write(body) } catch { throw Index.explain(error, path: path) }
  }

  /// What the user can do about a database error; other errors pass as they are.
  static func explain(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return IndexError(
        description:
          "\(path) is damaged (\(error.message ?? "no more is known")); move it away to start with an empty index: nothing else is lost but what it remembered"
      )
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      return IndexError(
        description:
          "cannot write \(path) (\(error.message ?? "no permission")); make the folder writable, or name another with --cache"
      )
    case .SQLITE_FULL:
      return IndexError(description: "cannot write \(path): the disk is full")
    default:
      return IndexError(description: "\(path): \(error.message ?? "SQLite error \(error.resultCode.rawValue)")")
    }
  }
}

/// The tables, as the steps that lead from one form to the next: caches of an older form are brought along.
enum IndexSchema {
  static var version: Int { steps.count }

  static let steps = [tables, identities, sharing]

  /// The lists that runs' stages ended with, so that what they need can be told from the rest; and what remotes were seen
  /// to hold.
  private static let sharing = """
    CREATE TABLE run_artifacts (run INTEGER NOT NULL, artifact BLOB NOT NULL, PRIMARY KEY (run, artifact)) WITHOUT ROWID;
    CREATE TABLE crates (
      remote TEXT NOT NULL, recipe BLOB NOT NULL, layer BLOB NOT NULL, crate BLOB NOT NULL, size INTEGER NOT NULL,
      PRIMARY KEY (remote, recipe, layer)) WITHOUT ROWID;
    CREATE TABLE shared (remote TEXT NOT NULL, name BLOB NOT NULL, PRIMARY KEY (remote, name)) WITHOUT ROWID;
    """

  private static let identities = """
    CREATE TABLE identities (name TEXT PRIMARY KEY, told TEXT NOT NULL, alike TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let tables = """
    CREATE TABLE actions (
      seq INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, grain INTEGER NOT NULL, recipe BLOB NOT NULL,
      layer BLOB, value BLOB NOT NULL, created INTEGER NOT NULL);
    CREATE INDEX actions_by_recipe ON actions (recipe);
    CREATE INDEX actions_by_layer ON actions (layer);
    CREATE TABLE key_lists (
      seq INTEGER PRIMARY KEY, recipe BLOB NOT NULL, layer BLOB NOT NULL, count INTEGER NOT NULL, keys BLOB NOT NULL);
    CREATE INDEX key_lists_by_recipe ON key_lists (recipe);
    CREATE INDEX key_lists_by_layer ON key_lists (layer);
    CREATE TABLE reads (
      artifact BLOB NOT NULL, fields BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (artifact, fields)) WITHOUT ROWID;
    CREATE TABLE recipes (digest BLOB PRIMARY KEY, parts TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE files (
      path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
      inode INTEGER NOT NULL, hashed INTEGER NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE call_values (
      seq INTEGER PRIMARY KEY, reply BLOB NOT NULL, usage TEXT NOT NULL, provenance TEXT NOT NULL, created INTEGER NOT NULL);
    CREATE TABLE call_keys (key BLOB PRIMARY KEY, recipe BLOB, seq INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, started INTEGER NOT NULL, seconds REAL NOT NULL,
      status TEXT NOT NULL, report TEXT NOT NULL);
    CREATE INDEX runs_by_pipeline ON runs (pipeline);
    CREATE TABLE stages (
      pipeline TEXT NOT NULL, stage TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (pipeline, stage)) WITHOUT ROWID;
    """
}

extension Digest {
  /// As the index stores it.
  var data: Data { Data(bytes) }
}

extension Data {
  var array: [UInt8] { [UInt8](self) }
}
