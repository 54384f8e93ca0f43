/// What a server says it can do.
struct APICapabilities: Equatable, Sendable {
  /// Nil if it does not say.
  var digestFunctions: [Int]?
  var takesResults = true
  /// What a batch may hold in all; 0 if the server does not say.
  var largestBatch = 0
  /// Whether streams may be compressed with zstd.
  var compressesStreams = false
  /// Whether the blobs of a batch may be.
  var compressesBatches = false

  /// SHA-256's number among the API's digest functions.
  private static let sha256 = 1
  /// Zstd's number among its compressors.
  static let zstd = 1

  /// Whether the server names blobs as we do.
  var knowsSHA256: Bool { digestFunctions?.contains(Self.sha256) ?? true }

  /// How many bytes of blobs to put into one message: gRPC's servers take 4 MiB, frames and names included, unless told
  /// otherwise, and larger messages would bring nothing.
  var batchBytes: Int {
    let usual = 3 << 20
    return largestBatch <= 0 ? usual : min(usual, largestBatch)
  }

  /// Reads a `ServerCapabilities`.
  init(wire: ArraySlice<UInt8>) throws {
    self.init()
    try readFields(wire) { if $0.number == 1 { try readCache(try $0.bytes) } }
  }

  /// Those of a server that tells none.
  init() {}

  private mutating func readCache(_ bytes: ArraySlice<UInt8>) throws {
    takesResults = false
    try readFields(bytes) { field in
      switch field.number {
      case 1: digestFunctions = try (digestFunctions ?? []) + field.numbers
      case 2: try readFields(try field.bytes) { if $0.number == 1 { takesResults = try $0.number64 != 0 } }
      case 4: largestBatch = try field.number64
      case 6: compressesStreams = try compressesStreams || field.numbers.contains(Self.zstd)
      case 7: compressesBatches = try compressesBatches || field.numbers.contains(Self.zstd)
      default: break
      }
    }
  }
}

extension WireReader.Field {
  /// The numbers of a repeated field: packed, or one at a time.
  var numbers: [Int] {
    get throws {
      guard case .bytes(let bytes) = value else { return [try number64] }
      return try WireReader.packed(bytes)
    }
  }
}

extension WireReader {
  /// Numbers without tags between them.
  static func packed(_ bytes: ArraySlice<UInt8>) throws -> [Int] {
    var reader = WireReader(bytes)
    var numbers: [Int] = []
    while !reader.isAtEnd { numbers.append(Int(Int64(bitPattern: try reader.varint()))) }
    return numbers
  }
}
