import Testing

@testable import Graph

@Suite("A layer is its bytes: equal work makes equal bytes, and only whole bytes make a layer")
struct LayerTests {
  private static let seeds: Range<UInt64> = 0..<60

  @Test(arguments: seeds) func `what was encoded is decoded`(seed: UInt64) throws {
    let layer = RandomLayer(seed: seed).layer
    let decoded = try Layer(decoding: layer.encoded())
    #expect(decoded.encoded() == layer.encoded())
    #expect(decoded.map == layer.map)
    #expect(decoded.rejects == layer.rejects)
    #expect(decoded.inputRows == layer.inputRows && decoded.rows == layer.rows && decoded.fansOut == layer.fansOut)
    for column in layer.columns {
      let other = try #require(decoded.column(column.path))
      for row in 0..<layer.rows { #expect(other[row].value == column[row].value) }
    }
  }

  @Test(arguments: seeds) func `a layer holds the results that it was made of`(seed: UInt64) throws {
    let random = RandomLayer(seed: seed)
    let layer = random.layer
    var places = layer.places()[...]
    random.forEach { row, sample, result in
      if case .failure = result.outcome { return }
      guard let next = places.popFirst() else {
        Issue.record("too few places")
        return
      }
      #expect(next.row == row && next.sample == sample)
      #expect(layer.usage(at: next.place).map(Int.init) == result.usage)
      switch (result.outcome, next.place) {
      case (.fields(let values), .kept(let kept)):
        #expect(RandomLayer.paths.map { layer.column($0)?[kept].value ?? .missing } == values)
      case (.reject(let reason, let detail), .rejected(let number)):
        #expect(layer.rejects[number] == Reject(row: row, sample: sample, reason: reason, detail: detail))
      default: Issue.record("\(result.outcome) lies at \(next.place)")
      }
    }
    #expect(places.isEmpty)
  }

  @Test(arguments: seeds) func `reused and fresh results make the same bytes`(seed: UInt64) {
    let random = RandomLayer(seed: seed)
    let fresh = random.layer
    for share: UInt64 in 1...3 {
      var dice = SeededGenerator(seed: seed &+ share)
      let mixed = random.layer(reusing: fresh) { _ in dice.next() % 3 < share }
      #expect(mixed.encoded() == fresh.encoded())
    }
  }

  @Test(arguments: seeds) func `bytes cut anywhere are no layer`(seed: UInt64) {
    let bytes = RandomLayer(seed: seed).layer.encoded()
    for length in bytes.indices {
      #expect(throws: MalformedBytes.self, "cut at \(length)") { try Layer(decoding: Array(bytes[..<length])) }
    }
    #expect(throws: MalformedBytes.self) { try Layer(decoding: bytes + [0]) }
  }

  @Test(arguments: seeds) func `a flipped byte makes another sound layer, or none`(seed: UInt64) {
    let bytes = RandomLayer(seed: seed).layer.encoded()
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= UInt8(truncatingIfNeeded: seed &* 37 | 1)
      guard let layer = try? Layer(decoding: damaged) else { continue }
      readEverything(layer)
    }
  }

  @Test func `absurd counts are no layer`() async {
    await #expect(processExitsWith: .success) {
      var out = ByteWriter()
      out.bytes = Array("DBL1".utf8)
      // Rows in and out, flags, rejects, bounds, usage, columns.
      for word: UInt32 in [.max, .max, 0, 0, .max, 0, 0] { out.write(word) }
      #expect(throws: MalformedBytes.self) { try Layer(decoding: out.bytes) }
    }
  }

  /// Touches all that a reader may touch; what does not hang together would end the process here.
  private func readEverything(_ layer: Layer) {
    for place in layer.places() {
      _ = layer.usage(at: place.place)
      guard case .kept(let row) = place.place else { continue }
      for column in layer.columns { _ = column[row].value }
    }
    _ = LayerInfo(layer, digest: Digest(of: []))
  }
}

@Suite("What the index and the manifests keep of layers reads back the same, or not at all")
struct LayerInfoTests {
  private static let infos = (UInt64(0)..<20).map { seed in
    let layer = RandomLayer(seed: seed).layer
    return LayerInfo(layer, digest: Digest(of: layer.encoded()))
  }

  private static func summary(rejects: [LayerInfo.Tally]? = nil) -> ArtifactSummary {
    ArtifactSummary(
      infos, manifest: Digest(of: [7]),
      digests: InputDigests(records: 3, fields: [.init(path: "problem", digest: "abc"), .init(path: "x", digest: "")]))
  }

  @Test func `a layer's info`() throws {
    for info in Self.infos {
      var reader = ByteReader(info.encoded())
      #expect(try LayerInfo(from: &reader) == info)
      #expect(reader.isAtEnd)
    }
  }

  @Test func `a manifest`() throws {
    #expect(try Manifest.decode(Manifest.encode(Self.infos)) == Self.infos)
    #expect(try Manifest.decode(Manifest.encode([])) == [])
  }

  @Test func `a manifest that was cut or goes on is none`() {
    let bytes = Manifest.encode(Array(Self.infos.prefix(3)))
    for length in bytes.indices {
      #expect(throws: MalformedBytes.self) { try Manifest.decode(Array(bytes[..<length])) }
    }
    #expect(throws: MalformedBytes.self) { try Manifest.decode(bytes + [0]) }
  }

  @Test func `a flipped byte ends no process`() {
    let bytes = Manifest.encode(Array(Self.infos.prefix(5)))
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x81
      _ = try? Manifest.decode(damaged)
    }
  }

  @Test func `an artifact's summary`() throws {
    let summary = Self.summary()
    let decoded = try ArtifactSummary(decoding: summary.encoded())
    #expect(decoded.encoded() == summary.encoded())
    #expect(decoded.counts == summary.counts)
    #expect(decoded.digests == summary.digests)
    #expect(summary.input == Self.infos.reduce(0) { $0 + $1.inputRows })
    #expect(summary.kept == Self.infos.reduce(0) { $0 + $1.rows })
    #expect(summary.counts.rejected == Self.infos.reduce(0) { $0 + $1.rejected })
  }

  @Test func `a summary keeps sizes beyond 4 GiB`() throws {
    let large = LayerInfo(
      digest: Digest(of: []), inputRows: 1, rows: 1, isIdentity: true, mapDigest: Digest(of: []), columns: [],
      rejects: [], files: [.init(file: "train", rows: 1, bytes: 3 << 30)])
    let summary = ArtifactSummary([large, large, large], manifest: Digest(of: []))
    #expect(try ArtifactSummary(decoding: summary.encoded()).files == [.init(file: "train", rows: 3, bytes: 9 << 30)])
  }

  @Test func `a summary that was cut is none`() {
    let bytes = Self.summary().encoded()
    for length in bytes.indices {
      #expect(throws: MalformedBytes.self) { try ArtifactSummary(decoding: Array(bytes[..<length])) }
    }
  }

  @Test func `a summary with a reason twice ends no process`() async {
    await #expect(processExitsWith: .success) {
      let info = LayerInfo(
        digest: Digest(of: []), inputRows: 2, rows: 0, isIdentity: false, mapDigest: Digest(of: []), columns: [],
        rejects: [.init(reason: "a", count: 1), .init(reason: "b", count: 1)], files: [])
      var bytes = ArtifactSummary([info], manifest: Digest(of: [])).encoded()
      // The first 32 bytes are the manifest's name.
      for place in bytes.indices.dropFirst(32) where bytes[place] == UInt8(ascii: "b") {
        bytes[place] = UInt8(ascii: "a")
      }
      _ = try? ArtifactSummary(decoding: bytes).counts
    }
  }
}
