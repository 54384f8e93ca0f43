/// What lies under an artifact's key: its summary, the list of its layers as a blob, and the crates that they lie in.
struct SharedSummary {
  let summary: ArtifactSummary
  let manifest: BlobName
  private let crates: [BlobName]
  /// For each distinct layer, in order, its crate.
  private let numbers: [UInt32]

  init(summary: ArtifactSummary, manifest: BlobName, layers: [CratedLayer]) {
    self.summary = summary
    self.manifest = manifest
    crates = layers.crates
    numbers = layers.crateNumbers
  }

  /// Reads what `entry` wrote; nil for anything else.
  init?(_ entry: RemoteEntry) {
    var reader = ByteReader(entry.value)
    guard let bytes = try? reader.piece(), let summary = try? ArtifactSummary(decoding: bytes),
      let numbers = try? reader.words(), reader.isAtEnd, let manifest = entry.blobs.first
    else { return nil }
    self.summary = summary
    self.manifest = manifest
    self.numbers = numbers
    crates = Array(entry.blobs.dropFirst())
  }

  func entry(_ provenance: Provenance) -> RemoteEntry {
    var value = ByteWriter()
    value.write(piece: summary.encoded())
    value.write(numbers)
    return RemoteEntry(value: value.bytes, blobs: [manifest] + crates, provenance: provenance)
  }

  /// The layers with their crates; nil if they are not those that this speaks of.
  func crated(_ distinct: [LayerInfo]) -> [CratedLayer]? { distinct.crated(numbers, crates) }
}

extension RemoteEntry {
  /// Whether it speaks of the same artifact, wherever its layers lie.
  func isArtifact(_ summary: ArtifactSummary) -> Bool { artifact?.manifest == summary.manifest }

  /// The summary of the artifact that it speaks of; nil if it speaks of none.
  var artifact: ArtifactSummary? { SharedSummary(self)?.summary }

  /// The artifact's distinct layers with their crates; nil if it speaks of others.
  func crated(_ distinct: [LayerInfo]) -> [CratedLayer]? { SharedSummary(self)?.crated(distinct) }
}
