import Foundation
import GRDB
import TestSupport
import Testing

@testable import Graph

/// A workbench whose blobs lie in a folder and whose runs are recorded, under a clock of its own: time goes on when a build
/// has ended, a thousand seconds each.
final class UpkeepBench {
  let bench: Workbench
  let store: FolderBlobStore
  private(set) var now = 1_000

  /// Times beyond are those of the machine, not of the clock.
  private static let machineTime = 1_000_000_000

  init() throws {
    let folder = try TemporaryFolder()
    store = FolderBlobStore(folder: folder.path(of: "blobs"))
    bench = try Workbench(store: store, storeFolder: folder)
  }

  /// Builds; unless it is to look killed, the run is recorded.
  func build(_ pipeline: ToyPipeline, isKilled: Bool = false) async throws -> Built {
    now += 1_000
    let built = try await bench.build(pipeline)
    try stamp()
    if !isKilled { try record(built) }
    return built
  }

  /// Dates everything that was made since the last time.
  private func stamp() throws {
    try bench.index.write { database in
      for table in ["actions", "call_values"] {
        try database.execute(
          sql: "UPDATE \(table) SET created = ? WHERE created > ?", arguments: [now, UpkeepBench.machineTime])
      }
    }
    for (digest, file) in try store.files().blobs where file.written > UpkeepBench.machineTime {
      try date(path(of: digest), now)
    }
  }

  func date(_ path: String, _ seconds: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(seconds))], ofItemAtPath: path)
  }

  func path(of digest: Digest) -> String { "\(store.folder)/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))" }

  private func record(_ built: Built) throws {
    try bench.index.record(
      pipeline: built.pipeline.path, started: now, seconds: 1, status: built.status, report: "{}",
      artifacts: Set(built.manifests.values)
    ) { _ in [:] }
  }

  func plan(_ options: SweepOptions = SweepOptions()) throws -> SweepPlan {
    try CacheSweep(index: bench.index, store: store).plan(options, now: now)
  }

  @discardableResult
  func sweep(_ adjust: (inout SweepOptions) -> Void = { _ in }) throws -> SweepPlan {
    var options = SweepOptions()
    adjust(&options)
    let plan = try plan(options)
    try CacheSweep(index: bench.index, store: store).carryOut(plan)
    return plan
  }

  func verification(_ pipeline: ToyPipeline) throws -> CacheVerification {
    try CacheVerification(index: bench.index, store: store, pipeline: try bench.prepare(pipeline))
  }

  /// What a look at everything finds, in words.
  func findings(_ pipeline: ToyPipeline) throws -> [String] {
    try verification(pipeline).findings().all.map(\.description)
  }
}
