/// Some layers in one blob.
///
/// A request costs a remote about as much as a hundred kilobytes do, so layers do not travel one by one.
struct Crate: Sendable {
  /// A layer's blob, on its way.
  struct Item: Sendable {
    let layer: Digest
    let parcel: Parcel
  }

  let items: [Item]

  /// A crate is closed when it holds so many layers, or so many bytes.
  static let (mostLayers, mostBytes) = (16, 2 << 20)

  private static let magic: UInt32 = 0x3143_4244

  /// The bytes to be sent.
  var bytes: [UInt8] {
    var out = ByteWriter()
    out.write(Crate.magic)
    out.write(items.count)
    for item in items {
      out.write(item.layer)
      out.write(piece: item.parcel.bytes)
    }
    return out.bytes
  }

  init(_ items: [Item]) { self.items = items }

  /// Reads what `bytes` wrote; nil for anything else.
  init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard (try? reader.word()) == Crate.magic, let count = try? reader.count() else { return nil }
    var items: [Item] = []
    for _ in 0..<count {
      guard let layer = try? reader.digest(), let parcel = (try? reader.piece()).flatMap({ Parcel($0) }) else {
        return nil
      }
      items.append(Item(layer: layer, parcel: parcel))
    }
    guard reader.isAtEnd else { return nil }
    self.items = items
  }
}

/// A layer, and the crate that it lies in at a remote.
struct CratedLayer: Sendable {
  let info: LayerInfo
  let crate: BlobName
}

extension [CratedLayer] {
  /// For each layer, the number of its crate among `crates`.
  var crateNumbers: [UInt32] {
    let numbers = Dictionary(crates.enumerated().map { ($1, UInt32($0)) }) { one, _ in one }
    return compactMap { numbers[$0.crate] }
  }

  /// Each crate once, in order.
  var crates: [BlobName] {
    var seen: Set<BlobName> = []
    return compactMap { seen.insert($0.crate).inserted ? $0.crate : nil }
  }
}

extension [LayerInfo] {
  /// Each layer once: chunks that are alike have one layer.
  var distinct: [LayerInfo] {
    var seen: Set<Digest> = []
    return filter { seen.insert($0.digest).inserted }
  }

  /// The layers with their crates, by the crates' numbers; nil if these do not fit.
  func crated(_ numbers: [UInt32], _ crates: [BlobName]) -> [CratedLayer]? {
    guard count == numbers.count, numbers.allSatisfy({ Int($0) < crates.count }) else { return nil }
    return zip(self, numbers).map { CratedLayer(info: $0, crate: crates[Int($1)]) }
  }
}
