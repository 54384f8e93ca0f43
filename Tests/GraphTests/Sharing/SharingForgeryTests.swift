import Testing

@testable import Graph

@Suite("What is told of a layer is checked against the layer, wherever that comes from", .timeLimit(.minutes(2)))
struct SharingForgeryTests {
  /// What somebody changed of a chunk that a log tells of, or of the crate that it lies in.
  enum Forgery: CaseIterable {
    case moreRows, fewerRows, otherMap, otherColumn, identity
    case shortKeys, noKeys, otherLayer, emptyCrate

    /// Changes a word of what is told of a layer: its digest comes first, then two numbers, a flag and the map's digest.
    func told(_ info: LayerInfo) -> LayerInfo? {
      var bytes = info.encoded()
      switch self {
      case .moreRows: bytes[36] += 1
      case .fewerRows: bytes[36] -= 1
      case .identity: bytes[40] ^= 1
      case .otherMap: bytes[50] ^= 1
      case .otherColumn: bytes[bytes.count - 20] ^= 1
      default: break
      }
      return LayerInfo(encoded: bytes)
    }

    func packed(_ crate: Crate) -> Crate {
      if self == .emptyCrate { return Crate([]) }
      return Crate(
        crate.items.enumerated().map { number, item in
          let parcel = item.parcel
          return switch self {
          case .shortKeys:
            Crate.Item(layer: item.layer, parcel: Parcel(packed: parcel.packed, keys: parcel.keys?.dropLast()))
          case .noKeys: Crate.Item(layer: item.layer, parcel: Parcel(packed: parcel.packed))
          case .otherLayer:
            Crate.Item(layer: item.layer, parcel: crate.items[(number + 1) % crate.items.count].parcel)
          default: item
          }
        })
    }
  }

  private let data = ["problems.jsonl": ToyRecord.numbered(1...12)]

  /// - Parameter revision: makes the same layers under another recipe.
  private func pipeline(revision: Int) -> ToyPipeline {
    ToyPipeline([
      .read(), .map("mapped", ["revision": .number(revision)]), .map("last", from: "mapped", ["reads": ["mapped"]]),
    ])
  }

  @Test("it is done without", arguments: Forgery.allCases, [false, true])
  func forged(forgery: Forgery, layersAreHere: Bool) async throws {
    let (remote, maker, member) = (SharingRemote(), try SharingMember(), try SharingMember())
    for one in [maker, member] { try one.write(data) }
    if layersAreHere { _ = try await member.build(pipeline(revision: 1), sharing: []) }
    _ = try await maker.build(pipeline(revision: 2), sharing: [remote])
    try forge(remote, forgery)
    let built = try await member.build(pipeline(revision: 2), sharing: [remote])
    #expect(try member.difference(built, pipeline(revision: 2), data) == nil)
    #expect(built.complaints.count < 2, "\(built.complaints)")
    let other = try SharingMember()
    try other.write(data)
    let again = try await other.build(pipeline(revision: 2), sharing: [remote])
    #expect(again.built.ran == [] && again.complaints == [])
  }

  /// Leaves only the logs, each with the forgery in it.
  private func forge(_ remote: SharingRemote, _ forgery: Forgery) throws {
    var count = 0
    remote.change { contents in
      for (key, entry) in contents.entries {
        guard let shipment = Shipment(entry), !shipment.chunks.isEmpty else {
          contents.entries[key] = nil
          continue
        }
        let chunks = shipment.chunks.compactMap { chunk -> (key: Digest, layer: CratedLayer)? in
          guard let info = forgery.told(chunk.layer.info),
            let crate = contents.blobs[chunk.layer.crate].flatMap({ Crate($0) })
          else { return nil }
          let bytes = forgery.packed(crate).bytes
          contents.blobs[BlobName(of: bytes)] = bytes
          return (chunk.key, CratedLayer(info: info, crate: BlobName(of: bytes)))
        }
        count += chunks.count
        contents.entries[key] = Shipment(chunks).entry(Provenance(author: "somebody", made: 1))
      }
    }
    try #require(count > 0)
  }
}

extension LayerInfo {
  /// Reads what `encoded` wrote; nil for anything else.
  fileprivate init?(encoded: [UInt8]) {
    var reader = ByteReader(encoded)
    guard let info = try? LayerInfo(from: &reader), reader.isAtEnd else { return nil }
    self = info
  }
}
