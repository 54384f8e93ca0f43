internal import Graph

/// Something a solver may call by name, with arguments that the tool declares.
///
/// What a model did wrong (bad arguments, code that raises, a computation that never ends) comes back as a result for
/// the model to read. Only trouble of the machine is thrown: it is reported, and never stored as a result.
package protocol Tool: Sendable {
  /// Its name, what it does, and what it takes.
  var spec: ToolSpec { get }
  /// What its results depend on beside the arguments: part of every recipe that uses the tool.
  var version: String { get }

  /// Does what is asked.
  func call(_ arguments: ToolArguments, in session: ToolSession) async throws(ToolTrouble) -> ToolResult
  /// Makes sure that calls can be done, so that nothing is spent on a build that cannot use its tools.
  func prepare() async throws(ToolTrouble)
  /// Lets go of what is held for a session that makes no more calls.
  func end(_ session: ToolSession) async
}

extension Tool {
  /// Nothing to make.
  package func prepare() async throws(ToolTrouble) {}
  /// Nothing is held.
  package func end(_ session: ToolSession) async {}

  /// Does what a JSON text asks; arguments that do not fit come back as an error.
  package func call(_ arguments: [UInt8], in session: ToolSession) async throws(ToolTrouble) -> ToolResult {
    switch spec.read(arguments) {
    case .failure(let mistake): return .error(mistake.message)
    case .success(let arguments): return try await call(arguments, in: session)
    }
  }

  /// What recipes keep of the tool: its name, with a version that also covers what models are told of it.
  package var identity: ToolIdentity {
    ToolIdentity(name: spec.name, version: "\(version), declared \(spec.digest.hex.prefix(12))")
  }
}

/// A tool as recipes know it.
package struct ToolIdentity: Sendable, Hashable {
  /// The tool's name.
  package var name: String
  /// Differs whenever a result may.
  package var version: String
}

/// Why a call could not be done, through no fault of the call: no Python, no sandbox, no memory for a process.
package struct ToolTrouble: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and the way out, as one sentence without its full stop.
  package let message: String

  init(_ message: String) { self.message = message }

  /// The message.
  package var description: String { message }
}

/// How far a call may go. Both `seconds` and `characters` only cut work short.
package struct ToolLimits: Sendable, Hashable {
  /// The processor's time for one call, which does not depend on how busy the machine is.
  package var seconds: Int
  /// The longest result, in Unicode scalars.
  package var characters: Int
  /// Bytes for one call or one session.
  package var memory: Int

  /// The time by the clock after which a call is given up: for one that sleeps, or a machine far too busy.
  package var wallSeconds: Int

  /// Makes limits.
  package init(seconds: Int = 30, wallSeconds: Int? = nil, characters: Int = 2_000, memory: Int = 1 << 30) {
    (self.seconds, self.wallSeconds) = (seconds, wallSeconds ?? seconds * 4)
    (self.characters, self.memory) = (characters, memory)
  }

  /// The time in words.
  var time: String { seconds == 1 ? "1 second" : "\(seconds) seconds" }
}
