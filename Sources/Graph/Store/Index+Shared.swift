#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import GRDB

/// Something that a remote was seen to hold: an entry under this key, or what is noted of one.
struct Holding: Sendable {
  let remote: String
  let name: Digest
}

extension Index {
  /// Those of some names, of entries or blobs, that a remote was seen to hold.
  func names(_ names: some Sequence<Digest>, heldBy remote: String) throws -> Set<Digest> {
    try readTogether { database in
      let statement = try database.cachedStatement(sql: "SELECT 1 FROM shared WHERE remote = ? AND name = ?")
      return try Set(names.filter { try Int.fetchOne(statement, arguments: [remote, $0.data]) != nil })
    }
  }

  /// Notes that a remote holds something, so that it need not be asked again.
  func note(_ remote: String, holds names: [Digest]) throws {
    guard !names.isEmpty else { return }
    try write { database in try Index.note(names.map { Holding(remote: remote, name: $0) }, in: database) }
  }

  static func note(_ holdings: [Holding], in database: Database) throws {
    let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO shared (remote, name) VALUES (?, ?)")
    for holding in holdings { try statement.execute(arguments: [holding.remote, holding.name.data]) }
  }

  /// The crates in which some layers that a recipe made were seen to lie at a remote.
  func crates(of layers: [Digest], _ recipe: Digest, at remote: String) throws -> [Digest: BlobName] {
    try readTogether { database in
      let statement = try database.cachedStatement(
        sql: "SELECT crate, size FROM crates WHERE remote = ? AND recipe = ? AND layer = ?")
      var crates: [Digest: BlobName] = [:]
      for layer in layers {
        guard let row = try Row.fetchOne(statement, arguments: [remote, recipe.data, layer.data]) else { continue }
        let (crate, size): (Data, Int) = (row[0], row[1])
        crates[layer] = Digest(bytes: crate).map { BlobName(digest: $0, size: size) }
      }
      return crates
    }
  }

  /// Notes in which crates some layers that a recipe made lie at a remote.
  func note(_ remote: String, holds layers: [CratedLayer], of recipe: Digest) throws {
    let known = try crates(of: layers.map(\.info.digest), recipe, at: remote)
    let layers = layers.filter { known[$0.info.digest] != $0.crate }
    guard !layers.isEmpty else { return }
    try write { database in
      let statement = try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO crates (remote, recipe, layer, crate, size) VALUES (?, ?, ?, ?, ?)")
      for layer in layers {
        try statement.execute(
          arguments: [remote, recipe.data, layer.info.digest.data, layer.crate.digest.data, layer.crate.size])
      }
    }
  }

  /// Forgets what a remote was seen to hold.
  package func forgetHoldings(of remote: String) throws {
    try write { database in
      for table in ["shared", "crates"] {
        try database.execute(sql: "DELETE FROM \(table) WHERE remote = ?", arguments: [remote])
      }
    }
  }

  /// Forgets which of a recipe's layers a remote was seen to hold, because what it holds turned out to be of no use.
  func forgetCrates(of recipe: Digest, at remote: String) throws {
    try write {
      try $0.execute(
        sql: "DELETE FROM crates WHERE remote = ? AND recipe = ?", arguments: [remote, recipe.data])
    }
  }
}
