extension RemoteAddress {
  /// Reads an address.
  /// - Parameter folder: the folder that a relative path starts from.
  package init(_ text: String, relativeTo folder: String) throws(RemoteAddressError) {
    guard let mark = text.firstRange(of: "://") else {
      guard !text.isEmpty else { throw RemoteAddressError(text, "it is empty") }
      if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"), !text.hasPrefix(".") {
        throw RemoteAddressError(text, Self.forms)
      }
      self.init(folder: text.hasPrefix("/") ? text : "\(folder)/\(text)")
      return
    }
    let rest = text[mark.upperBound...]
    switch text[..<mark.lowerBound].lowercased() {
    case "file":
      guard rest.hasPrefix("/"), let path = rest.percentDecoded else {
        throw RemoteAddressError(text, "a folder's address is file:// and its absolute path, as in file:///mnt/cache")
      }
      self.init(folder: path)
    case "http": self = try .web(AddressParts(text, rest, scheme: "http"))
    case "https": self = try .web(AddressParts(text, rest, scheme: "https"))
    case "grpc": self = try .api(AddressParts(text, rest, scheme: "http"), shown: "grpc")
    case "grpcs": self = try .api(AddressParts(text, rest, scheme: "https"), shown: "grpcs")
    case "s3": self = try .bucket(text, rest)
    default: throw RemoteAddressError(text, Self.forms)
    }
  }

  private static let forms = "it must be a folder, or start with https://, http://, s3://, grpcs:// or grpc://"

  private init(folder: String) {
    var path = folder[...]
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    self.init(place: .folder(String(path)), credentials: .none, description: String(path))
  }

  private static func web(_ parts: AddressParts) -> RemoteAddress {
    let base = "\(parts.scheme)://\(parts.host)\(parts.path)"
    return RemoteAddress(place: .web(base: base), credentials: parts.credentials, description: base)
  }

  private static func api(_ parts: AddressParts, shown scheme: String) throws(RemoteAddressError) -> RemoteAddress {
    guard let instance = parts.path.dropFirst().percentDecoded else {
      throw RemoteAddressError("\(scheme)://\(parts.host)\(parts.path)", "the instance's name is not well written")
    }
    return RemoteAddress(
      place: .api(base: "\(parts.scheme)://\(parts.host)", instance: instance), credentials: parts.credentials,
      description: "\(scheme)://\(parts.host)\(parts.path)")
  }

  private static func bucket(_ text: String, _ rest: Substring) throws(RemoteAddressError) -> RemoteAddress {
    let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard !path[0].isEmpty, path[0].utf8.allSatisfy(\.isHostByte) else {
      throw RemoteAddressError(text, "it needs a bucket, as in s3://bucket/prefix")
    }
    let prefix = try AddressParts.path(text, path.count > 1 ? path[1] : "")
    var values: [String: String] = [:]
    for pair in halves.count > 1 ? halves[1].split(separator: "&") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, ["endpoint", "region"].contains(sides[0]), let value = sides[1].percentDecoded,
        !value.isEmpty
      else { throw RemoteAddressError(text, "after the ? it may have endpoint=… and region=…, joined by &") }
      values[String(sides[0])] = value
    }
    guard values["region"]?.utf8.allSatisfy(\.isHostByte) != false else {
      throw RemoteAddressError(text, "a region's name has letters, digits and hyphens")
    }
    let endpoint: String? = if let value = values["endpoint"] { try S3Bucket.endpoint(value, in: text) } else { nil }
    let bucket = S3Bucket(
      bucket: String(path[0]), prefix: String(prefix.dropFirst()), endpoint: endpoint, region: values["region"])
    let place = "s3://\(bucket.bucket)\(prefix)"
    return RemoteAddress(
      place: .bucket(bucket), credentials: .none, description: endpoint.map { "\(place) at \($0)" } ?? place)
  }
}

extension S3Bucket {
  /// Reads a server's address; `text` is what holds it.
  static func endpoint(_ value: String, in text: String) throws(RemoteAddressError) -> String {
    for scheme in ["http", "https"] where value.hasPrefix("\(scheme)://") {
      let parts = try AddressParts(text, value[...].dropFirst(scheme.count + 3), scheme: scheme)
      if parts.credentials == .none { return "\(scheme)://\(parts.host)\(parts.path)" }
    }
    throw RemoteAddressError(text, "the endpoint must be https://host or http://host, without credentials")
  }
}
