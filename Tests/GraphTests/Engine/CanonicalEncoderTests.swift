import Testing

@testable import Graph

@Suite("No two lists of pieces share a key")
struct CanonicalEncoderTests {
  enum Piece: Hashable {
    case text(String), bytes([UInt8]), number(Int), digest(UInt8), list(Int)
  }

  private static func encode(_ pieces: [Piece]) -> [UInt8] {
    var encoder = CanonicalEncoder("test")
    for piece in pieces {
      switch piece {
      case .text(let text): encoder.add(text: text)
      case .bytes(let bytes): encoder.add(bytes: bytes)
      case .number(let number): encoder.add(number)
      case .digest(let byte): encoder.add(Digest(of: [byte]))
      case .list(let count): encoder.beginList(count)
      }
    }
    return encoder.bytes
  }

  @Test(
    arguments: [
      ([.text("ab"), .text("c")], [.text("a"), .text("bc")]),
      ([.text("ab")], [.text("a"), .text("b")]),
      ([.text("")], []),
      ([.text("a")], [.bytes([0x61])]),
      ([.number(1)], [.list(1)]),
      ([.number(0)], [.number(-1)]),
      ([.list(1), .text("a"), .list(0)], [.list(0), .list(1), .text("a")]),
      ([.text("é")], [.text("e\u{301}")]),
      ([.text("\u{212B}")], [.text("Å")]),
      ([.text("a\0")], [.text("a")]),
    ] as [([Piece], [Piece])]) func `alike and yet different`(one: [Piece], other: [Piece])
  {
    #expect(Self.encode(one) != Self.encode(other))
  }

  @Test func `random lists: none is another's start, none is another`() {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededGenerator(seed: seed)
    let parts: [Piece] = [
      .text(""), .text("a"), .text("\u{1}"), .bytes([]), .bytes([1]), .number(0), .number(1), .digest(0), .list(0),
      .list(1),
    ]
    var seen: [[UInt8]: [Piece]] = [:]
    for _ in 0..<3000 {
      let pieces = (0..<Int.random(in: 0...4, using: &dice)).compactMap { _ in parts.randomElement(using: &dice) }
      let bytes = Self.encode(pieces)
      #expect(seen[bytes, default: pieces] == pieces, "seed \(seed)")
      seen[bytes] = pieces
    }
  }

  @Test func `a purpose of its own for each kind of key`() {
    #expect(CanonicalEncoder("chunk").digest != CanonicalEncoder("record").digest)
  }

  // Computed by another program from the description of the encoding. A change here makes everybody's cache worthless:
  // say so, or undo it.
  @Test func `the encoding is what it always was`() {
    #expect(
      Digest.hexText(Self.encode([.text("é"), .number(-2), .list(3)])).hasSuffix(
        "010200000000000000c3a903feffffffffffffff050300000000000000"))
    let pieces: [Piece] = [.text("é"), .bytes([0, 255]), .number(-2), .digest(7), .list(3)]
    #expect(Digest(of: Self.encode(pieces)).hex == "4a6eb3540b6f0f193eca2ddaeef0a254a44bbd3e6941026163c8ccc36235cb58")
    let recipe = Recipe([.init("prompt", .ingredient, "\"solve\""), .init("maxTurns", .bound, "8")])
    #expect(recipe.digest.hex == "6726615c61f4bf896254a5669e92b3a2e56abbfc12398719680838ba08b3065b")
    #expect(recipe.ingredients.hex == "586ec17acd41300ed50510b46614a30c383673254c4ccd9c10735dbba75c0918")
  }
}

@Suite("A digest is SHA-256, and reads back only what it wrote")
struct DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ]) func `of known texts`(text: String, hex: String) throws {
    let digest = Digest(of: Array(text.utf8))
    #expect(digest.hex == hex)
    #expect(Digest(hex: hex) == digest)
    #expect(Digest(bytes: digest.bytes) == digest)
  }

  @Test func `fed in pieces, it is the same`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    for cut in [0, 1, 63, 64, 65, 999, 1000] {
      var hasher = SHA256Hasher()
      hasher.update(Array(bytes[..<cut]))
      _ = hasher.finish()
      hasher.update(Array(bytes[cut...]))
      #expect(hasher.finish() == Digest(of: bytes))
    }
  }

  @Test(arguments: ["", "a", "A", "g", "é"]) func `other texts are none`(text: String) {
    for count in [32, 63, 64, 65, 66] where text != "a" || count != 64 {
      #expect(Digest(hex: String(repeating: text, count: count)) == nil)
    }
  }

  @Test func `digests are in the order of their bytes`() {
    let digests = (UInt8(0)..<50).map { Digest(of: [$0]) }
    #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
  }
}
