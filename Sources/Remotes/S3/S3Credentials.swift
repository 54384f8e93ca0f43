internal import Graph

/// Who signs requests to S3.
struct S3Credentials: Sendable, Hashable {
  let id: String
  let secret: Secret
  /// For credentials that last for a while only.
  let token: Secret?
}

/// What the environment and the profile files, which all programs for S3 share, say of it ("Configuration and credential
/// file settings" in the guide of the AWS command line).
struct S3Settings: Sendable {
  /// Nil for requests without a signature, which public buckets answer.
  let credentials: S3Credentials?
  let region: String?
  let endpoint: String?

  /// - Parameter read: the bytes of a file; nil if there is none.
  init(environment: [String: String], read: (String) -> [UInt8]?) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    func section(_ path: String, _ titles: [String]) -> [String: String] {
      ProfileFile(read(path) ?? []).values(of: titles)
    }
    let home = value("HOME") ?? ""
    let name = value("AWS_PROFILE") ?? value("AWS_DEFAULT_PROFILE") ?? "default"
    let credentials = section(value("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials", [name])
    let config = section(value("AWS_CONFIG_FILE") ?? "\(home)/.aws/config", ["profile \(name)", name])
    if let id = value("AWS_ACCESS_KEY_ID"), let secret = value("AWS_SECRET_ACCESS_KEY") {
      self.credentials = S3Credentials(
        id: id, secret: Secret(secret), token: value("AWS_SESSION_TOKEN").map(Secret.init))
    } else {
      let found = [credentials, config].first { $0["aws_access_key_id"] != nil && $0["aws_secret_access_key"] != nil }
      self.credentials = found.map {
        S3Credentials(
          id: $0["aws_access_key_id"] ?? "", secret: Secret($0["aws_secret_access_key"] ?? ""),
          token: $0["aws_session_token"].map(Secret.init))
      }
    }
    region = value("AWS_REGION") ?? value("AWS_DEFAULT_REGION") ?? config["region"] ?? credentials["region"]
    endpoint = value("AWS_ENDPOINT_URL_S3") ?? value("AWS_ENDPOINT_URL") ?? config["endpoint_url"]
  }
}

/// A profile file: sections of `name = value` lines.
struct ProfileFile {
  private var sections: [String: [String: String]] = [:]

  init(_ bytes: [UInt8]) {
    var title = ""
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let text = line.trimmingBlanks
      if text.hasPrefix("["), text.hasSuffix("]") {
        title = text.dropFirst().dropLast().split(separator: " ").joined(separator: " ")
      } else if !text.hasPrefix("#"), !text.hasPrefix(";"), line.first?.isWhitespace == false,
        let sign = text.firstIndex(of: "=")
      {
        // An indented line belongs to a setting of another service.
        sections[title, default: [:]][text[..<sign].trimmingBlanks.lowercased()] =
          String(text[text.index(after: sign)...].trimmingBlanks)
      }
    }
  }

  /// The values of the first of the sections that is there.
  func values(of titles: [String]) -> [String: String] { titles.lazy.compactMap { sections[$0] }.first ?? [:] }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    let start = drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
  }
}
