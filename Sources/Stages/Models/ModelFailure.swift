internal import HTTP

/// Why a model gave no reply. The text is for the user and holds no key.
package struct ModelFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence or two without the last full stop: which model, where, what happened, and what to do.
  package let description: String
  /// True if no other call to this model would fare better, so that the build should end.
  package let isHopeless: Bool
  /// True if the caller itself gave up.
  package let isCancelled: Bool

  init(_ description: String, isHopeless: Bool = false, isCancelled: Bool = false) {
    self.description = description
    self.isHopeless = isHopeless
    self.isCancelled = isCancelled
  }
}

extension ModelFailure {
  static func cancelled(_ model: String) -> ModelFailure {
    ModelFailure("model '\(model)': cancelled", isCancelled: true)
  }

  /// What the last attempt met.
  static func gaveUp(
    _ settings: ModelSettings, endpoint: ModelSettings.Endpoint, fault: CallFault, requests: Int, key: APIKey?
  ) -> ModelFailure {
    let tries = requests == 1 ? "" : " (after \(requests) requests)"
    let hint = hint(fault, settings, endpoint).map { "; \($0)" } ?? ""
    let text = "model '\(settings.name)' at \(endpoint.shownURL): \(fault)\(tries)\(hint)"
    return ModelFailure(key?.blotted(text) ?? text, isHopeless: fault.remedy == .hopeless)
  }

  /// Nobody could be asked for too long.
  static func patienceLost(_ settings: ModelSettings, last: String?) -> ModelFailure {
    let seconds = settings.retries.patience.components.seconds
    let cause = last.map { "; the last answer was: \($0)" } ?? ""
    return ModelFailure(
      "model '\(settings.name)': its servers have been of no use for \(seconds) seconds, or ask to be left alone for "
        + "longer than that\(cause)")
  }

  private static func hint(
    _ fault: CallFault, _ settings: ModelSettings, _ endpoint: ModelSettings.Endpoint
  ) -> String? {
    switch fault {
    case .status(401, _), .status(403, _):
      endpoint.keyVariable.map { "check the key in the environment variable \($0)" }
        ?? "no environment variable with a key is named for this endpoint"
    case .status(402, _): "the account has no means left"
    case .status(404, _): "check the URL, which mostly ends with /v1, and the model's name '\(settings.servedName)'"
    case .status(429, let error) where error.isOutOfQuota: "the account has no means left"
    case .transport(.unreachable), .transport(.timedOut(.connect)): "is the server running?"
    case .transport(.timedOut(.firstByte)), .transport(.timedOut(.total)):
      "a higher time-out, or 'stream', may help with long replies"
    case .stranger:
      "if it is the same all the same, run 'distillbuild check --same \(settings.name)'; if it is another, run "
        + "'distillbuild check --new \(settings.name)' or change its 'revision', and its work is made again"
    default: nil
    }
  }
}

extension ModelSettings.Endpoint {
  /// The URL without a user's name and password.
  var shownURL: String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, let at = parts[2].lastIndex(of: "@") else { return url }
    let host = parts[2][parts[2].index(after: at)...]
    return (parts[..<2] + [host] + parts[3...]).joined(separator: "/")
  }
}
