import Testing

@testable import Graph

@Suite("What travels is read as it was written, and garbage is nothing")
struct SharingCodingTests {
  private var dice = SeededGenerator(seed: 7)

  private mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0 ... .max, using: &dice) }
  }

  private mutating func keys(_ count: Int) -> [ShortKey] { (0..<count).map { _ in Digest(of: bytes(8)).short } }

  /// Bytes that are nearly right: cut, with others behind, or with some changed.
  private mutating func spoiled(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    switch Int.random(in: 0..<4, using: &dice) {
    case 0: bytes.removeLast(Int.random(in: 0...bytes.count, using: &dice))
    case 1: bytes += self.bytes(Int.random(in: 1...20, using: &dice))
    case 2: bytes.removeFirst(Int.random(in: 0...min(20, bytes.count), using: &dice))
    default: break
    }
    for _ in 0..<Int.random(in: 0...4, using: &dice) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &dice)
      // Lengths are where it hurts.
      bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, .random(in: 0 ... .max, using: &dice)].randomElement(using: &dice) ?? 0
    }
    return bytes
  }

  @Test mutating func `parcels`() {
    for count in [0, 1, 2, 255, 1000] {
      let (packed, keys) = (SharedCache.zstd.compress(bytes(100)), keys(count))
      let bytes = Parcel(packed: packed, keys: keys).bytes
      #expect(Parcel(bytes)?.packed == packed && Parcel(bytes)?.keys == keys)
      // The keys hide in a frame that zstd passes over.
      #expect(SharedCache.zstd.decompress(bytes, size: 100) == SharedCache.zstd.decompress(packed))
      #expect(Parcel(Parcel(packed: packed).bytes)?.keys == nil)
    }
    for _ in 0..<20_000 {
      let parcel = Parcel(spoiled(Parcel(packed: SharedCache.zstd.compress([1, 2, 3]), keys: keys(3)).bytes))
      #expect((parcel?.keys?.count ?? 0) < 100)
      _ = parcel.flatMap { SharedCache.zstd.decompress($0.packed, size: 3) }
    }
  }

  @Test mutating func `crates`() {
    let items = (0..<5).map { number in
      Crate.Item(layer: Digest(of: [UInt8(number)]), parcel: Parcel(packed: bytes(40), keys: keys(number)))
    }
    let crate = Crate(items).bytes
    #expect(Crate(crate)?.items.map(\.layer) == items.map(\.layer))
    #expect(Crate(crate)?.items.map(\.parcel.keys) == items.map(\.parcel.keys))
    #expect(Crate(Crate([]).bytes)?.items.isEmpty == true)
    for _ in 0..<20_000 { #expect((Crate(spoiled(crate))?.items.count ?? 0) <= 5) }
  }

  @Test mutating func `shipments`() {
    var builder = LayerBuilder(inputRows: 2, paths: ["made"])
    for row in 0..<2 { builder.append(row: row, sample: 0, result: StageResult(.fields([.text("made")]))) }
    let layer = builder.finish()
    let info = LayerInfo(layer, digest: Digest(of: layer.encoded()))
    let chunks = (0..<4).map { number in
      let crate = BlobName(digest: Digest(of: [UInt8(number / 2)]), size: number / 2)
      return (key: Digest(of: [1, UInt8(number)]), layer: CratedLayer(info: info, crate: crate))
    }
    let entry = Shipment(chunks).entry(Provenance(author: "somebody", made: 1))
    #expect(entry.blobs.count == 2)
    #expect(Shipment(entry)?.chunks.map(\.key) == chunks.map(\.key))
    #expect(Shipment(entry)?.chunks.map(\.layer.crate) == chunks.map(\.layer.crate))
    #expect(Shipment(entry)?.chunks.map(\.layer.info) == chunks.map(\.layer.info))
    for _ in 0..<20_000 {
      var other = entry
      other.value = spoiled(entry.value)
      if Bool.random(using: &dice) { other.blobs.removeLast() }
      #expect((Shipment(other)?.chunks.count ?? 0) <= 4)
      #expect((other.artifact?.chunks ?? 0) < 1 << 32)
    }
  }

  @Test mutating func `replies`() async throws {
    let member = try SharingMember()
    let cache = SharedCache(
      [SharedRemote(SharingRemote(), mayWrite: true)], index: member.bench.index, store: member.bench.store,
      author: "somebody", program: "a test", warn: { _ in }, now: { 1 })
    let replies = [
      CallReply(body: []),
      CallReply(body: bytes(1000), usage: [3, 4], hitBound: true, provenance: "{\"model\":\"m\"}"),
      CallReply(body: bytes(300_000), usage: [0]),
    ]
    for reply in replies {
      let (entry, blob) = cache.entry(for: reply, made: 5)
      #expect((blob != nil) == (reply.body.count > 200_000) && entry.blobs == (blob.map { [BlobName(of: $0)] } ?? []))
      #expect(entry.provenance == Provenance(author: "somebody", made: 5, details: reply.provenance))
      if let blob { #expect(await cache.lines[0].write([(BlobName(of: blob), blob)]) == [true]) }
      #expect(await cache.reply(in: entry, under: Digest(of: []), from: cache.lines[0]) == reply)
    }
    let entry = cache.entry(for: replies[1], made: 5).entry
    for _ in 0..<5000 {
      var other = entry
      other.value = spoiled(entry.value)
      // Whatever it says, it is no more than was sent.
      #expect((await cache.reply(in: other, under: Digest(of: []), from: cache.lines[0])?.body.count ?? 0) < 1 << 20)
    }
  }
}
