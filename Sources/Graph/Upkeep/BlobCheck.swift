/// What a look at a blob's bytes found out.
struct BlobCheck: Sendable {
  let state: State
  let bytes: Int

  /// What the bytes are.
  enum State: Sendable {
    case missing
    /// Not what the name says.
    case damaged
    case list
    /// A layer, with what the index should know of it, as a short hash, and how many results it holds.
    case layer(info: ShortKey, results: Int)
    /// Whole, and neither a list nor a layer.
    case foreign
  }

  /// Reads a blob and all that is in it.
  init(_ digest: Digest, in store: FolderBlobStore) throws(DiskError) {
    guard let bytes = try store.read(digest) else {
      self.init(state: try store.contains(digest) ? .damaged : .missing, bytes: 0)
      return
    }
    if let layer = try? Layer(decoding: bytes) {
      let info = LayerInfo(layer, digest: digest)
      self.init(
        state: .layer(info: Digest(of: info.encoded()).short, results: layer.rows + layer.rejects.count),
        bytes: bytes.count)
    } else {
      self.init(state: (try? Manifest.decode(bytes)) == nil ? .foreign : .list, bytes: bytes.count)
    }
  }

  private init(state: State, bytes: Int) { (self.state, self.bytes) = (state, bytes) }
}

/// All blobs of a folder, each looked at once.
struct BlobChecks {
  private let store: FolderBlobStore
  private(set) var states: [Digest: BlobCheck.State] = [:]
  private(set) var bytes = 0

  private static let atOnce = 256

  /// Looks at all blobs, on all processors; what is in memory at once is one blob for each.
  /// - Throws: `DiskError`; `CancellationError` if interrupted.
  init(_ store: FolderBlobStore, isInterrupted: () -> Bool) throws {
    self.store = store
    let blobs = try store.files().blobs.keys.sorted()
    for start in stride(from: 0, to: blobs.count, by: BlobChecks.atOnce) {
      if isInterrupted() { throw CancellationError() }
      let some = Array(blobs[start..<min(start + BlobChecks.atOnce, blobs.count)])
      let checks = try Parallel.map(some) { digest throws(DiskError) in try BlobCheck(digest, in: store) }
      for (digest, check) in zip(some, checks) {
        states[digest] = check.state
        bytes += check.bytes
      }
    }
  }

  /// What is known of a blob. One that was not there is looked for once more: a build may have just made it.
  mutating func state(of digest: Digest) throws(DiskError) -> BlobCheck.State {
    if let state = states[digest] { return state }
    let state = try BlobCheck(digest, in: store).state
    states[digest] = state
    return state
  }
}
