/// A cache that a team shares: blobs by content, and entries by the keys of actions.
///
/// Everything that comes out of one has been checked against its name; what a remote answers can cost time, never be
/// wrong. No call takes longer than the remote's own limits, and each may be made from any number of tasks at once.
/// Calls take many names at a time, since some remotes answer many in one exchange; a caller bounds the memory by what
/// it asks for at once.
package protocol Remote: Sendable {
  /// How it is called in messages: its address, without credentials.
  var name: String { get }

  /// The entries under some keys, in their order; nil where there is none.
  func entries(for keys: [Digest]) async -> [Result<RemoteEntry?, RemoteFailure>]

  /// Those of the blobs that are not there, or visibly not whole, each once.
  func missing(_ blobs: [BlobName]) async throws(RemoteFailure) -> [BlobName]

  /// The bytes of some blobs, in their order; nil where there is none, and a failure `.damaged` for one that is there but
  /// is not what its name says. That one can be repaired by writing it.
  func read(_ blobs: [BlobName]) async -> [Result<[UInt8]?, RemoteFailure>]

  /// Stores some blobs, whatever lies under their names. The results are in their order.
  func write(_ blobs: [(name: BlobName, bytes: [UInt8])]) async -> [Result<Void, RemoteFailure>]

  /// Stores an entry, all of whose blobs have been stored before, unless another is there already.
  /// - Parameter broken: an entry found there that is of no use, such as one whose blobs are gone: it is replaced. One
  ///   that is damaged in itself is always replaced.
  /// - Returns: the entry that holds from now on. The first one stored under a key is everybody's.
  func publish(
    _ entry: RemoteEntry, under key: Digest, replacing broken: RemoteEntry?
  ) async throws(RemoteFailure) -> RemoteEntry
}

extension Remote {
  /// The entry under a key; nil if there is none.
  package func entry(for key: Digest) async throws(RemoteFailure) -> RemoteEntry? {
    try await entries(for: [key])[0].get()
  }

  /// The bytes of a blob; nil if it is not there.
  package func read(_ blob: BlobName) async throws(RemoteFailure) -> [UInt8]? { try await read([blob])[0].get() }

  /// Stores a blob, whatever lies under its name.
  package func write(_ bytes: [UInt8], as blob: BlobName) async throws(RemoteFailure) {
    try await write([(blob, bytes)])[0].get()
  }

  /// Stores an entry unless another is there already, and gives the one that holds.
  package func publish(_ entry: RemoteEntry, under key: Digest) async throws(RemoteFailure) -> RemoteEntry {
    try await publish(entry, under: key, replacing: nil)
  }
}
