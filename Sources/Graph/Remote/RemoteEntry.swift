/// A blob's name outside this machine: what it contains and how long it is.
package struct BlobName: Hashable, Sendable {
  /// Of its bytes.
  package let digest: Digest
  /// How many bytes.
  package let size: Int

  /// Puts the parts together.
  package init(digest: Digest, size: Int) {
    self.digest = digest
    self.size = size
  }

  /// Names some bytes.
  package init(of bytes: [UInt8]) { self.init(digest: Digest(of: bytes), size: bytes.count) }

  /// The blob of no bytes, which is everywhere.
  package static let empty = BlobName(of: [])

  /// Whether these are the bytes it names.
  package func names(_ bytes: [UInt8]) -> Bool { bytes.count == size && Digest(of: bytes) == digest }
}

/// What a remote holds under the key of an action.
package struct RemoteEntry: Hashable, Sendable {
  /// What the index holds under the key; kept within the entry, so it ought to be small.
  package var value: [UInt8]
  /// What the value refers to in the remote's blob store.
  package var blobs: [BlobName]
  /// Where it comes from. It is for people and reports; a remote may lose it.
  package var provenance: Provenance?

  /// Puts the parts together.
  package init(value: [UInt8], blobs: [BlobName] = [], provenance: Provenance? = nil) {
    self.value = value
    self.blobs = blobs
    self.provenance = provenance
  }

  /// Whether it means the same, wherever it comes from.
  package func agrees(with other: RemoteEntry) -> Bool { value == other.value && blobs == other.blobs }
}

/// Who made a result, when and with what.
package struct Provenance: Hashable, Sendable {
  /// A person or a machine, as it calls itself.
  package var author: String
  /// Seconds since 1970.
  package var made: Int
  /// A JSON object: the model, the program's version, what it cost.
  package var details: String

  /// Puts the parts together.
  package init(author: String, made: Int, details: String = "{}") {
    self.author = author
    self.made = made
    self.details = details
  }
}
