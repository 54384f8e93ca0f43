/// The caches that a team shares, as the engine uses them.
///
/// All that is brought from one is checked and then lies in the local cache like work done here; a remote that fails costs a
/// warning, never the build. Only what is not here is asked for: coarse first, an artifact in one question.
package final class SharedCache: Sendable {
  let lines: [RemoteLine]
  let index: Index
  let store: any BlobStore
  /// Who is named as the author of what is shared from here.
  let author: String
  /// The program that made them, with its version.
  let program: String
  /// Seconds since 1970.
  let now: @Sendable () -> Int

  /// - Parameters:
  ///   - remotes: in the order in which they are asked.
  ///   - author: a person or a machine, as it calls itself.
  ///   - program: the program that makes results, with its version.
  ///   - warn: is told, once for each kind of trouble, what the user should know.
  ///   - now: seconds since 1970.
  package init(
    _ remotes: [SharedRemote], index: Index, store: any BlobStore, author: String,
    program: String = "distillbuild", warn: @escaping @Sendable (String) -> Void, now: @escaping @Sendable () -> Int
  ) {
    lines = remotes.map { RemoteLine($0, warn: warn) }
    self.index = index
    self.store = store
    self.author = author
    self.program = program
    self.now = now
  }

  /// Whether there is a remote that answers, as far as is known.
  package var mayRead: Bool { lines.contains(where: \.mayRead) }

  /// Whether there is a remote that takes results, as far as is known.
  package var mayWrite: Bool { lines.contains(where: \.mayWrite) }

  /// Forgets what the remotes were seen to hold, so that they are asked again.
  package func forgetHoldings() throws {
    for line in lines { try index.forgetHoldings(of: line.name) }
  }

  /// What went to and fro so far, by remote.
  package var traffic: [(remote: String, RemoteTraffic)] { lines.map { ($0.name, $0.traffic) } }

  /// Says of a result of a stage who made it and with what.
  func provenance(_ stage: Pipeline.Stage, _ calls: CallSum = CallSum()) -> Provenance {
    let told = stage.recipe.parts.filter { part in
      part.label == "model" || ["identity of ", "version of "].contains(where: part.label.hasPrefix)
    }
    var details: [(String, JSONNode)] = [("program", .text(program)), ("stage", .text(stage.name))]
    details += told.map { ($0.label, .text($0.value)) }
    if calls.calls > 0 {
      details += [
        ("calls", .number(calls.calls)), ("inputTokens", .number(calls.inputTokens)),
        ("outputTokens", .number(calls.outputTokens)), ("cost", JSONNode(.number(String(calls.cost)))),
      ]
    }
    return Provenance(author: author, made: now(), details: JSONNode.object(details).line)
  }
}

/// A remote and what may be done with it.
package struct SharedRemote: Sendable {
  package let remote: any Remote
  package let mayWrite: Bool

  package init(_ remote: any Remote, mayWrite: Bool) {
    self.remote = remote
    self.mayWrite = mayWrite
  }
}
