/// A kind of stage: what may be written about it, and how a stage of it is made ready.
package protocol StageKind: Sendable {
  var declaration: KindDeclaration { get }

  /// Raised whenever the kind would make something else of the same input.
  var version: Int { get }

  /// Turns a validated declaration into a stage that can run.
  /// - Throws: `PipelineProblems` for what only the kind itself can see is wrong.
  func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage
}

/// What a kind may look at while it prepares a stage.
package struct PreparationContext: Sendable {
  package let document: PipelineDocument
  /// Absolute folder of the pipeline file.
  package let folder: String
  /// The digest of a file's content, by absolute path.
  package let fileDigest: @Sendable (_ path: String) throws -> Digest
  /// The fields that all of the stage's inputs have; nil where a mistake before it leaves them unknown.
  package let fields: [FieldPath]?

  package init(
    document: PipelineDocument, folder: String, fields: [FieldPath]? = nil,
    fileDigest: @escaping @Sendable (_ path: String) throws -> Digest
  ) {
    self.document = document
    self.folder = folder
    self.fields = fields
    self.fileDigest = fileDigest
  }

  /// A path of the pipeline file, made absolute.
  package func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  /// One problem of this pipeline, ready to be thrown.
  package func problem(_ position: SourcePosition, _ message: String) -> PipelineProblems {
    PipelineProblems([Problem(file: document.file, position: position, message: message)])
  }
}

/// A stage with everything computed from its parameters.
package struct PreparedStage: Sendable {
  /// The fields it is handed, and nothing else.
  package var reads: [FieldPath]
  /// The fields it adds, in the order in which outcomes give them. A source may add more inside these.
  package var adds: [FieldPath]
  /// Recipe parts beyond the kind, its version and the parameters: versions of tools and of `Answers`, a provider's own.
  package var parts: [Recipe.Part]
  /// How many results each record gets, for kinds that make samples.
  package var samples: Int?
  /// The bounds whose use it reports with each result.
  package var bounds: [Bound]
  package var work: Work

  /// A bound and its value today.
  package struct Bound: Sendable {
    package let name: String
    package let value: Int

    package init(_ name: String, _ value: Int) {
      self.name = name
      self.value = value
    }
  }

  package enum Work: Sendable {
    case source(any Source)
    case map(any MapStage)
    case wait(any WaitingStage)
    case mapGroups(any GroupStage)
    case decide(any DecidingStage)
  }

  package init(
    reads: [FieldPath], adds: [FieldPath], parts: [Recipe.Part] = [], samples: Int? = nil, bounds: [Bound] = [],
    work: Work
  ) {
    self.reads = reads
    self.adds = adds
    self.parts = parts
    self.samples = samples
    self.bounds = bounds
    self.work = work
    precondition(
      !isGrouped || samples == nil && bounds.isEmpty, "a group has one result for each member, whole or none")
  }

  /// Whether its unit of work is the group, not the record.
  package var isGrouped: Bool { if case .mapGroups = work { true } else { false } }
}

/// One thing to do: a record, and which of its samples.
package struct WorkUnit: Sendable {
  package let record: Record
  /// From 0.
  package let sample: Int
}

/// A stage whose every record stands for itself.
package protocol MapStage: Sendable {
  /// The results of some units of one chunk, in their order.
  /// - Throws: only what makes going on pointless; what concerns one unit is a failure in its result.
  func run(_ units: [WorkUnit]) async throws -> [StageResult]
}

/// A map stage that needs nothing but the record, not even time.
package protocol RecordStage: MapStage {
  /// The result for one record.
  func result(for record: Record, sample: Int) -> StageResult
}

extension RecordStage {
  package func run(_ units: [WorkUnit]) async throws -> [StageResult] {
    units.map { result(for: $0.record, sample: $0.sample) }
  }
}

/// A stage that looks at the members of a group together: votes, pass rates.
///
/// A group is a run of records that come from one record of a source: the samples of one problem, as far as the stages
/// before have kept them. It is never cut by a chunk, is keyed by what is read of all its members, in order, and is not
/// handed over in a build in which a stage before failed at one of its members.
package protocol GroupStage: Sendable {
  /// The results of a group's members, in their order. If one is a failure, the whole group has failed.
  /// - Throws: only what makes going on pointless.
  func run(_ group: [Record]) async throws -> [StageResult]
}

/// A stage that looks at all records before it decides on each: duplicates, balance, caps.
///
/// Each chunk's summary is remembered, so is each chunk's part of the decision applied.
package protocol DecidingStage: Sendable {
  /// What the decision needs to know of one chunk.
  func summarise(_ chunk: ChunkView) throws -> [UInt8]

  /// From all summaries, in order, the part of the decision that concerns each chunk.
  func decide(_ summaries: [[UInt8]]) throws -> [[UInt8]]

  /// The outcome for each row of a chunk.
  func apply(_ decision: [UInt8], to chunk: ChunkView) throws -> [Outcome]
}
