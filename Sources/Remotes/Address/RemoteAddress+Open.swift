package import Graph
package import HTTP

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

extension RemoteAddress {
  /// The remote at this address. Nothing is sent, nor looked at, before it is asked something.
  ///
  /// Credentials that the address does not have are taken from the environment: `DISTILLBUILD_REMOTE_TOKEN`, or
  /// `DISTILLBUILD_REMOTE_USER` and `DISTILLBUILD_REMOTE_PASSWORD`; for S3 from `AWS_ACCESS_KEY_ID` and so on, or the
  /// profile files. `SSL_CERT_FILE` names certificates to trust instead of the system's. `DISTILLBUILD_REMOTE_TIMEOUT` is how
  /// many seconds a server may keep silent.
  /// - Parameters:
  ///   - client: what brings requests to servers; without one the remote gets its own.
  ///   - limits: nil for those of the environment.
  ///   - now: seconds since 1970.
  package func open(
    environment: [String: String], client: (any HTTPSending)? = nil, limits: RemoteLimits? = nil,
    now: @escaping @Sendable () -> Int = { time(nil) }
  ) throws(RemoteAddressError) -> any Remote {
    let limits = if let limits { limits } else { try self.limits(from: environment) }
    switch place {
    case .folder(let path): return ObjectRemote(store: FolderStore(folder: path, limits: limits, now: now))
    case .web(let base):
      let credentials = try credentials(from: environment)
      let exchange = exchange(environment, client, limits) { request, _ in credentials.authorize(request) }
      return ObjectRemote(store: WebStore(base: base, exchange: exchange))
    case .bucket(let bucket):
      let settings = S3Settings(environment: environment) { try? Disk.read($0) }
      let region = bucket.region ?? settings.region ?? "us-east-1"
      let signature = settings.credentials.map { SignatureV4(credentials: $0, region: region) }
      let exchange = exchange(environment, client, limits) { request, payload in
        signature?.sign(request, payload: payload, now: now()) ?? request
      }
      return ObjectRemote(store: WebStore(base: try base(of: bucket, settings, region), exchange: exchange))
    case .api(let base, let instance):
      let credentials = try credentials(from: environment)
      let exchange = exchange(environment, client, limits) { request, _ in credentials.authorize(request) }
      return APIRemote(channel: GRPCChannel(base: base, exchange: exchange), instance: instance)
    }
  }

  private func exchange(
    _ environment: [String: String], _ client: (any HTTPSending)?, _ limits: RemoteLimits,
    authorize: @escaping @Sendable (HTTPRequest, Digest) -> HTTPRequest
  ) -> WebExchange {
    WebExchange(
      sender: client ?? HTTPClient(connectionsPerHost: limits.width), name: description, limits: limits,
      authorize: authorize, authorities: environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 })
  }

  private func limits(from environment: [String: String]) throws(RemoteAddressError) -> RemoteLimits {
    let name = "DISTILLBUILD_REMOTE_TIMEOUT"
    guard let text = environment[name], !text.isEmpty else { return RemoteLimits() }
    guard let seconds = Double(text), (0.1...3600).contains(seconds) else {
      throw RemoteAddressError(description, "\(name) must be a number of seconds between 0.1 and 3600, found '\(text)'")
    }
    return RemoteLimits(patience: .seconds(seconds))
  }

  /// Those of the address, else those of the environment.
  private func credentials(from environment: [String: String]) throws(RemoteAddressError) -> WebCredentials {
    guard credentials == .none else { return credentials }
    let value = { (name: String) throws(RemoteAddressError) -> String? in
      guard let text = environment[name], !text.isEmpty else { return nil }
      guard WebCredentials.isSendable(text) else {
        throw RemoteAddressError(description, "the environment variable \(name) holds a control character")
      }
      return text
    }
    if let token = try value("DISTILLBUILD_REMOTE_TOKEN") { return .bearer(Secret(token)) }
    guard let user = try value("DISTILLBUILD_REMOTE_USER") else { return .none }
    return .basic(user: user, password: Secret(try value("DISTILLBUILD_REMOTE_PASSWORD") ?? ""))
  }

  /// Buckets are part of the path: self-hosted servers know no other way, and AWS knows this one too.
  private func base(
    of bucket: S3Bucket, _ settings: S3Settings, _ region: String
  ) throws(RemoteAddressError) -> String {
    var endpoint = bucket.endpoint ?? "https://s3.\(region).amazonaws.com"
    if bucket.endpoint == nil, let text = settings.endpoint { endpoint = try S3Bucket.endpoint(text, in: text) }
    let base = "\(endpoint)/\(bucket.bucket)"
    return bucket.prefix.isEmpty ? base : "\(base)/\(bucket.prefix)"
  }
}
