/// A blob as it travels: compressed, and, for a layer, with the keys of its results.
///
/// The keys lie in a skippable frame before the data (RFC 8878, section 3.1.2), so that the whole is still a zstd file. With
/// them whoever gets the layer finds its records one by one, as its maker does.
struct Parcel: Sendable {
  /// The blob, compressed with zstd.
  let packed: [UInt8]
  /// The keys, in the order of `Layer.places`; none where nobody looks records up.
  let keys: [ShortKey]?

  private static let magic: UInt32 = 0x184D_2A5D

  /// Puts the parts together.
  init(packed: [UInt8], keys: [ShortKey]? = nil) {
    self.packed = packed
    self.keys = keys
  }

  /// The blob, if it has this name.
  func unpacked(_ digest: Digest) -> [UInt8]? {
    SharedCache.zstd.decompress(packed).flatMap { Digest(of: $0) == digest ? $0 : nil }
  }

  /// How many bytes are to be sent.
  var size: Int { packed.count + (keys.map { 8 + $0.count * 16 } ?? 0) }

  /// The bytes to be sent.
  var bytes: [UInt8] {
    guard let keys else { return packed }
    var out = ByteWriter()
    out.bytes.reserveCapacity(8 + keys.count * 16 + packed.count)
    out.write(Parcel.magic)
    out.write(piece: ShortKey.bytes(keys))
    out.bytes.append(contentsOf: packed)
    return out.bytes
  }

  /// Takes apart what `bytes` put together; nil for anything else.
  init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard (try? reader.word()) == Parcel.magic else {
      self.init(packed: bytes)
      return
    }
    guard let frame = try? reader.piece(), frame.count % 16 == 0 else { return nil }
    self.init(packed: Array(bytes[(8 + frame.count)...]), keys: frame.withUnsafeBytes { ShortKey.list($0) })
  }
}
