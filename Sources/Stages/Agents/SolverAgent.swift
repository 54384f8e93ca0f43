internal import Graph

/// Solves one problem with a model that may call tools: it plans, acts, reflects, and wraps up.
///
/// The method is that of "Distilling Tool Knowledge into Language Models via Back-Translated Traces" (arXiv 2506.19171).
/// Every reply is a remembered call, so an agent that was killed goes through its earlier turns for nothing.
struct SolverAgent {
  /// Part of the recipe: raised when any trace changes.
  static let version = 1

  let model: ModelUse
  let tools: ToolSet
  let prompts: Prompts
  let maxTurns: Int
  let sample: Int
  let calls: StageCalls

  private var messages: [ChatMessage] = []
  private var desk: ToolDesk
  private var work: Work

  /// The prompts of one record.
  struct Prompts: Sendable {
    let system, plan, act, next, wrapUp: String
  }

  /// How it ended.
  enum Ending: Sendable, Hashable {
    case solved, noAnswer, maxTurns
    /// A reply was cut at `maxTokens`.
    case tooLong
  }

  /// What came of it, and what it used of the bounds.
  struct Work: Sendable {
    var trace = Trace()
    var ending = Ending.maxTurns
    var turns = 0
    var tokens = TokenUse()
    var longestResult = 0
    var usedTime = false
    /// Whether a tool's limit cut a result short.
    var wasToolCut = false
  }

  init(model: ModelUse, tools: ToolSet, prompts: Prompts, maxTurns: Int, sample: Int, calls: StageCalls) {
    (self.model, self.tools, self.prompts, self.maxTurns) = (model, tools, prompts, maxTurns)
    (self.sample, self.calls) = (sample, calls)
    desk = ToolDesk(tools: tools)
    work = Work()
  }

  /// Solves the problem.
  /// - Throws: `ModelFailure`, `ToolTrouble`, and what `StageCalls` throws.
  mutating func solve() async throws -> Work {
    do {
      work.ending = try await plan() ? try await act() : .tooLong
      await desk.end()
    } catch {
      await desk.end()
      throw error
    }
    work.trace.calls = desk.calls
    (work.longestResult, work.usedTime, work.wasToolCut) = (desk.longestResult, desk.usedTime, desk.wasCut)
    return work
  }

  /// Asks for a plan; false if it was cut.
  private mutating func plan() async throws -> Bool {
    messages = [.system(prompts.system), .user(prompts.plan)]
    let asked = try await model.ask(messages, sample: sample, calls: calls)
    work.tokens.add(asked)
    let text = ReplyText(asked.reply, toolProtocol: .native)
    work.trace.plan = Array(text.said.utf8)
    messages.append(.assistant(text.said.isEmpty ? "I will take it step by step." : text.said))
    messages.append(.user(prompts.act))
    return !asked.isCut
  }

  private mutating func act() async throws -> Ending {
    var isSilent = false
    for turn in 1...maxTurns {
      let isLast = turn == maxTurns
      if isLast { say(prompts.wrapUp) }
      let asked = try await model.ask(
        messages, tools: tools.offered, toolChoice: isLast && !tools.tools.isEmpty ? ToolChoice.none : nil,
        sample: sample, calls: calls)
      work.tokens.add(asked)
      work.turns = turn
      if asked.isCut { return .tooLong }
      let (reply, text) = (asked.reply, ReplyText(asked.reply, toolProtocol: model.entry.settings.toolProtocol))
      if !isLast, !reply.toolCalls.isEmpty {
        try await run(reply.toolCalls, text)
        isSilent = false
        continue
      }
      if !text.prose.isEmpty { work.trace.turns.append(Turn(text: Array(text.prose.utf8))) }
      if let problem = reply.toolProblem, !isLast {
        messages += [.assistant(text.said), .user(problem)]
        continue
      }
      if let answer = text.answer {
        work.trace.answer = answer
        return .solved
      }
      if text.said.isEmpty, isSilent { return .noAnswer }
      isSilent = text.said.isEmpty
      if !isSilent { messages.append(.assistant(text.said)) }
      say(prompts.next)
    }
    return .maxTurns
  }

  /// Says something to the model; two messages of the user in a row are one, since some models know no others.
  private mutating func say(_ text: String) {
    if case .user(let before)? = messages.last {
      messages[messages.count - 1] = .user("\(before)\n\n\(text)")
    } else {
      messages.append(.user(text))
    }
  }

  private mutating func run(_ wanted: [ChatToolCall], _ text: ReplyText) async throws {
    let wanted = ToolDesk.tellingApart(Array(wanted.prefix(ToolDesk.mostCallsInReply)))
    let done = try await desk.run(wanted)
    work.trace.turns.append(Turn(text: Array(text.prose.utf8), calls: done.map(\.place)))
    messages.append(.assistant(text.said, toolCalls: wanted.map(\.resent)))
    for (call, done) in zip(wanted, done) { messages.append(.tool(callId: call.id, content: done.message)) }
  }
}

extension ToolDesk {
  /// The calls with ids that differ, whatever the server made of them.
  static func tellingApart(_ calls: [ChatToolCall]) -> [ChatToolCall] {
    guard Set(calls.map(\.id)).count < calls.count || calls.contains(where: { $0.id.isEmpty }) else { return calls }
    return calls.enumerated().map { ChatToolCall(id: "call_\($0 + 1)", name: $1.name, arguments: $1.arguments) }
  }
}

extension ChatToolCall {
  /// As the model is reminded of it: servers refuse arguments that are no JSON object, even if their model wrote them.
  fileprivate var resent: ChatToolCall {
    guard let object = ToolDesk.object(arguments) else {
      let wrapped = JSONNode.object([("unreadable", .text(arguments))])
      return ChatToolCall(id: id, name: name, arguments: wrapped.line)
    }
    return ChatToolCall(id: id, name: name, arguments: object.members?.isEmpty == true ? "{}" : arguments)
  }
}

extension ToolSet {
  /// As models are told of them.
  var offered: [ChatTool] {
    tools.map { ChatTool(name: $0.spec.name, description: $0.spec.purpose, parameters: $0.spec.schema) }
  }
}
