internal import Graph

/// Where an object lies under a remote's address, as Bazel's cache protocol has it.
struct ObjectPath: Hashable, Sendable, CustomStringConvertible {
  /// The two folders.
  enum Kind: String, Sendable, CaseIterable {
    case entry = "ac"
    case blob = "cas"
  }

  let kind: Kind
  let digest: Digest

  /// `ac/…` or `cas/…`.
  var description: String { "\(kind.rawValue)/\(digest.hex)" }
}

/// What is known of an object without reading it.
enum ObjectPresence: Equatable, Sendable {
  case absent
  /// Nil where the store does not tell its size.
  case present(size: Int?)
}

/// Keeps bytes under paths and understands nothing of them: a folder, a web server, a bucket.
protocol ObjectStore: Sendable {
  /// How it is called in messages.
  var name: String { get }
  /// How many calls are worth making at once.
  var width: Int { get }

  /// The bytes of an object; nil if there is none.
  /// - Parameter size: how many there ought to be. Of more, not all need be read.
  func get(_ path: ObjectPath, size: Int) async throws(RemoteFailure) -> [UInt8]?

  /// Whether there is an object, and how large.
  func presence(of path: ObjectPath) async throws(RemoteFailure) -> ObjectPresence

  /// Stores an object, whole or not at all.
  /// - Parameters:
  ///   - digest: of the bytes.
  ///   - ifAbsent: leaves an object that is there already; a store that does not know how to replaces it.
  /// - Returns: false if one was left.
  func put(_ bytes: [UInt8], digest: Digest, at path: ObjectPath, ifAbsent: Bool) async throws(RemoteFailure) -> Bool

  /// Whether `put` really leaves an object that is there already.
  func honoursConditions() async throws(RemoteFailure) -> Bool
}
