package import Graph

/// What a look at one endpoint of a model has found, before anything is paid for.
package struct EndpointCheck: Sendable, Equatable {
  /// How a trial went.
  package enum Trial: Sendable, Equatable {
    /// With a word on how.
    case passed(String)
    /// It works, but not as one would wish.
    case doubtful(String)
    /// With the reason.
    case failed(String)
    /// Something before it failed.
    case skipped
  }

  /// Where, without a password.
  package let url: String
  /// Whether the list of models can be had, and the model is on it.
  package var listing: Trial = .skipped
  /// A completion of one token.
  package var completion: Trial = .skipped
  /// A tool called when told to.
  package var tools: Trial = .skipped
  /// Whether what failed is for the user to put right, such as a key or an address, rather than the server's trouble.
  package var isUsersMove = false
  /// What the server tells of the model, as canonical JSON, without what changes by itself: part of the model's
  /// identity. Nil if it tells nothing.
  package var identity: String?
  /// How that differs from what was told when results were made; nil if it does not, or nothing was made yet.
  package private(set) var change: IdentityChange?
  /// The longest prompt and reply together, in tokens, if the server tells.
  package var contextLength: Int?

  /// Whether the model can be asked here.
  package var isUsable: Bool {
    if case .passed = completion { true } else { false }
  }

  /// Compares who answers with the model whose results are kept.
  package mutating func compare(with known: KnownIdentity?) {
    guard isUsable, let known, !known.told.isEmpty else { return }
    change = IdentityChange(from: known, to: identity ?? "")
  }

  /// For a terminal, a line each.
  package var lines: [String] {
    let facts = [
      contextLength.map { "context: \($0) tokens" }, identity.map { "identity: \($0)" },
      change.map { "another model than the one whose results are kept: \($0); say --same or --new" },
    ]
    return [url, "models: \(listing.text)", "completion: \(completion.text)", "tools: \(tools.text)"]
      + facts.compactMap(\.self)
  }
}

extension EndpointCheck.Trial {
  fileprivate var text: String {
    switch self {
    case .passed(let text): text.isEmpty ? "ok" : "ok, \(text)"
    case .doubtful(let text): "doubtful: \(text)"
    case .failed(let text): "failed: \(text)"
    case .skipped: "not tried"
    }
  }
}
