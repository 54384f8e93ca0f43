/// What a build or a plan found out.
package struct BuildResult: Sendable {
  package var status: BuildStatus
  package var stages: [StageResult]
  package var failures: [Failure]

  /// One stage, with what is needed to look into it later.
  package struct StageResult: Sendable {
    package let stage: Pipeline.Stage
    package var counts: StageCounts
    /// In a plan: whether `counts.executed` is only an upper bound.
    package var isAtMost = false
    /// In a plan: the calls that the work would take, if none of them is remembered.
    package var calls = CallEstimate.none
    /// Whether everything was there before, whole or chunk by chunk.
    package var isFresh: Bool
    /// Where the artifact can be found; nil if it is not whole.
    package var artifact: StageArtifact?
    /// The layers of a stage that did not come out whole, as far as there are any.
    package var partialLayers: [LayerInfo] = []
    /// What its inputs looked like; nil where nothing was looked at because the artifact was there, or, in a plan, where
    /// it cannot be told.
    package var digests: InputDigests?
    /// Why it was not fresh.
    package var changes: [Change] = []
  }
}

extension BuildResult.StageResult {
  /// Names what the stage made, whole or not.
  package var outputDigest: Digest { artifact?.manifest ?? Digest(of: Manifest.encode(partialLayers)) }

  /// The layers that the stage made, whole or not.
  /// - Throws: `DamagedBlob`, `DiskError`.
  package func layers(in store: any BlobStore) throws -> [LayerInfo] {
    try artifact?.layers(in: store) ?? partialLayers
  }
}

/// A whole artifact of one stage.
package struct StageArtifact: Sendable, Equatable {
  package let manifest: Digest
  package let files: [LayerInfo.FileTally]

  /// The layers, in order.
  /// - Throws: `DamagedBlob`, `DiskError`.
  package func layers(in store: any BlobStore) throws -> [LayerInfo] {
    guard let bytes = try store.read(manifest), let layers = try? Manifest.decode(bytes) else {
      throw DamagedBlob(digest: manifest)
    }
    return layers
  }
}

/// What a stage's inputs looked like, field by field: the base for telling what changed.
package struct InputDigests: Sendable, Equatable {
  package var records: Int
  package var fields: [Field]

  package init(records: Int, fields: [Field]) {
    self.records = records
    self.fields = fields
  }

  package struct Field: Sendable, Equatable {
    package let path: String
    package let digest: String
  }
}
