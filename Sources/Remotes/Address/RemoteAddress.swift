/// Where a remote is, as the user writes it:
///
/// - `/mnt/team/cache`, `./cache` or `file:///mnt/team/cache`: a folder
/// - `https://host/prefix`, also `http`, with or without `user:password@`: Bazel's cache protocol
/// - `s3://bucket/prefix`, with `?endpoint=https://host&region=name` where those are not AWS's own
/// - `grpcs://host/instance`, also `grpc`: the Remote Execution API
package struct RemoteAddress: Sendable, Hashable, CustomStringConvertible {
  /// What kind of place, and which.
  enum Place: Sendable, Hashable {
    case folder(String)
    /// - Parameter base: scheme, host and path, without a slash at the end.
    case web(base: String)
    case bucket(S3Bucket)
    /// - Parameter base: `http` or `https`, and the host.
    case api(base: String, instance: String)
  }

  let place: Place
  /// As far as they are part of the address.
  let credentials: WebCredentials
  /// The address without credentials: for messages.
  package let description: String

  /// Whether it holds a user or a password.
  package var hasCredentials: Bool { credentials != .none }
}

/// A bucket of S3, as far as an address tells.
struct S3Bucket: Sendable, Hashable {
  let bucket: String
  /// Without slashes at its ends.
  let prefix: String
  let endpoint: String?
  let region: String?
}

/// A text is no address of a remote, or one that lacks something. The description is a sentence without its full stop
/// and without credentials.
package struct RemoteAddressError: Error, Hashable, CustomStringConvertible {
  /// What is wrong with which text.
  package let description: String

  init(_ text: String, _ problem: String) {
    description = "'\(RemoteAddressError.withoutUser(text))' is no address of a cache: \(problem)"
  }

  private static func withoutUser(_ text: String) -> String {
    guard let end = text.lastIndex(of: "@") else { return text.plain(limit: 200) }
    let scheme = text.firstRange(of: "://").map { text[..<$0.upperBound] } ?? ""
    return "\(scheme)…\(text[end...])".plain(limit: 200)
  }
}
