internal import Graph

/// The messages of the Remote Execution API, version 2, that a cache needs (`remote_execution.proto`).
enum APIMessages {
  private static let package = "build.bazel.remote.execution.v2"
  static let getCapabilities = "\(package).Capabilities/GetCapabilities"
  static let findMissing = "\(package).ContentAddressableStorage/FindMissingBlobs"
  static let batchUpdate = "\(package).ContentAddressableStorage/BatchUpdateBlobs"
  static let batchRead = "\(package).ContentAddressableStorage/BatchReadBlobs"
  static let getResult = "\(package).ActionCache/GetActionResult"
  static let updateResult = "\(package).ActionCache/UpdateActionResult"
  static let read = "google.bytestream.ByteStream/Read"
  static let write = "google.bytestream.ByteStream/Write"

  static func capabilitiesRequest(instance: String) -> [UInt8] { wireMessage { $0.add(1, instance.utf8) } }

  /// `FindMissingBlobs`; its reply lists digests too.
  static func findMissingRequest(_ blobs: some Sequence<BlobName>, instance: String) -> [UInt8] {
    wireMessage { message in
      message.add(1, instance.utf8)
      for blob in blobs { message.addPresent(2, blob.wire) }
    }
  }

  static func missing(_ reply: ArraySlice<UInt8>) throws -> [BlobName] {
    var blobs: [BlobName] = []
    try readFields(reply) { field in
      if field.number == 2 { blobs.append(try BlobName(wire: try field.bytes)) }
    }
    return blobs
  }

  /// A blob on its way to a server.
  struct Upload {
    let name: BlobName
    let bytes: [UInt8]
    /// Whether they are compressed with zstd.
    var isCompressed = false
  }

  static func batchUpdateRequest(_ blobs: [Upload], instance: String) -> [UInt8] {
    wireMessage { message in
      message.add(1, instance.utf8)
      for blob in blobs {
        message.add(2) { inner in
          inner.addPresent(1, blob.name.wire)
          inner.add(2, blob.bytes)
          inner.add(3, blob.isCompressed ? APICapabilities.zstd : 0)
        }
      }
    }
  }

  /// - Parameter takesCompressed: whether the reply may hold bytes compressed with zstd.
  static func batchReadRequest(
    _ blobs: some Sequence<BlobName>, instance: String, takesCompressed: Bool
  ) -> [UInt8] {
    // The first fields have the numbers of those of the search for missing ones.
    findMissingRequest(blobs, instance: instance)
      + wireMessage { $0.add(3, takesCompressed ? [UInt8(APICapabilities.zstd)] : []) }
  }

  /// What a batch says of one blob.
  struct BatchItem {
    var name: BlobName?
    var bytes: ArraySlice<UInt8> = []
    var isCompressed = false
    var status = GRPCStatus(number: 0)
  }

  /// Reads the reply of either kind of batch.
  static func batch(_ reply: ArraySlice<UInt8>, hasBytes: Bool) throws -> [BatchItem] {
    var items: [BatchItem] = []
    try readFields(reply) { field in
      guard field.number == 1 else { return }
      var item = BatchItem()
      try readFields(try field.bytes) { field in
        switch field.number {
        case 1: item.name = try BlobName(wire: try field.bytes)
        case 2 where hasBytes: item.bytes = try field.bytes
        case 4 where hasBytes: item.isCompressed = try field.number64 == APICapabilities.zstd
        case 2 where !hasBytes, 3 where hasBytes: item.status = try GRPCStatus(wire: try field.bytes)
        default: break
        }
      }
      items.append(item)
    }
    return items
  }

  static func getResultRequest(_ action: BlobName, instance: String) -> [UInt8] {
    wireMessage { message in
      message.add(1, instance.utf8)
      message.addPresent(2, action.wire)
      message.add(3, true)
    }
  }

  static func updateResultRequest(_ result: [UInt8], of action: BlobName, instance: String) -> [UInt8] {
    wireMessage { message in
      message.add(1, instance.utf8)
      message.addPresent(2, action.wire)
      message.addPresent(3, result)
    }
  }
}

extension GRPCStatus {
  /// Reads a `google.rpc.Status`.
  init(wire: ArraySlice<UInt8>) throws {
    var (number, message) = (0, "")
    try readFields(wire) { field in
      switch field.number {
      case 1: number = try field.number64
      case 2: message = try field.text
      default: break
      }
    }
    self.init(number: number, message: message, pause: try Self.pause(inStatus: wire))
  }
}
