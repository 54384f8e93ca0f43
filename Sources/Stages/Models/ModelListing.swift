internal import Graph

/// What `/v1/models` tells.
struct ModelListing: Sendable {
  /// The names of all models served.
  let names: [String]
  private let entries: [(name: String, node: JSONNode)]

  init(body: [UInt8]) throws(ReplyProblem) {
    var entries: [(name: String, node: JSONNode)] = []
    for entry in try ReplyNode(body).required("data").list() {
      entries.append((try entry.required("id").text(), entry.node))
    }
    self.entries = entries
    names = entries.map(\.name)
  }

  private func entry(_ name: String) -> JSONNode? { entries.first { $0.name == name }?.node }

  /// Members that tell which weights are served; others, such as dates, prices or the server's name, come and go.
  private static let telling: Set<String> = [
    "root", "parent", "digest", "hash", "sha", "sha256", "checksum", "revision", "version", "quantization",
    "canonical_slug", "hugging_face_id", "details", "meta",
  ]

  /// Of `meta`, what the server was started with rather than what it serves.
  private static let settings: Set<String> = ["n_ctx"]

  /// All that is told of a model and stays as long as the model does, as canonical JSON; nil if that is nothing.
  func identity(of name: String) -> String? {
    let members = (entry(name)?.members ?? []).filter { member in
      if case .null = member.node.value { false } else { Self.telling.contains(member.key) }
    }
    guard !members.isEmpty else { return nil }
    return JSONNode.object(
      members.map { member in
        guard let inner = member.node.members else { return (member.key, member.node) }
        return (member.key, .object(inner.filter { !Self.settings.contains($0.key) }.map { ($0.key, $0.node) }))
      }
    ).json
  }

  /// Under whichever name the server tells it: vLLM, OpenRouter, Groq, and llama.cpp have each their own.
  func contextLength(of name: String) -> Int? {
    guard let node = entry(name) else { return nil }
    let told = ["max_model_len", "context_length", "context_window", "max_context_length", "n_ctx"].map {
      node[$0]?.int
    }
    let meta = ["n_ctx", "n_ctx_train"].map { node["meta"]?[$0]?.int }
    return (told + meta).compactMap(\.self).first
  }

  /// `'b' is not served here; did you mean 'B'?`
  func complaint(_ name: String) -> String {
    names.isEmpty ? "no model is served here" : "'\(name)' is not served here\(Nearest.hint(name, among: names))"
  }
}
