/// Why a remote did not do what was asked. Neither the name nor the detail holds credentials.
package struct RemoteFailure: Error, Hashable {
  /// What a caller may want to tell apart.
  package enum Kind: Sendable, Hashable {
    /// No connection, or one that was lost.
    case unreachable
    /// No answer within the limits.
    case slow
    /// It cannot answer for now, or asks to be spared.
    case busy
    /// It wants other credentials, or does not give this right to these.
    case refused
    /// There is no room.
    case full
    /// It takes nothing of this size.
    case tooLarge
    /// What it holds is not what its name says.
    case damaged
    /// It answers as no cache of its kind does.
    case unfit
    /// The task that asked was cancelled.
    case cancelled
  }

  /// What went wrong.
  package let kind: Kind
  /// The remote's name.
  package let remote: String
  /// What is known of it: a part of a sentence.
  package let detail: String

  /// Puts the parts together.
  package init(_ kind: Kind, remote: String, _ detail: String) {
    self.kind = kind
    self.remote = remote
    self.detail = detail
  }

  /// Whether it says something of the remote rather than of the one thing asked for, so that asking on is likely in vain.
  package var concernsAll: Bool {
    switch kind {
    case .unreachable, .slow, .busy, .refused, .full, .unfit: true
    case .tooLarge, .damaged, .cancelled: false
    }
  }
}

extension RemoteFailure: CustomStringConvertible {
  /// A sentence without its full stop.
  package var description: String {
    switch kind {
    case .unreachable: "the cache \(remote) cannot be reached: \(detail)"
    case .slow: "the cache \(remote) is too slow: \(detail)"
    case .busy: "the cache \(remote) is busy: \(detail)"
    case .refused: "the cache \(remote) refuses: \(detail)"
    case .full: "the cache \(remote) takes no more: \(detail)"
    case .tooLarge: "the cache \(remote) takes nothing so large: \(detail)"
    case .damaged: "the cache \(remote) holds something damaged: \(detail)"
    case .unfit: "the cache \(remote) does not behave like one: \(detail)"
    case .cancelled: "the exchange with the cache \(remote) was broken off"
    }
  }
}
