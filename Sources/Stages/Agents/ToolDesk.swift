internal import Graph

/// Runs the tool calls of one trace: those of one reply side by side, none of them twice, all noted in their order.
struct ToolDesk {
  /// A reply with more calls than this is one gone wild.
  static let mostCallsInReply = 32

  let tools: ToolSet
  private let session = ToolSession()
  /// Every call of the trace, in order.
  private(set) var calls: [ToolCall] = []
  private var known: [Asked: Int] = [:]
  /// The longest result, and the limits that cut any short.
  private(set) var longestResult = 0
  private(set) var wasCut = false
  /// Whether a call was made whose time is limited.
  private(set) var usedTime = false

  /// What makes two calls the same.
  private struct Asked: Hashable {
    let tool: String
    let arguments: String
  }

  init(tools: ToolSet) { self.tools = tools }

  /// A call as the trace notes it and the model is told of it.
  struct Done: Sendable {
    /// The call's place among those of the trace.
    let place: Int
    /// What the model is told, as JSON.
    let message: String
  }

  /// Runs a reply's calls.
  /// - Throws: `ToolTrouble`, if one could not be done for no fault of its own.
  mutating func run(_ wanted: [ChatToolCall]) async throws -> [Done] {
    var done: [(place: Int, isRepeated: Bool)] = []
    var fresh: [(place: Int, call: ChatToolCall)] = []
    for call in wanted {
      let arguments = ToolDesk.object(call.arguments)
      let asked = Asked(tool: call.name, arguments: arguments?.json ?? call.arguments)
      // Code may give something else the second time, since what it runs in has changed.
      if call.name != PythonTool.name, let place = known[asked] {
        done.append((place, true))
        continue
      }
      known[asked] = calls.count
      fresh.append((calls.count, call))
      done.append((calls.count, false))
      calls.append(
        ToolCall(
          tool: Array(call.name.utf8), arguments: Array((arguments ?? .text(call.arguments)).line.utf8), status: .error,
          result: []))
    }
    for (place, result) in try await results(fresh) { note(result, at: place) }
    return done.map { Done(place: $0.place, message: ToolDesk.message(calls[$0.place], isRepeated: $0.isRepeated)) }
  }

  /// Lets go of what the tools hold for the trace.
  func end() async { await tools.end(session) }

  /// The arguments, if they are a JSON object.
  static func object(_ arguments: String) -> JSONNode? {
    // A tool without parameters may be called with nothing.
    guard !arguments.isEmpty else { return .object([]) }
    guard let node = try? JSONNode.parse(Array(arguments.utf8), file: ""), node.members != nil else { return nil }
    return node
  }

  private func results(_ fresh: [(place: Int, call: ChatToolCall)]) async throws -> [(Int, ToolResult)] {
    let (tools, session) = (tools, session)
    @Sendable func run(_ call: ChatToolCall) async throws -> ToolResult {
      try await tools.call(call.name, Array((call.arguments.isEmpty ? "{}" : call.arguments).utf8), in: session)
    }
    return try await withThrowingTaskGroup(of: [(Int, ToolResult)].self) { group in
      let code = fresh.filter { $0.call.name == PythonTool.name }
      for (place, call) in fresh where call.name != PythonTool.name {
        group.addTask { [(place, try await run(call))] }
      }
      // Code sees what the code before it left, so its calls go one after the other.
      group.addTask {
        var results: [(Int, ToolResult)] = []
        for (place, call) in code { results.append((place, try await run(call))) }
        return results
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private mutating func note(_ result: ToolResult, at place: Int) {
    calls[place].status = result.status
    calls[place].result = Array(result.text.utf8)
    longestResult = max(longestResult, result.text.unicodeScalars.count)
    if result.cutBy != nil { wasCut = true }
    if !calls[place].tool.elementsEqual(Calculator.name.utf8) { usedTime = true }
  }

  private static func message(_ call: ToolCall, isRepeated: Bool) -> String {
    let text = JSONNode.text(String(decoding: call.result, as: UTF8.self))
    var members: [(String, JSONNode)] =
      call.status == .success
      ? [("status", "success"), ("result", text)] : [("status", "error"), ("message", text)]
    if isRepeated {
      members.append(("note", "you made this very call before, and it was not run again; use what you know, or go on"))
    }
    return JSONNode.object(members).line
  }
}
