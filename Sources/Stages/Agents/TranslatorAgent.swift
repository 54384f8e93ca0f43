internal import Graph

/// Puts one tool call into words with a model that does not see the call's result, and compares what it arrives at.
struct TranslatorAgent: Sendable {
  /// Part of the recipe: raised when any explanation, or what is accepted as one, changes.
  static let version = 2

  let model: ModelUse
  let judge: ModelUse?
  let attempts: Int
  let calls: StageCalls
  /// A prompt for this call, by its role.
  let prompt: @Sendable (_ role: String, _ values: [String: String]) throws -> String

  /// Why an attempt cannot be used.
  enum Fault: Sendable, Equatable {
    case empty, cut, code, noResult
    /// It arrives at something else than the tool.
    case differs(String)
    /// Nobody could tell whether it arrives at the same.
    case unconfirmed(String)
    /// The judge's verdict cannot be read.
    case unreadableVerdict(String)
  }

  /// What came of a call, and what it used of the bounds.
  struct Work: Sendable {
    var explanation: Explanation?
    var fault: Fault?
    var attempts = 0
    var tokens = TokenUse()
    var judgeTokens = TokenUse()
  }

  /// Explains a call that succeeded.
  func explain(_ call: ToolCall) async throws -> Work {
    var work = Work()
    let conversation = Retrying(
      system: try prompt(TranslatePrompts.system, [:]), user: try prompt(TranslatePrompts.explain, [:]))
    var messages = conversation.opening
    for attempt in 0..<attempts {
      let asked = try await model.ask(messages, attempt: attempt, calls: calls)
      work.tokens.add(asked)
      work.attempts = attempt + 1
      let text = ReplyText(asked.reply, toolProtocol: .native)
      let fault: Fault
      switch try await judged(text, isCut: asked.isCut, call, attempt: attempt, &work) {
      case .success(let explanation):
        work.explanation = explanation
        work.fault = nil
        return work
      case .failure(let found): fault = found.fault
      }
      work.fault = fault
      messages = conversation.after(
        text.said, isCut: asked.isCut, try prompt(TranslatePrompts.again, [TranslatePrompts.fault: fault.complaint]))
    }
    return work
  }

  private struct Found: Error { let fault: Fault }

  private func judged(
    _ text: ReplyText, isCut: Bool, _ call: ToolCall, attempt: Int, _ work: inout Work
  ) async throws -> Result<Explanation, Found> {
    func no(_ fault: Fault) -> Result<Explanation, Found> { .failure(Found(fault: fault)) }
    if isCut { return no(.cut) }
    let bytes = Array(text.said.utf8)
    if bytes.isEmpty { return no(.empty) }
    if bytes[...].last("```") != nil { return no(.code) }
    guard let own = text.answer else { return no(.noResult) }
    let explanation = Explanation.words(Boxes.unboxed(bytes), result: own)
    let shown = String(decoding: own.prefix(200), as: UTF8.self)
    switch Self.grade(own, against: call.result) {
    case .correct: return .success(explanation)
    case .wrong: return no(.differs(shown))
    case .unparseableAnswer: return no(.noResult)
    case .undecided, .unparseableGold:
      guard let judge else { return no(.unconfirmed(shown)) }
      let verdict = try await verdict(judge, own, call, attempt: attempt, &work)
      switch verdict {
      case true?: return .success(explanation)
      case false?: return no(.differs(shown))
      case nil: return no(.unreadableVerdict(shown))
      }
    }
  }

  /// Whether what an explanation arrives at is what the tool returned.
  ///
  /// A program may print several lines. All of them together are its result, not what the last one says; and where the
  /// grader sees a difference, words beside the values may make it, so that only a judge can tell.
  static func grade(_ own: [UInt8], against result: [UInt8]) -> Answers.Verdict {
    let lines = result.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
    guard lines.count > 1 else { return Answers.grade(answer: own[...], gold: result[...]) }
    let verdict = Answers.grade(answer: own[...], gold: Array(lines.joined(separator: ", ".utf8))[...])
    return verdict == .wrong ? .undecided : verdict
  }

  /// What the judge says; nil if that cannot be read.
  private func verdict(
    _ judge: ModelUse, _ own: [UInt8], _ call: ToolCall, attempt: Int, _ work: inout Work
  ) async throws -> Bool? {
    let question = try prompt(
      TranslatePrompts.judge,
      [
        TranslatePrompts.derived: String(decoding: own, as: UTF8.self),
        TranslatePrompts.result: String(decoding: call.result, as: UTF8.self),
      ])
    let asked = try await judge.ask([.user(question)], attempt: attempt, calls: calls)
    work.judgeTokens.add(asked)
    return asked.isCut ? nil : Verdict.read(ReplyText(asked.reply, toolProtocol: .native).said)
  }
}

/// A judge's verdict: `\boxed{True}` or `\boxed{False}`, and nothing else counts as one.
enum Verdict {
  /// The verdict that a reply ends in; nil for anything else, such as a word outside a box.
  static func read(_ reply: String) -> Bool? {
    let bytes = Array(reply.utf8)
    guard let box = Answers.boxed(in: bytes[...])?.trimmed else { return nil }
    var word = String(decoding: box, as: UTF8.self)
    if word.hasPrefix("\\text{"), word.hasSuffix("}") { word = String(word.dropFirst(6).dropLast()) }
    switch word {
    case "True", "true", "TRUE": return true
    case "False", "false", "FALSE": return false
    default: return nil
    }
  }
}

extension TranslatorAgent.Fault {
  /// What the model is told. It never holds what the tool returned.
  var complaint: String {
    switch self {
    case .empty: "you gave no derivation."
    case .cut: "it is too long, and was cut off before its end. Be briefer, but leave no step out."
    case .code: "it holds code. Use words and formulas alone."
    case .noResult: "it does not end with a result in \\boxed{ }."
    case .differs(let own): "the result that you arrive at, \(own), is not right."
    case .unconfirmed(let own), .unreadableVerdict(let own):
      "the result that you arrive at, \(own), could not be confirmed. Give it in its simplest usual form."
    }
  }

  /// Why the record is dropped.
  var reason: String {
    switch self {
    case .differs: "explanation-differs"
    case .unconfirmed: "explanation-unconfirmed"
    case .unreadableVerdict: "unreadable-verdict"
    case .empty, .cut, .code, .noResult: "unexplained-call"
    }
  }

  /// For a reader.
  func detail(_ call: ToolCall) -> String {
    func cut(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(200), as: UTF8.self) }
    let result = "the tool returned \(cut(call.result))"
    let words =
      switch self {
      case .empty: "no text"
      case .cut: "cut at 'maxTokens'"
      case .code: "code in it"
      case .noResult: "no result in a box"
      case .differs(let own): "it arrives at \(own), \(result)"
      case .unconfirmed(let own): "whether \(own) is right cannot be told, \(result)"
      case .unreadableVerdict(let own): "the judge gave no verdict on \(own), \(result)"
      }
    return "\(cut(call.tool)) \(cut(call.arguments)): \(words)"
  }
}
