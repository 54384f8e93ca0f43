internal import Graph

// Some blobs in one exchange, compressed where the server understands that.

extension APIRemote {
  func readGroup(
    _ blobs: [BlobName], from server: APICapabilities
  ) async throws(RemoteFailure) -> [Result<[UInt8]?, RemoteFailure>] {
    if blobs.count == 1, Self.isLarge(blobs[0].size, for: server) {
      return [.success(try await readStream(blobs[0], isCompressed: server.compressesStreams))]
    }
    let request = APIMessages.batchReadRequest(
      blobs, instance: instance, takesCompressed: server.compressesBatches)
    let expected = blobs.reduce(1 << 16) { $0 + $1.size + 2 * Self.overhead }
    let items = try await message(APIMessages.batchRead, request, expected: expected) {
      try APIMessages.batch($0, hasBytes: true)
    }
    var found: [BlobName: APIMessages.BatchItem] = [:]
    for item in items ?? [] { if let name = item.name { found[name] = item } }
    return blobs.map { blob in
      guard let item = found[blob], item.status.code != .notFound else { return .success(nil) }
      guard item.status.code == .ok else { return .failure(item.status.failure(of: name)) }
      return checked(Array(item.bytes), blob, isCompressed: item.isCompressed)
    }
  }

  func writeGroup(
    _ blobs: [(name: BlobName, bytes: [UInt8])], to server: APICapabilities
  ) async throws(RemoteFailure) -> [Result<Void, RemoteFailure>] {
    if blobs.count == 1, Self.isLarge(blobs[0].bytes.count, for: server) {
      try await writeStream(blobs[0].bytes, as: blobs[0].name, isCompressed: server.compressesStreams)
      return [.success(())]
    }
    let uploads = blobs.map { upload($0.bytes, as: $0.name, to: server) }
    let request = APIMessages.batchUpdateRequest(uploads, instance: instance)
    let items = try await message(APIMessages.batchUpdate, request) { try APIMessages.batch($0, hasBytes: false) }
    var found: [BlobName: GRPCStatus] = [:]
    for item in items ?? [] { if let name = item.name { found[name] = item.status } }
    return blobs.map { blob in
      guard let status = found[blob.name] else {
        return .failure(failure(.unfit, "it does not say whether it has stored blob \(blob.name.digest)"))
      }
      return status.code == .ok ? .success(()) : .failure(status.failure(of: name))
    }
  }

  /// The bytes if they are the blob's.
  func checked(_ received: [UInt8], _ blob: BlobName, isCompressed: Bool) -> Result<[UInt8]?, RemoteFailure> {
    let bytes = isCompressed ? zstd.decompress(received, size: blob.size) : received
    if let bytes, blob.names(bytes) { return .success(bytes) }
    return .failure(failure(.damaged, "blob \(blob.digest) is not what its name says"))
  }

  /// A blob as it goes into a batch: compressed where that is worth it.
  private func upload(_ bytes: [UInt8], as blob: BlobName, to server: APICapabilities) -> APIMessages.Upload {
    if server.compressesBatches {
      let packed = zstd.compress(bytes)
      if packed.count < bytes.count { return APIMessages.Upload(name: blob, bytes: packed, isCompressed: true) }
    }
    return APIMessages.Upload(name: blob, bytes: bytes)
  }
}
