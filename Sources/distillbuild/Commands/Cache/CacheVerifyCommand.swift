import ArgumentParser
import Graph

struct CacheVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Looks at everything in the cache: each blob against its name, each entry against its blobs.",
    discussion: """
      Prints what is wrong and what that affects. Ends with status 0 if all is well, or was repaired, and with 1 if \
      something is wrong. What --repair removes is brought from the shared caches, or made again by the next build that \
      needs it. With --remote it looks at what the shared caches hold of this pipeline, instead.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(name: .long, help: "Removes what is damaged, and forgets what depends on it.")
  var repair = false

  @Flag(name: .long, help: "Looks at the shared caches; with --repair, stores anew from here what is of no use there.")
  var remote = false

  func run() async throws {
    if remote { return try await verifyRemotes() }
    let workspace = try Workspace(common, alone: repair ? "cache verify --repair" : nil)
    do {
      try await run(workspace)
    } catch is CancellationError {
      throw ExitStatus.interrupted
    }
  }

  private func run(_ workspace: Workspace) async throws {
    let verification = try CacheVerification(
      index: workspace.index, store: workspace.store, pipeline: workspace.pipeline,
      isInterrupted: { Interrupt.isAsked })
    let findings = try verification.findings()
    if !common.json {
      for finding in findings.all { Terminal.print(finding.description) }
      Terminal.print(findings.summary)
    }
    var left = findings
    var brought = 0
    if repair, !findings.all.isEmpty {
      (brought, left) = try await verification.repair(findings) { await bring($0, workspace) }
      if !common.json {
        Terminal.print(left.all.isEmpty ? CacheVerifyCommand.repaired : CacheVerifyCommand.notRepaired)
      }
    }
    if common.json { Terminal.print(findings.node(brought: brought, left: left).line) }
    if !left.all.isEmpty { throw ExitStatus.incomplete }
  }

  /// Brings blobs from the shared caches, as far as there are any.
  private func bring(_ blobs: [Digest], _ workspace: Workspace) async -> Set<Digest> {
    guard let shared = try? workspace.sharedCache(warn: { Terminal.note("warning: \($0)") }) else { return [] }
    try? await workspace.sharing(shared, quietly: true) { try await $0.mend() }
    return Set(blobs.filter { (try? workspace.store.contains($0)) == true })
  }

  private static let repaired = "repaired: what was wrong is removed, and made or fetched again when a build needs it"
  private static let notRepaired =
    "not repaired: the index itself is damaged; move index.sqlite away to start with an empty one"
}

extension CacheFindings {
  /// What was looked at, for people.
  fileprivate var summary: String {
    let result = all.isEmpty ? "all is well" : all.count.counted("finding")
    return
      "\(blobs.counted("blob")) of \(blobBytes.bytes) unpacked, \(entries.grouped) entries, \(calls.counted("call")): \(result)"
  }

  /// What `cache verify --json` prints.
  fileprivate func node(brought: Int, left: CacheFindings) -> JSONNode {
    .object([
      ("blobs", .number(blobs)), ("blobBytes", .number(blobBytes)), ("entries", .number(entries)),
      ("calls", .number(calls)),
      (
        "findings",
        .list(
          all.map { finding in
            let blob: JSONNode = if case .blob(let digest) = finding.subject { .text(digest.hex) } else { .null }
            return .object([
              ("blob", blob), ("fault", .text(finding.fault)), ("affects", .list(finding.affects.map { .text($0) })),
            ])
          })
      ),
      ("brought", .number(brought)), ("left", .number(left.all.count)),
    ])
  }
}
