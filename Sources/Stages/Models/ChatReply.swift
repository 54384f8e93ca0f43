package import HTTP

/// A model's complete reply. Whether it makes sense is for others to say.
package struct ChatReply: Sendable, Equatable {
  /// What the model said; nil if nothing.
  package var content: String?
  /// What it thought before, where the server tells it apart.
  package var reasoning: String?
  /// The tools it wants run, in its order.
  package var toolCalls: [ChatToolCall]
  /// With the text protocol, what is wrong with the tool calls, worded for the model; then there are no calls.
  package var toolProblem: String?
  /// `stop`, `length`, `tool_calls`, or whatever else the server says.
  package var finishReason: String?
  /// Nil if the server does not count.
  package var usage: TokenUsage?
  /// The model as the server names it.
  package var model: String?
  /// The server's own mark of its configuration.
  package var systemFingerprint: String?
  /// Everything the server sent, from which all of the above can be read again.
  package var body: [UInt8]
  /// How it came here; nil for a reply read from where it was kept.
  package var delivery: Delivery?

  /// How a reply came here: for reports, never for keys.
  package struct Delivery: Sendable, Equatable {
    /// Which of the model's endpoints gave it, from 0.
    package let endpoint: Int
    /// Those of the last request.
    package let timings: HTTPTimings
    /// How many requests it took.
    package let attempts: Int
  }

  /// Whether the bound on tokens cut it short.
  package var hitTokenLimit: Bool { finishReason == "length" }
}

/// The tokens of one call, as the server counts them.
package struct TokenUsage: Sendable, Hashable {
  /// Those of the request, cached ones included.
  package var prompt: Int
  /// Those of the reply, thoughts included.
  package var completion: Int
  /// Those of the prompt that the server had in its cache.
  package var cached: Int
  /// Those of the completion that were thought and not said.
  package var reasoning: Int

  /// Puts the parts together.
  package init(prompt: Int, completion: Int, cached: Int = 0, reasoning: Int = 0) {
    self.prompt = prompt
    self.completion = completion
    self.cached = cached
    self.reasoning = reasoning
  }
}
