internal import Graph

/// The parts of the Remote Execution API's `ActionResult` (version 2) that hold an entry.
///
/// Every server that stores build results takes such a message; some check it, keep only what they know, or add to it.
/// The entry's value is the action's standard output, its blobs are output files, and its provenance is the execution's
/// metadata.
struct ActionResult: Equatable {
  /// An output file: where an action would have put it, and what it contains.
  struct File: Equatable {
    let path: String
    let blob: BlobName
  }

  var files: [File] = []
  var output: [UInt8] = []
  /// The standard output as a blob, for when the server does not keep it within the message.
  var outputBlob: BlobName?
  var provenance: Provenance?

  /// The message.
  var wire: [UInt8] {
    wireMessage { message in
      for file in files {
        message.add(2) { inner in
          inner.add(1, file.path.utf8)
          inner.addPresent(2, file.blob.wire)
        }
      }
      message.add(5, output)
      if let outputBlob { message.addPresent(6, outputBlob.wire) }
      if let provenance { message.addPresent(9, provenance.wire) }
    }
  }

  /// Reads a message; fields of no interest here are passed over.
  init(wire: ArraySlice<UInt8>) throws {
    self.init()
    try readFields(wire) { field in
      switch field.number {
      case 2: files.append(try File(wire: try field.bytes))
      case 5: output = Array(try field.bytes)
      case 6: outputBlob = try BlobName(wire: try field.bytes)
      case 9: provenance = try Provenance(wire: try field.bytes)
      default: break
      }
    }
  }

  init() {}
}

extension ActionResult.File {
  init(wire: ArraySlice<UInt8>) throws {
    var (path, blob): (String, BlobName?) = ("", nil)
    try readFields(wire) { field in
      switch field.number {
      case 1: path = try field.text
      case 2: blob = try BlobName(wire: try field.bytes)
      default: break
      }
    }
    guard let blob else { throw WireError() }
    self.init(path: path, blob: blob)
  }
}

extension Provenance {
  private static let textType = "type.googleapis.com/google.protobuf.StringValue"

  /// An `ExecutedActionMetadata` message: the author is the worker, and the details are metadata of no fixed type.
  var wire: [UInt8] {
    wireMessage { message in
      message.add(1, author.utf8)
      message.add(4) { $0.add(1, made) }
      message.add(11) { any in
        any.add(1, Self.textType.utf8)
        any.add(2, wireMessage { $0.add(1, details.utf8) })
      }
    }
  }

  /// Reads the message; nil if it names no worker.
  init?(wire: ArraySlice<UInt8>) throws {
    var (author, made, details) = ("", 0, "{}")
    try readFields(wire) { field in
      switch field.number {
      case 1: author = try field.text
      case 4: try readFields(try field.bytes) { if $0.number == 1 { made = try $0.number64 } }
      case 11: details = try Self.details(try field.bytes) ?? details
      default: break
      }
    }
    guard !author.isEmpty else { return nil }
    self.init(author: author.plain(limit: 200), made: made, details: details)
  }

  private static func details(_ any: ArraySlice<UInt8>) throws -> String? {
    var (type, text): (String, String?) = ("", nil)
    try readFields(any) { field in
      switch field.number {
      case 1: type = try field.text
      case 2 where type == textType:
        try readFields(try field.bytes) { if $0.number == 1 { text = try $0.text } }
      default: break
      }
    }
    return text
  }
}
