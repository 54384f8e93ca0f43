internal import Graph

/// An entry as it comes back from a server: it proves nothing of itself, and a cut message may still be one. The check in
/// it covers the key, the value and the names of the blobs.
struct StoredEntry {
  private var entry: RemoteEntry
  private let key: Digest
  private let files: [ActionResult.File]
  private let outputBlob: BlobName?

  /// Reads what a server holds under a key; nil if that is no entry.
  init?(_ bytes: ArraySlice<UInt8>, key: Digest) {
    guard let result = try? ActionResult(wire: bytes), let blobs = Self.blobs(result.files) else { return nil }
    entry = RemoteEntry(value: result.output, blobs: blobs, provenance: result.provenance)
    self.key = key
    files = result.files
    outputBlob = result.outputBlob
  }

  /// The entry, if it is what was stored under the key.
  var checked: RemoteEntry? {
    let path = entry.checkPath(key: key)
    return files.contains { $0.path == path } ? entry : nil
  }

  /// Where the value lies, if not in the message.
  var absentValue: BlobName? { entry.value.isEmpty && checked == nil ? outputBlob : nil }

  /// The same with the value that was fetched.
  func filled(with value: [UInt8]) -> StoredEntry {
    var copy = self
    copy.entry.value = value
    return copy
  }

  private static func blobs(_ files: [ActionResult.File]) -> [BlobName]? {
    var found: [Int: BlobName] = [:]
    for file in files where file.path.hasPrefix("blobs/") {
      guard let place = Int(file.path.dropFirst(6)), found.updateValue(file.blob, forKey: place) == nil else {
        return nil
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension RemoteEntry {
  /// A value longer than this is kept as a blob alone: servers and proxies bound a message at 4 MiB.
  static let longestInlineValue = 1 << 20

  /// Whether the value is too long to lie within the message.
  var hasLongValue: Bool { value.count > Self.longestInlineValue }

  /// The message to be stored under a key.
  /// - Parameter keepsValueAsBlob: refers to the value as a blob too, because this server may drop what lies within the
  ///   message. The blob must then have been stored.
  func actionResult(key: Digest, keepsValueAsBlob: Bool) -> ActionResult {
    var result = ActionResult()
    // A file without content: every server knows the empty blob, and keeps the path.
    result.files = [ActionResult.File(path: checkPath(key: key), blob: .empty)]
    result.files += blobs.enumerated().map { ActionResult.File(path: "blobs/\($0)", blob: $1) }
    if !hasLongValue { result.output = value }
    if keepsValueAsBlob, !value.isEmpty { result.outputBlob = BlobName(of: value) }
    result.provenance = provenance
    return result
  }

  /// The path that an entry's check has among the output files.
  func checkPath(key: Digest) -> String {
    var encoder = CanonicalEncoder("remote entry")
    encoder.add(key)
    encoder.add(bytes: value)
    encoder.beginList(blobs.count)
    for blob in blobs {
      encoder.add(blob.digest)
      encoder.add(blob.size)
    }
    return "check/\(encoder.digest.hex)"
  }
}
