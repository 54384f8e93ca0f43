/// What a build did at one stage.
package struct StageCounts: Sendable, Equatable {
  /// Records in and out.
  package var input = 0
  package var kept = 0
  package var rejected = 0
  /// Inputs of which something could not be done.
  package var failed = 0
  /// Inputs that were not looked at, because a stage before failed at a member of their group.
  package var waiting = 0
  /// Inputs for which the stage's function really ran.
  package var executed = 0
  package var chunksExecuted = 0
  package var chunksReused = 0
  package var calls = CallCounts()
  /// The finest grain at which something was reused.
  package var grain: ReuseGrain?
  /// Rejected results by reason.
  package var rejects: [String: Int] = [:]

  package var reused: Int { input - executed - failed - waiting }

  /// From coarse to fine.
  package enum ReuseGrain: String, Sendable, Comparable {
    case artifact, chunk, record

    package static func < (one: ReuseGrain, other: ReuseGrain) -> Bool { one.rank < other.rank }

    private var rank: Int {
      switch self {
      case .artifact: 0
      case .chunk: 1
      case .record: 2
      }
    }
  }

  mutating func reused(at grain: ReuseGrain) { self.grain = max(self.grain ?? grain, grain) }

  /// Counts as executed what an earlier try of the same build executed and this one found.
  mutating func addFoundAgain(_ earlier: StageCounts?) {
    guard let earlier else { return }
    executed = min(input - failed - waiting, executed + earlier.executed)
    let chunks = min(chunksReused, earlier.chunksExecuted)
    chunksExecuted += chunks
    chunksReused -= chunks
    calls.add(earlier.calls)
  }

  mutating func add(_ info: LayerInfo, input: Int) {
    self.input += input
    kept += info.rows
    rejected += info.rejected
    for tally in info.rejects { rejects[tally.reason, default: 0] += tally.count }
  }
}

/// What the index remembers of a whole artifact: the list of its layers, and what a report says of it.
struct ArtifactSummary: Sendable {
  /// The blob that lists the layers.
  let manifest: Digest
  let input: Int
  let kept: Int
  let chunks: Int
  let rejects: [LayerInfo.Tally]
  let files: [LayerInfo.FileTally]
  /// What its inputs looked like, so that a later change can be named.
  let digests: InputDigests

  /// Sums up layers that lie under `manifest`.
  init(_ layers: [LayerInfo], manifest: Digest, digests: InputDigests = InputDigests(records: 0, fields: [])) {
    self.manifest = manifest
    self.digests = digests
    input = layers.reduce(0) { $0 + $1.inputRows }
    kept = layers.reduce(0) { $0 + $1.rows }
    chunks = layers.count
    var reasons: [String: Int] = [:]
    var files: [String: LayerInfo.FileTally] = [:]
    for layer in layers {
      for tally in layer.rejects { reasons[tally.reason, default: 0] += tally.count }
      for tally in layer.files {
        var sum = files[tally.file] ?? .init(file: tally.file, rows: 0, bytes: 0)
        sum.rows += tally.rows
        sum.bytes += tally.bytes
        files[tally.file] = sum
      }
    }
    rejects = reasons.sorted { $0.key < $1.key }.map { LayerInfo.Tally(reason: $0.key, count: $0.value) }
    self.files = files.values.sorted { $0.file < $1.file }
  }

  var counts: StageCounts {
    var counts = StageCounts()
    counts.input = input
    counts.kept = kept
    counts.rejected = rejects.reduce(0) { $0 + $1.count }
    counts.rejects = Dictionary(rejects.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
    counts.chunksReused = chunks
    counts.grain = .artifact
    return counts
  }

  func encoded() -> [UInt8] {
    var out = ByteWriter()
    out.write(manifest)
    out.write(input)
    out.write(kept)
    out.write(chunks)
    out.write(rejects.count)
    for tally in rejects {
      out.write(tally.reason)
      out.write(tally.count)
    }
    out.write(files.count)
    for tally in files {
      out.write(tally.file)
      out.write(tally.rows)
      // An artifact's files may pass 4 GiB.
      out.write(tally.bytes >> 32)
      out.write(tally.bytes & 0xFFFF_FFFF)
    }
    out.write(digests.records)
    out.write(digests.fields.count)
    for field in digests.fields {
      out.write(field.path)
      out.write(field.digest)
    }
    return out.bytes
  }

  init(decoding bytes: [UInt8]) throws(MalformedBytes) {
    var reader = ByteReader(bytes)
    manifest = try reader.digest()
    input = try reader.count()
    kept = try reader.count()
    chunks = try reader.count()
    var rejects: [LayerInfo.Tally] = []
    for _ in 0..<(try reader.count()) { rejects.append(.init(reason: try reader.text(), count: try reader.count())) }
    var files: [LayerInfo.FileTally] = []
    for _ in 0..<(try reader.count()) {
      files.append(
        .init(
          file: try reader.text(), rows: try reader.count(),
          bytes: try reader.count() << 32 | (try reader.count())))
    }
    self.rejects = rejects
    self.files = files
    let records = try reader.count()
    var fields: [InputDigests.Field] = []
    for _ in 0..<(try reader.count()) { fields.append(.init(path: try reader.text(), digest: try reader.text())) }
    digests = InputDigests(records: records, fields: fields)
  }
}

/// The list of an artifact's layers, as a blob.
enum Manifest {
  static func encode(_ layers: [LayerInfo]) -> [UInt8] {
    var out = ByteWriter()
    out.bytes.append(contentsOf: "DBM1".utf8)
    out.write(layers.count)
    for layer in layers { layer.write(to: &out) }
    return out.bytes
  }

  static func decode(_ bytes: [UInt8]) throws(MalformedBytes) -> [LayerInfo] {
    var reader = ByteReader(bytes)
    guard try reader.word() == 0x314D_4244 else { throw MalformedBytes() }
    var layers: [LayerInfo] = []
    for _ in 0..<(try reader.count()) { layers.append(try LayerInfo(from: &reader)) }
    guard reader.isAtEnd else { throw MalformedBytes() }
    return layers
  }
}
