import Graph
import Testing

@testable import Remotes

@Suite("An entry is taken only as it was stored")
struct StoredEntryTests {
  private static let key = Digest(of: Array("key".utf8))
  private static let entry = RemoteEntry(
    value: Array("some value".utf8), blobs: (0..<5).map { BlobName(of: [$0]) },
    provenance: Provenance(author: "ann", made: 1, details: #"{"cost":1}"#))

  private static func bytes(keepsValueAsBlob: Bool = false) -> [UInt8] {
    entry.actionResult(key: key, keepsValueAsBlob: keepsValueAsBlob).wire
  }

  @Test func `as it was stored`() {
    #expect(StoredEntry(Self.bytes()[...], key: Self.key)?.checked == Self.entry)
    #expect(StoredEntry(Self.bytes(keepsValueAsBlob: true)[...], key: Self.key)?.checked == Self.entry)
    #expect(StoredEntry(Self.bytes()[...], key: Self.entry.blobs[0].digest)?.checked == nil)
  }

  @Test func `cut anywhere, it is no entry, or the same without its provenance`() {
    let bytes = Self.bytes()
    for count in 0..<bytes.count {
      guard let entry = StoredEntry(bytes[..<count], key: Self.key)?.checked else { continue }
      #expect(entry.agrees(with: Self.entry))
    }
  }

  @Test func `with any bit flipped, it is no entry, or says the same`() {
    let bytes = Self.bytes()
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        if let entry = StoredEntry(changed[...], key: Self.key)?.checked { #expect(entry.agrees(with: Self.entry)) }
      }
    }
  }

  @Test func `a server may put its own into it, and change the order`() throws {
    var result = try ActionResult(wire: Self.bytes()[...])
    result.files.reverse()
    result.files.insert(ActionResult.File(path: "log.txt", blob: .empty), at: 2)
    result.provenance = Provenance(author: "the server", made: 0)
    let unknown = wireMessage { message in
      message.add(4, 3)
      message.add(77, "extra".utf8)
    }
    let held = StoredEntry((unknown + result.wire + hex("5d00000000" + "610000000000000000"))[...], key: Self.key)
    #expect(held?.checked?.agrees(with: Self.entry) == true)
  }

  @Test func `a server may drop what lies within, and keep it as a blob`() throws {
    var result = try ActionResult(wire: Self.bytes(keepsValueAsBlob: true)[...])
    result.output = []
    let held = try #require(StoredEntry(result.wire[...], key: Self.key))
    #expect(held.checked == nil)
    #expect(held.absentValue == BlobName(of: Self.entry.value))
    #expect(held.filled(with: Self.entry.value).checked == Self.entry)
    #expect(held.filled(with: [1]).checked == nil)
  }

  @Test func `random bytes are no entry, and harm nobody`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0..<60)).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
      #expect(StoredEntry(bytes[...], key: Self.key)?.checked == nil)
      _ = try? APICapabilities(wire: bytes[...])
      _ = try? APIMessages.batch(bytes[...], hasBytes: true)
      _ = try? APIMessages.missing(bytes[...])
      _ = try? GRPCStatus.pause(inStatus: bytes[...])
      _ = GRPCFrames.messages(bytes)
      _ = Base64.decode(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(
    "lengths and numbers beyond measure are errors",
    arguments: [
      "0a", "0aff", "0affffffffffffffffff01", "0affffffffffffffff7f", "08", "08ffffffffffffffffffff",
      "08ffffffffffffffffff02",
      "00", "0b", "0c", "0e", "0f", "09", "0d000000", "f8ffffffff7f00",
    ])
  func malformed(bytes: String) {
    #expect(throws: WireError()) { try readFields(hex(bytes)[...]) { _ in } }
  }

  @Test func `messages within messages cost nothing until they are read`() throws {
    var bytes: [UInt8] = []
    for _ in 0..<2000 { bytes = wireMessage { $0.addPresent(2, bytes) } }
    #expect(StoredEntry(bytes[...], key: Self.key)?.checked == nil)
  }
}
