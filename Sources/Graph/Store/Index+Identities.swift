internal import GRDB

/// What something outside, such as the model behind a server, told of itself when results were first made with it.
///
/// The index keeps it because it is part of keys: whoever comes later under the same name must be the same, or say so.
package struct KnownIdentity: Sendable, Hashable {
  /// As it is in keys; empty for one that tells nothing.
  package var told: String
  /// What else may be told, because the user has said that it is the same.
  package var alike: Set<String>

  package init(told: String, alike: Set<String> = []) {
    self.told = told
    self.alike = alike
  }
}

extension Index {
  /// What is known of a thing; nil if it was never met.
  package func identity(of name: String) throws -> KnownIdentity? {
    try read { try Index.identity(of: name, in: $0) }
  }

  /// Notes what a thing tells of itself at the first meeting; later, what is known stays.
  /// - Returns: what is known now.
  package func meet(_ name: String, told: String) throws -> KnownIdentity {
    try write { database in
      if let known = try Index.identity(of: name, in: database) { return known }
      try Index.note(KnownIdentity(told: told), of: name, in: database)
      return KnownIdentity(told: told)
    }
  }

  /// Notes, on the user's word, that a thing that tells this is the same: what was made with it stays.
  package func same(_ name: String, told: String) throws {
    try write { database in
      var known = try Index.identity(of: name, in: database) ?? KnownIdentity(told: told)
      if known.told != told { known.alike.insert(told) }
      try Index.note(known, of: name, in: database)
    }
  }

  /// Notes, on the user's word, that a thing that tells this is another: what was made with the old one is stale.
  package func replace(_ name: String, told: String) throws {
    try write { try Index.note(KnownIdentity(told: told), of: name, in: $0) }
  }

  private static func identity(of name: String, in database: Database) throws -> KnownIdentity? {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT told, alike FROM identities WHERE name = ?", arguments: [name])
    else { return nil }
    let (told, alike): (String, String) = (row[0], row[1])
    return KnownIdentity(told: told, alike: Set(alike.split(separator: "\n").map(String.init)))
  }

  private static func note(_ identity: KnownIdentity, of name: String, in database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO identities (name, told, alike) VALUES (?, ?, ?)",
      arguments: [name, identity.told, identity.alike.sorted().joined(separator: "\n")])
  }
}
