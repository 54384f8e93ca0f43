internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Looks at everything in a cache: each blob against its name, each entry against its blobs and its own form.
package struct CacheVerification {
  private let index: Index
  private let store: FolderBlobStore
  private let names: StageNames
  private let isInterrupted: @Sendable () -> Bool

  /// - Parameter pipeline: whose stages are called by their names.
  package init(
    index: Index, store: FolderBlobStore, pipeline: Pipeline, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws {
    (self.index, self.store, self.isInterrupted) = (index, store, isInterrupted)
    names = try StageNames(index, pipeline)
  }

  /// Looks at everything and changes nothing. Others may use the cache meanwhile.
  /// - Throws: `DiskError`, `IndexError`; `CancellationError` if interrupted.
  package func findings() throws -> CacheFindings {
    let complaints = try index.complaints()
    var checks = try BlobChecks(store, isInterrupted: isInterrupted)
    var findings = CacheFindings()
    (findings.blobs, findings.blobBytes) = (checks.states.count, checks.bytes)
    findings.isIndexSound = complaints.isEmpty
    findings.all = complaints.map { CacheFinding(.index, $0) }
    var affected = AffectedParts()
    if complaints.isEmpty {
      var rows = RowChecks(names: names, checks: checks, store: store)
      try rows.check(index, isInterrupted)
      (checks, affected) = (rows.checks, rows.affected)
      findings.take(rows)
    }
    for (digest, state) in checks.states.sorted(by: { $0.key < $1.key }) {
      let fault: String
      switch state {
      case .missing: fault = "is missing"
      case .damaged: fault = "is not what its name says"
      case .foreign where affected.has(digest): fault = "is neither a layer nor a list of layers"
      case .list, .layer, .foreign: continue
      }
      findings.badBlobs.append(digest)
      findings.all.append(CacheFinding(.blob(digest), fault, affects: affected.words(of: digest)))
    }
    findings.all += affected.entryFindings
    return findings
  }

  /// Removes what cannot be used, so that it is made or fetched again when it is needed. Undamaged results stay.
  ///
  /// Who calls this must be alone with the cache.
  /// - Parameter fetch: tries to bring some blobs from elsewhere, and tells which it brought.
  /// - Returns: how many blobs were brought, and what is still wrong: nothing but a damaged index.
  package func repair(
    _ findings: CacheFindings, fetch: ([Digest]) async -> Set<Digest> = { _ in [] }
  ) async throws -> (brought: Int, left: CacheFindings) {
    var findings = findings
    var brought = 0
    // A damaged file would stand in the way of a good one.
    for digest in findings.badBlobs { try store.remove(digest) }
    if !findings.badBlobs.isEmpty {
      brought = await fetch(findings.badBlobs).count
      // What was brought is believed no more than what was there.
      if brought > 0 {
        findings = try self.findings()
        for digest in findings.badBlobs { try store.remove(digest) }
      }
    }
    guard findings.isIndexSound else { return (brought, findings) }
    try index.remove(findings)
    return (brought, CacheFindings())
  }
}

extension Index {
  /// What SQLite finds wrong with its file.
  fileprivate func complaints() throws -> [String] {
    try read { try String.fetchAll($0, sql: "PRAGMA quick_check(20)") }.filter { $0 != "ok" }
  }

  /// Removes the rows that some findings are about, all or none.
  fileprivate func remove(_ findings: CacheFindings) throws {
    try write { database in
      for (table, seqs) in [
        ("actions", findings.actions), ("key_lists", findings.keyLists),
        ("call_values", findings.callValues),
      ] {
        let statement = try database.cachedStatement(sql: "DELETE FROM \(table) WHERE seq = ?")
        for seq in seqs { try statement.execute(arguments: [seq]) }
      }
      try database.execute(sql: "DELETE FROM call_keys WHERE seq NOT IN (SELECT seq FROM call_values)")
      let statement = try database.cachedStatement(sql: "DELETE FROM run_artifacts WHERE artifact = ?")
      for blob in findings.badBlobs { try statement.execute(arguments: [blob.data]) }
    }
  }
}
