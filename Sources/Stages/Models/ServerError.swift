internal import Graph

/// What a server says of a request that it refuses.
struct ServerError: Hashable, Sendable {
  /// In the server's words, cut to be read at a glance.
  var message: String
  /// A word for it, such as `insufficient_quota`.
  var code: String?
  var type: String?

  private static let longestMessage = 400

  /// Reads the body of a reply with any status. What is not JSON is taken as it stands.
  init(body: [UInt8]) {
    if let node = try? JSONNode.parse(body, file: ""), let error = ServerError(node) {
      self = error
    } else {
      message = Self.cut(String(decoding: body.prefix(4 * Self.longestMessage), as: UTF8.self))
    }
  }

  /// `{"error": {"message": …}}`, `{"error": "…"}`, `{"object": "error", "message": …}` or `{"detail": …}`; nil for
  /// anything else.
  init?(_ node: JSONNode) {
    let inner = node["error"]?.members != nil ? node["error"] : nil
    let isError = inner != nil || node["object"]?.string == "error"
    guard
      let text = inner?["message"]?.string ?? node["error"]?.string ?? (isError ? node["message"]?.string : nil)
        ?? node["detail"]?.string ?? inner?.line
    else { return nil }
    message = Self.cut(text)
    let source = inner ?? node
    code = source["code"]?.string
    type = source["type"]?.string
  }

  /// True if waiting does not help: the account has nothing left.
  var isOutOfQuota: Bool {
    let words: Set<String> = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]
    return [code, type].contains { $0.map(words.contains) ?? false }
  }

  /// One line without control characters: it goes to a terminal.
  private static func cut(_ text: String) -> String {
    let line = text.unicodeScalars.prefix(longestMessage).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    let cut = text.unicodeScalars.dropFirst(longestMessage).isEmpty ? "" : "…"
    return String(String.UnicodeScalarView(line)) + cut
  }
}
