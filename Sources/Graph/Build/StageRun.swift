/// One stage while it is made.
struct StageRun {
  let stage: Pipeline.Stage
  /// For sources, the run of lines at each place.
  var pieces: [(file: CutFile, piece: LineCutter.Piece)] = []
  /// Chunks that have arrived and are not done with.
  var chunks: [Int: Chunk] = [:]
  var found: [Int: FoundResults] = [:]
  var reads: [Digest?]
  var keys: [Digest?]
  var summaries: [[UInt8]?]
  var decisions: [[UInt8]] = []
  var outputs: [LayerInfo?]
  var ids: [Int: [ShortKey]] = [:]
  var counts = StageCounts()
  /// In a dry run: of the inputs counted as executed, those that only may have to be.
  var uncertain = 0
  /// In a dry run: the calls that the inputs counted as executed would take.
  var calls = CallEstimate.none
  var done = 0
  var hasUnknown = false
  /// In a dry run: whether some of what it hands on is not known.
  var hasUnknownOutput = false

  init(_ stage: Pipeline.Stage, places: Int) {
    self.stage = stage
    reads = Array(repeating: nil, count: places)
    keys = Array(repeating: nil, count: places)
    summaries = Array(repeating: nil, count: places)
    outputs = Array(repeating: nil, count: places)
  }
}
