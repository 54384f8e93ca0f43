import Synchronization
import TestSupport
import Testing

@testable import Graph

/// One of a team: a clone with its own files, cache and model, which builds with the team's remotes.
struct SharingMember {
  let bench: Workbench

  init() throws { bench = try Workbench() }

  /// A build that has ended, with what the user was told of remotes.
  struct Shared {
    let built: Built
    let complaints: [String]
  }

  /// Writes the data files.
  func write(_ data: [String: [ToyRecord]]) throws {
    for (file, records) in data { try bench.folder.write(records.map { $0.line + "\n" }.joined(), to: file) }
  }

  /// Builds, with other kinds of stages if that is wished.
  func build(
    _ pipeline: ToyPipeline, sharing remotes: [SharingRemote], kinds: [any StageKind]? = nil, isDry: Bool = false,
    _ adjust: (inout BuildOptions) -> Void = { _ in }
  ) async throws -> Shared {
    let told = Complaints()
    var options = BuildOptions(now: WallClock.now)
    options.jobs = 2
    adjust(&options)
    let prepared = try bench.prepare(pipeline, kinds: kinds)
    let shared = SharedCache(
      remotes.map { SharedRemote($0, mayWrite: true) }, index: bench.index, store: bench.store, author: "somebody",
      program: "a test", warn: { told.add($0) }, now: { WallClock.now() / 1_000_000_000 })
    _ = bench.world.takeRan()
    let builder = Builder(
      pipeline: prepared, index: bench.index, store: bench.store, options: options, shared: shared)
    let store = bench.store
    let result =
      isDry
      ? try await builder.plan()
      : try await builder.build { for stage in $0.stages { _ = try stage.artifact?.layers(in: store) } }
    return Shared(
      built: Built(pipeline: prepared, result: result, ran: bench.world.takeRan(), warnings: []), complaints: told.all)
  }

  /// The first stage whose records are not those of the naive evaluator; nil if all is right.
  func difference(
    _ shared: Shared, _ pipeline: ToyPipeline, _ data: [String: [ToyRecord]]
  ) throws -> String? {
    let naive = NaiveEvaluator(pipeline: pipeline, data: data).evaluate()
    for stage in pipeline.stages {
      let seen = try shared.built.records(stage.name, in: bench.store)
      if seen != naive[stage.name]?.records {
        return "\(stage.name) is \(String(describing: seen)), not \(String(describing: naive[stage.name]?.records))"
      }
      let counts = shared.built.counts(stage.name)
      if counts.input != naive[stage.name]?.input || counts.executed + counts.failed + counts.waiting > counts.input {
        return "\(stage.name) counts \(counts)"
      }
    }
    return nil
  }
}

private final class Complaints: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
